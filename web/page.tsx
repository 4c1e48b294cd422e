import type { ComponentChildren } from 'preact';
import { renderToString } from 'preact-render-to-string';
import { removeHidden } from '../domain/sanitize-text';

interface PageProps {
  readonly title: string;
  readonly children: ComponentChildren;
  /** The first link of the page, for keyboards: where to, and in which words. */
  readonly skip: { readonly to: string; readonly text: string };
  readonly hasScript?: boolean;
}

/** A whole page as HTML. Preact escapes the texts in it, which each page sanitizes first; here only hidden characters go. */
export function pageOf({ title, children, skip, hasScript = false }: PageProps): string {
  const html = (
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="referrer" content="same-origin" />
        <meta name="robots" content="noindex, nofollow" />
        <title>{title} · Handover</title>
        <link rel="stylesheet" href="/assets/handover.css" />
        {hasScript && <script src="/assets/handover.js" defer />}
      </head>
      <body>
        <a class="skip" href={`#${skip.to}`}>
          {skip.text}
        </a>
        {children}
      </body>
    </html>
  );
  return `<!doctype html>\n${removeHidden(renderToString(html))}`;
}

/** The name of the product with its mark. */
export function Brand() {
  return (
    <span class="brand">
      <svg viewBox="0 0 24 24" aria-hidden="true">
        <rect class="mark-a" x="1" y="4" width="14" height="8" rx="2" />
        <path class="mark-b" d="M9 13.5h5.5a2 2 0 0 0 2-2V9H21a2 2 0 0 1 2 2v7a2 2 0 0 1-2 2H11a2 2 0 0 1-2-2z" />
      </svg>
      Handover
    </span>
  );
}
