import { ground, INK, Table } from './parts';

/** The mark, drawn with two cells because images are often blocked. */
export function Brand() {
  return (
    <Table>
      <tr>
        <td style="padding-right:10px;">
          <Table width="20">
            <tr>
              <Cell width={14} height={7} mark="mark" colour="#0a5567" />
              <Cell width={6} height={7} />
            </tr>
          </Table>
          <Table width="20">
            <tr>
              <Cell width={6} height={9} />
              <Cell width={14} height={7} mark="mark2" colour={INK} />
            </tr>
          </Table>
        </td>
        <td class="ink" style={`font-size:16px;line-height:22px;font-weight:700;color:${INK};`}>
          Handover
        </td>
      </tr>
    </Table>
  );
}

interface CellSize {
  readonly width: number;
  readonly height: number;
}

function Cell({ width, height, mark, colour }: CellSize & { readonly mark?: string; readonly colour?: string }) {
  const size = `width:${width}px;height:${height}px;font-size:0;line-height:0;`;
  return (
    <td class={mark} width={width} height={height} {...(colour ? ground(colour, size) : { style: size })}>
      &nbsp;
    </td>
  );
}
