import type { JSX } from 'preact';

const SHAPES = {
  approve: <path d="M4 10.5 8.2 15 16 5.5" />,
  deny: <path d="M5 5l10 10M15 5 5 15" />,
  modify: <path d="M12.5 4.5l3 3L7 16l-3.6.6L4 13z" />,
  approved: [<circle cx="10" cy="10" r="7.5" />, <path d="M6.6 10.3 9 12.7l4.4-5" />],
  denied: [<circle cx="10" cy="10" r="7.5" />, <path d="M7.2 7.2l5.6 5.6M12.8 7.2l-5.6 5.6" />],
  withdrawn: [<circle cx="10" cy="10" r="7.5" />, <path d="M4.9 15.1 15.1 4.9" />],
  escalated: <path d="M10 16V4.5M5.5 9 10 4.5 14.5 9" />,
  clock: [<circle cx="10" cy="10" r="7.2" />, <path d="M10 5.8V10l2.8 1.8" />],
  hourglass: (
    <path d="M5.5 2.8h9M5.5 17.2h9M6.5 2.8c0 4 7 4.6 7 7.2s-7 3.2-7 7.2M13.5 2.8c0 4-7 4.6-7 7.2s7 3.2 7 7.2" />
  ),
  fault: [<circle cx="10" cy="10" r="7.5" />, <path d="M10 6v4.6" />, <circle class="solid" cx="10" cy="13.6" r="1" />],
  link: <path d="M8.5 11.5l3-3M7 9 4.8 11.2a2.8 2.8 0 0 0 4 4L11 13M13 11l2.2-2.2a2.8 2.8 0 0 0-4-4L9 7" />,
  message: <path d="M3 4.5h14v9H9L5.5 16.5v-3H3z" />,
  reasoning: <path d="M7.5 15h5M8.2 17.4h3.6M7.6 12.6a5 5 0 1 1 4.8 0v.4H7.6z" />,
  call: <path d="M7 5 2.8 10 7 15M13 5l4.2 5L13 15" />,
  result: <path d="M4 4v5.5h11M11.5 6l3.5 3.5-3.5 3.5" />,
  download: <path d="M10 3.5v9M6.2 9 10 12.8 13.8 9M4 16.5h12" />,
  low: <path d="M5 8l5 5 5-5" />,
  medium: <path d="M4 8h12M4 12h12" />,
  high: [<path d="M10 3.5 17 16H3z" />, <path d="M10 8.5v3.2" />, <circle class="solid" cx="10" cy="13.7" r=".9" />],
  critical: [
    <path d="M6.9 2.5h6.2l4.4 4.4v6.2l-4.4 4.4H6.9l-4.4-4.4V6.9z" />,
    <path d="M10 6v4.6" />,
    <circle class="solid" cx="10" cy="13.6" r="1" />,
  ],
} satisfies Record<string, JSX.Element | JSX.Element[]>;

export type IconName = keyof typeof SHAPES;

/** A drawing next to a word, never instead of one: screen readers skip it. */
export function Icon({ name, small = false }: { readonly name: IconName; readonly small?: boolean }) {
  return (
    <svg class={small ? 'icon icon-s' : 'icon'} viewBox="0 0 20 20" aria-hidden="true">
      {SHAPES[name]}
    </svg>
  );
}
