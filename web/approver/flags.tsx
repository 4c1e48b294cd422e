import { capitalize } from '../../domain/time-text';
import type { Urgency } from '../../domain/urgency';
import { Icon } from '../icons';

/** Urgency and status, each a drawing and a word. */
export function Flags({ urgency }: { readonly urgency: Urgency }) {
  return (
    <p class="flags">
      <span class={`urgency urgency-${urgency}`}>
        <Icon name={urgency} small />
        {capitalize(urgency)} urgency
      </span>
      <span class="status status-waiting">
        <Icon name="clock" small />
        Waiting for your answer
      </span>
    </p>
  );
}
