import { Icon } from '../icons';
import { framed } from './frame';

export interface FailurePageProps {
  /** What happened, in a few words. */
  readonly title: string;
  /** What it means and what to do; an empty line starts a paragraph. */
  readonly text: string;
  /** The one thing that whoever looks into it needs. */
  readonly requestId: string;
}

/** Whatever else went wrong: a foreign origin, too many requests, a server that cannot answer. */
export function failurePage({ title, text, requestId }: FailurePageProps): string {
  return framed({
    title,
    recipient: null,
    children: (
      <main class="ask ask-done" id="main">
        <h1 class="verdict">
          <Icon name="fault" />
          {title}
        </h1>
        <div class="prose">
          {text.split(/\n{2,}/).map((paragraph) => (
            <p>{paragraph}</p>
          ))}
          <p class="quiet">
            Request <span class="mono">{requestId}</span>
          </p>
        </div>
      </main>
    ),
  });
}
