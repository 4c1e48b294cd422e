import type { Urgency } from '../../contract/decision';
import { sentence } from '../../contract/times';
import { Icon } from '../icons';

/** Urgency and status, each a drawing and a word. */
export function Flags({ urgency }: { readonly urgency: Urgency }) {
  return (
    <p class="flags">
      <span class={`urgency urgency-${urgency}`}>
        <Icon name={urgency} small />
        {sentence(urgency)} urgency
      </span>
      <span class="status status-waiting">
        <Icon name="clock" small />
        Waiting for your answer
      </span>
    </p>
  );
}
