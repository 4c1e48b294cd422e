import { factsOf } from '../../contract/facts';
import type { Decision } from '../../contract/model';

/** The context as it was written: paragraphs at empty lines, line breaks and indents kept, nothing in it interpreted. */
export function Context({ text }: { readonly text: string | null }) {
  if (text === null) return null;
  const paragraphs = text.replace(/\r\n?/g, '\n').split(/\n(?:[^\S\n]*\n)+/);
  return (
    <section class="part" aria-labelledby="context">
      <h2 id="context">Context</h2>
      <div class="prose plain">
        {paragraphs
          .filter((paragraph) => paragraph.trim() !== '')
          .map((paragraph) => (
            <p dir="auto">{paragraph}</p>
          ))}
      </div>
    </section>
  );
}

/** The amount and the agent's metadata, a row each. */
export function Details({ decision }: { readonly decision: Decision }) {
  const facts = factsOf(decision);
  if (facts.length === 0) return null;
  return (
    <section class="part" aria-labelledby="details">
      <h2 id="details">Details</h2>
      <table class="data">
        <tbody>
          {facts.map(({ name, value, isField }) => (
            <tr>
              <th scope="row">{isField ? <code>{name}</code> : name}</th>
              <td dir="auto">{value}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
