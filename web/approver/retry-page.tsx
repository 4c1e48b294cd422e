import { sanitizeAll } from '../../domain/sanitize-text';
import { Icon } from '../icons';
import { renderFrame } from './frame';

export interface RetryPageProps {
  /** Where the form is sent again. */
  readonly action: string;
  /** The fields of the form as they were posted. */
  readonly fields: Readonly<Record<string, unknown>>;
  readonly requestId: string;
}

/** An answer that couldn't be stored: what was typed is kept on the page, which sends it again. */
export function retryPage(props: RetryPageProps): string {
  const { action, fields, requestId } = sanitizeAll(props);
  const texts = Object.entries(fields).filter((field): field is [string, string] => typeof field[1] === 'string');
  return renderFrame({
    title: 'Please try again',
    recipient: null,
    children: (
      <main class="ask ask-done" id="main">
        <h1 class="verdict">
          <Icon name="fault" />
          Please try again
        </h1>
        <div class="prose">
          <p>
            This service is temporarily unavailable, so your answer may not have been stored. What you typed is kept on
            this page: please send it again in a moment.
          </p>
        </div>
        <form class="retry" method="post" action={action}>
          {texts.map(([name, value]) =>
            isTyped(name, value) ? (
              <label class="field">
                <span class="label">{labelOf(name)}</span>
                <textarea class="input" name={name} rows={2} dir="auto">
                  {`\n${value}` /* a parser drops the first line break */}
                </textarea>
              </label>
            ) : (
              <input type="hidden" name={name} value={value} />
            ),
          )}
          <button class="button button-main" type="submit">
            Try again
          </button>
        </form>
        <p class="part quiet">
          Request <span class="mono">{requestId}</span>
        </p>
      </main>
    ),
  });
}

/** Fields that people type into. The others are sent again unseen. */
const isTyped = (name: string, value: string): boolean =>
  (name === 'note' || name.startsWith('fields[')) && value !== '';

const labelOf = (name: string): string => /^fields\[(.*)\]$/.exec(name)?.[1] ?? 'Note';
