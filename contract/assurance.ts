import { ASSURANCES, type Assurance, type Decision } from './model';

/** Whether an entrance of this level may answer the decision. `api` ranks as `link`. */
export function isSureEnough({ minAssurance }: Pick<Decision, 'minAssurance'>, assurance: Assurance): boolean {
  return rank(assurance) >= rank(minAssurance);
}

const rank = (assurance: Assurance): number => ASSURANCES.indexOf(assurance === 'api' ? 'link' : assurance);

/** Where an answer of each level is given, after "answer". */
export const ENTRANCES: Readonly<Record<Assurance, string>> = {
  api: 'over the API',
  link: 'through the link',
  code: 'with the code sent to the approver',
  slack: 'in Slack',
  login: 'in the dashboard, signed in',
};
