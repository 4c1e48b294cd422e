import type { Decision } from '../contract/model';
import type { Clock } from '../platform/clock';
import type { Secrets } from '../platform/secrets';
import type { Db } from '../store/db';
import { countSteps } from '../store/traces';
import type { Telling } from './message';

interface LinkDeps {
  readonly secrets: Secrets;
  readonly publicUrl: string;
}

export interface TellingDeps extends LinkDeps {
  readonly db: Db;
  readonly clock: Clock;
}

/** The recipient's own page of a decision; whoever holds it can answer in their name. */
export const linkTo = ({ secrets, publicUrl }: LinkDeps, decisionId: string, recipient: string): string =>
  `${publicUrl}/d/${secrets.linkToken(decisionId, recipient)}`;

/** What there is to tell a recipient of a decision now. */
export async function tellingOf(
  deps: TellingDeps,
  decision: Decision,
  { height, recipient }: Pick<Telling, 'height' | 'recipient'>,
): Promise<Telling> {
  const steps = await countSteps(deps.db.sql, decision.id);
  return { decision, steps, height, recipient, link: linkTo(deps, decision.id, recipient), now: deps.clock() };
}
