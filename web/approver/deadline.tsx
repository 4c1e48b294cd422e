import type { Deadline } from '../../domain/ask-text';
import { formatClock, formatDuration, formatTimeLeft } from '../../domain/time-text';
import { Moment } from './frame';

const MINUTE = 60_000;

type DeadlineProps = Deadline & { readonly now: Date };

/** Time left, in words, on the clock and as a bar; and what happens after it. */
export function DeadlineBar({ now, since, until, afterwards }: DeadlineProps) {
  if (until === null)
    return (
      <div class="due">
        <p class="due-line">
          <span class="due-left">No deadline</span>
          <span class="due-at">
            asked at <Moment at={since} />
          </span>
        </p>
      </div>
    );
  const all = minutes(until.getTime() - since.getTime());
  const left = Math.min(all, minutes(until.getTime() - now.getTime()));
  return (
    <div class="due">
      <p class="due-line">
        <span class="due-left">{formatTimeLeft(until, now)}</span>{' '}
        <span class="due-at">
          until <Moment at={until} />
        </span>
      </p>
      <progress
        class={left * 3 <= all ? 'left left-soon' : 'left'}
        value={left}
        max={all}
        aria-label="Time left to answer"
      >
        {formatDuration(left * MINUTE)} of {formatDuration(all * MINUTE)}
      </progress>
      <p class="hint">{afterwards}</p>
    </div>
  );
}

/** The bar at the bottom of a phone that leads to the form. */
export function ToAnswer({ now, until }: Pick<DeadlineProps, 'now' | 'until'>) {
  return (
    <div class="tobar">
      <p>
        <b>{until ? formatTimeLeft(until, now) : 'No deadline'}</b>
        {until && <span>until {formatClock(until)} UTC</span>}
      </p>
      <a class="button button-main" href="#answer">
        Answer
      </a>
    </div>
  );
}

/** Whole minutes, at least one, so that a bar always has a length. */
const minutes = (milliseconds: number): number => Math.max(1, Math.round(milliseconds / MINUTE));
