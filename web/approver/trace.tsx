import { truncate } from '../../domain/sanitize-text';
import { formatMoment } from '../../domain/time-text';
import type { TraceItem } from '../../domain/trace';
import { Icon, type IconName } from '../icons';
import { formatJson } from '../json-text';

const TYPES = {
  message: { name: 'Message', icon: 'message' },
  reasoning: { name: 'Reasoning', icon: 'reasoning' },
  tool_call: { name: 'Tool call', icon: 'call' },
  tool_result: { name: 'Tool result', icon: 'result' },
} as const satisfies Record<TraceItem['type'], { name: string; icon: IconName }>;

/** With more steps than this the whole of it is folded at first. */
const MOST_STEPS = 10;
/** A step that is longer than either is folded, and shows how it begins. */
const MOST_LINES = 8;
const MOST_CHARACTERS = 800;
const BEGINNING = 160;

interface TraceProps {
  readonly trace: readonly TraceItem[];
  /** Steps of this day show the clock alone. */
  readonly askedAt: Date;
}

/** What the agent saw and did before it asked, in its order and whole. */
export function Trace({ trace, askedAt }: TraceProps) {
  if (trace.length === 0) return null;
  return (
    <section class="part" aria-labelledby="trace">
      <details class="fold" open={trace.length <= MOST_STEPS}>
        <summary>
          <h2 id="trace">What the agent saw and did</h2>
          <span class="fold-count">{trace.length === 1 ? '1 step' : `${trace.length} steps`}</span>
        </summary>
        <ol class="trace">
          {trace.map((item) => (
            <Step item={item} askedAt={askedAt} />
          ))}
        </ol>
      </details>
    </section>
  );
}

function Step({ item, askedAt }: { readonly item: TraceItem; readonly askedAt: Date }) {
  const { type, role, name, content, at } = item;
  const words = typeof content === 'string' ? content : formatJson(content);
  const lines = words.split('\n').length;
  const whole =
    typeof content === 'string' ? (
      <p class={type === 'reasoning' ? 'plain trace-thought' : 'plain'} dir="auto">
        {words}
      </p>
    ) : (
      <pre class="json">{words}</pre>
    );
  return (
    <li>
      <p class="trace-head">
        <Icon name={TYPES[type].icon} small />
        <b>{TYPES[type].name}</b>
        {role && (
          <span>
            from <bdi>{role}</bdi>
          </span>
        )}
        {name && (
          <code>
            <bdi>{name}</bdi>
          </code>
        )}
        {at && <span class="trace-at">{clockOf(new Date(at), askedAt)}</span>}
      </p>
      {lines > MOST_LINES || words.length > MOST_CHARACTERS ? (
        <details>
          <summary>
            <span class="trace-begin" dir="auto">
              {beginningOf(words)}
            </span>
            <span class="trace-more">{lengthOf(words, lines)}</span>
          </summary>
          {whole}
        </details>
      ) : (
        whole
      )}
    </li>
  );
}

function beginningOf(words: string): string {
  const { text, left } = truncate(words.replace(/\s+/g, ' ').trim(), BEGINNING);
  return left > 0 ? `${text}…` : text;
}

const lengthOf = (words: string, lines: number): string =>
  lines > MOST_LINES ? `All ${lines} lines` : `All ${words.length.toLocaleString('en-US')} characters`;

/** "13:28:41 UTC"; of another day than the request, the day too. */
function clockOf(at: Date, askedAt: Date): string {
  const [day, time = ''] = at.toISOString().split('T');
  return askedAt.toISOString().startsWith(`${day}T`) ? `${time.slice(0, 8)} UTC` : formatMoment(at);
}
