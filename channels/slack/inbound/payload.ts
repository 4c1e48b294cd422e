import { z } from 'zod';
import { readValue } from '../button';

/** What is in a request of Slack's, an interaction in a form's `payload` or an event as JSON; null where nothing is. */
export function payloadIn(body: string, contentType = ''): Readonly<Record<string, unknown>> | null {
  const isForm = contentType.startsWith('application/x-www-form-urlencoded');
  try {
    return object.parse(JSON.parse(isForm ? (new URLSearchParams(body).get('payload') ?? '') : body));
  } catch {
    return null;
  }
}
const object = z.record(z.string(), z.unknown());

/** Who did something to which decision, by the ids in a payload: nothing else of it is kept. */
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

/** What anybody's payload names, whether or not it is Slack's. */
export function namesIn(payload: unknown): Named {
  const { success, data } = interaction.safeParse(payload);
  if (!success) return { team: null, user: null, decisionId: null };
  const { team, user, actions, view } = data;
  return { team, user, decisionId: readValue(actions[0]?.value ?? view?.private_metadata)?.decision ?? null };
}
