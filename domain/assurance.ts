/** How sure we are of who answered, weakest first. `api` ranks as `link`. */
export const ASSURANCES = ['api', 'link', 'code', 'slack', 'login'] as const;
export type Assurance = (typeof ASSURANCES)[number];

/** How strong it is, as a number to compare. */
export const rankOf = (assurance: Assurance): number => ASSURANCES.indexOf(assurance === 'api' ? 'link' : assurance);

/** Whether an answer with this assurance meets the decision's `min_assurance`. */
export function isSureEnough({ minAssurance }: { readonly minAssurance: Assurance }, assurance: Assurance): boolean {
  return rankOf(assurance) >= rankOf(minAssurance);
}

/** The strongest assurance that an answer can have if people are asked over this channel. */
export const strongestOver = (channel: string): Assurance => (channel === 'slack' ? 'slack' : 'link');

/** Where an answer of each level is given, after "answer". */
export const ENTRANCES: Readonly<Record<Assurance, string>> = {
  api: 'over the API',
  link: 'through the link',
  code: 'with the code sent to the approver',
  slack: 'in Slack',
  login: 'in the dashboard, signed in',
};
