import { Fragment } from 'preact';
import type { Choice } from '../message';
import { ground, INK, Table } from './parts';

/** A button a verdict, side by side, below each other on a phone. Only Approve is filled. */
export function Choices({ choices }: { readonly choices: readonly Choice[] }) {
  const widths = widthsOf(choices);
  return (
    <Table width="100%">
      <tr>
        {choices.map((choice, index) => (
          <Fragment>
            {index > 0 && (
              <td class="gap" width="2%" style="width:2%;font-size:0;line-height:0;">
                &nbsp;
              </td>
            )}
            <Button {...choice} width={`${widths[index]}%`} isMain={choice.verdict === 'approve'} />
          </Fragment>
        ))}
      </tr>
    </Table>
  );
}

/** In percent, with 2 between: a long label gets twice the room. */
function widthsOf(choices: readonly Choice[]): readonly number[] {
  const shares = choices.map(({ label }) => (label.length > 10 ? 2 : 1));
  const all = shares.reduce((sum, share) => sum + share, 0);
  return shares.map((share) => Math.floor(((102 - 2 * choices.length) * share) / all));
}

function Button({ label, url, width, isMain }: Choice & { readonly width: string; readonly isMain: boolean }) {
  const { under, edge, ink } = isMain
    ? { under: '#0a5567', edge: '#0a5567', ink: '#ffffff' }
    : { under: '#ffffff', edge: '#78868c', ink: INK };
  const cell = `border:1px solid ${edge};border-radius:7px;mso-padding-alt:14px 8px;`;
  const link = `display:block;padding:14px 8px;font-size:16px;line-height:22px;font-weight:700;color:${ink};text-decoration:none;`;
  return (
    <td class={`b ${isMain ? 'go' : 'alt'}`} width={width} align="center" {...ground(under, cell)}>
      <a href={url} target="_blank" rel="noopener" style={link}>
        {label}
      </a>
    </td>
  );
}
