import { type Assurance, type Decision, rankOf } from './model';

/** Whether an entrance of this level may answer the decision. */
export function isSureEnough({ minAssurance }: Pick<Decision, 'minAssurance'>, assurance: Assurance): boolean {
  return rankOf(assurance) >= rankOf(minAssurance);
}

/** Where an answer of each level is given, after "answer". */
export const ENTRANCES: Readonly<Record<Assurance, string>> = {
  api: 'over the API',
  link: 'through the link',
  code: 'with the code sent to the approver',
  slack: 'in Slack',
  login: 'in the dashboard, signed in',
};
