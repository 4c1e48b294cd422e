import { z } from 'zod';
import { parseButtonValue } from '../button';

/** The content of a request from Slack, an interaction in a form's `payload` or an event as JSON; null if there is none. */
export function payloadIn(body: string, contentType = ''): Readonly<Record<string, unknown>> | null {
  const isForm = contentType.startsWith('application/x-www-form-urlencoded');
  try {
    return object.parse(JSON.parse(isForm ? (new URLSearchParams(body).get('payload') ?? '') : body));
  } catch {
    return null;
  }
}
const object = z.record(z.string(), z.unknown());

/** Who did something to which decision: the ids in a payload. Nothing else of it is kept. */
export interface Named {
  readonly team: string | null;
  readonly user: string | null;
  readonly decisionId: string | null;
}

const slackId = z
  .object({ id: z.string().regex(/^[A-Z0-9]{1,32}$/) })
  .transform(({ id }) => id)
  .nullable()
  .catch(null);
const interaction = z.object({
  team: slackId,
  user: slackId,
  actions: z.array(z.object({ value: z.string() })).catch([]),
  view: z.object({ private_metadata: z.string() }).optional().catch(undefined),
});

/** The ids that a payload contains, whether or not it is from Slack. */
export function namesIn(payload: unknown): Named {
  const { success, data } = interaction.safeParse(payload);
  if (!success) return { team: null, user: null, decisionId: null };
  const { team, user, actions, view } = data;
  return { team, user, decisionId: parseButtonValue(actions[0]?.value ?? view?.private_metadata)?.decision ?? null };
}
