import type { ComponentChildren } from 'preact';
import { sanitizeAll } from '../../domain/sanitize-text';
import { Icon } from '../icons';
import { renderFrame } from './frame';

export interface FailurePageProps {
  /** What happened, in a few words. */
  readonly title: string;
  /** What it means and what to do; an empty line starts a paragraph. */
  readonly text: string;
  /** What support needs to find the request in the log. */
  readonly requestId: string;
}

/** Whatever else went wrong: a foreign origin, too many requests, a server that cannot answer. */
export function failurePage(props: FailurePageProps): string {
  const { text, ...rest } = sanitizeAll(props);
  return failed({ ...rest, children: text.split(/\n{2,}/).map((paragraph) => <p>{paragraph}</p>) });
}

type FailedProps = Pick<FailurePageProps, 'title' | 'requestId'> & { readonly children: ComponentChildren };

/** The page of something that went wrong, around its own words. */
export function failed({ title, requestId, children }: FailedProps): string {
  return renderFrame({
    title,
    recipient: null,
    children: (
      <main class="ask ask-done" id="main">
        <h1 class="verdict">
          <Icon name="fault" />
          {title}
        </h1>
        <div class="prose">
          {children}
          <p class="quiet">
            Request <span class="mono">{requestId}</span>
          </p>
        </div>
      </main>
    ),
  });
}
