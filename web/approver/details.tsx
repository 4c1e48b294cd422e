import type { Decision } from '../../domain/decision';
import { listDetails } from '../../domain/detail-rows';
import { markdownToHtml } from '../markdown';

/** The context, which may be Markdown. */
export function Context({ text }: { readonly text: string | null }) {
  if (text === null) return null;
  const html = { __html: markdownToHtml(text) };
  return (
    <section class="part" aria-labelledby="context">
      <h2 id="context">Context</h2>
      {/* No HTML of the text's own is in it. */}
      <div class="prose" dangerouslySetInnerHTML={html} />
    </section>
  );
}

/** The amount and the agent's metadata, a row each. */
export function Details({ decision }: { readonly decision: Decision }) {
  const rows = listDetails(decision);
  if (rows.length === 0) return null;
  return (
    <section class="part" aria-labelledby="details">
      <h2 id="details">Details</h2>
      <table class="data">
        <tbody>
          {rows.map(({ name, value, isField }) => (
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
