import type { ComponentChildren } from 'preact';

export const INK = '#10191d';
export const DIM = '#3f4d53';
export const RULE = '#dbe2e4';

/** What makes a table draw nothing of its own. */
export const BARE = { cellpadding: '0', cellspacing: '0', border: '0' };

interface TableProps {
  readonly children: ComponentChildren;
  readonly class?: string;
  readonly width?: string;
  readonly style?: string;
}

/** A table that only lays out: the one thing every mail client draws alike. */
export function Table({ children, ...rest }: TableProps) {
  return (
    <table role="presentation" {...BARE} {...rest}>
      {children}
    </table>
  );
}

/** A background, said twice: some clients read the style, others the attribute. */
export function ground(colour: string, style = '') {
  return { bgcolor: colour, style: `background-color:${colour};${style}` };
}

/** A row of the sheet, with its space above and below in pixels. */
export function Part({ above, below = 0, children }: Spaced & { readonly below?: number }) {
  return (
    <tr>
      <td class="pad" style={`padding:${above}px 36px ${below}px;`}>
        {children}
      </td>
    </tr>
  );
}

/** A quieter line of text. */
export function Dim({ size, above, children }: Spaced & { readonly size: number }) {
  return (
    <p
      class="dim"
      style={`margin:${above}px 0 0;font-size:${size}px;line-height:${Math.round(size * 1.52)}px;color:${DIM};`}
    >
      {children}
    </p>
  );
}

export function Heading({ text }: { readonly text: string }) {
  return (
    <h2 class="ink" style={`margin:0;font-size:16px;line-height:24px;font-weight:700;color:${INK};`}>
      {text}
    </h2>
  );
}

interface Spaced {
  readonly above: number;
  readonly children: ComponentChildren;
}
