import type { Asked, Fields } from '.';
import { INPUT, input } from './input';

const PATH = 'execute_at';

/** A day and a time, which Slack asks for on the reader's own clocks. */
export function scheduleFields({ label, allow_immediate }: Asked<'schedule'>): Fields {
  return {
    blocks: () => [
      input({
        ...{ path: PATH, label: label || 'When should it run?', isNeeded: !allow_immediate },
        hint: allow_immediate ? 'Leave it empty for now.' : undefined,
        element: { type: 'datetimepicker', action_id: INPUT },
      }),
    ],
    read: (filled) => {
      const seconds = filled(PATH)?.selected_date_time;
      return { executeAt: seconds ? new Date(seconds * 1_000) : null };
    },
  };
}
