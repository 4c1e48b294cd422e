import type { DetailRow } from '../../domain/detail-rows';
import { BARE, DIM, Dim, INK, RULE } from './parts';

/** Text with its paragraphs and line breaks, nothing in it interpreted. */
export function Paragraphs({ text }: { readonly text: string }) {
  return text.split(/\n{2,}/).map((paragraph, index) => (
    <p
      class="ink"
      dir="auto"
      style={`margin:${index === 0 ? 6 : 12}px 0 0;font-size:16px;line-height:25px;color:${INK};word-break:break-word;`}
    >
      {paragraph.split('\n').flatMap((line, number) => (number === 0 ? [line] : [<br />, line]))}
    </p>
  ));
}

/** Names and values with hairlines. */
export function DetailTable({ details }: { readonly details: readonly DetailRow[] }) {
  const line = `border-bottom:1px solid ${RULE};word-break:break-word;`;
  return (
    <table
      class="ink rule"
      width="100%"
      {...BARE}
      style={`margin-top:8px;border-top:1px solid ${RULE};table-layout:fixed;font-size:14px;line-height:21px;color:${INK};`}
    >
      {details.map(({ name, value }) => (
        <tr>
          <th
            scope="row"
            class="dim rule"
            align="left"
            style={`width:40%;padding:8px 12px 8px 0;vertical-align:top;${line}font-weight:400;color:${DIM};`}
          >
            {name}
          </th>
          <td class="ink rule" dir="auto" style={`padding:8px 0;vertical-align:top;${line}color:${INK};`}>
            {value}
          </td>
        </tr>
      ))}
    </table>
  );
}

/** Says that something was left out, and where it is. */
export function Rest({ text, link }: { readonly text: string; readonly link: string }) {
  return (
    <Dim size={15} above={10}>
      {text}{' '}
      <a class="link" href={link} target="_blank" rel="noopener" style="color:#0a5567;">
        Open the page
      </a>
    </Dim>
  );
}
