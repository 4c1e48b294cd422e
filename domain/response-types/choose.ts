import { ellipsize, sanitizeText } from '../sanitize-text';
import { dataOr, faultAt, fieldOf, type Labels, type Rules, unknownFields } from './rules';

export interface Choose extends Labels {
  readonly type: 'choose';
  readonly choices: readonly string[];
}

/** One of the choices that the agent names: `{ "chosen": "staging" }`. */
export const choose: Rules<Choose> = {
  asksFor: 'asks you to choose',
  wanted: 'Choose:',
  labels: { approve: 'Choose' },
  checkData({ choices }, data) {
    const given = fieldOf(data, 'chosen');
    const chosen = typeof given === 'string' ? findChoice(choices, given) : undefined;
    const faults = unknownFields(data, ['chosen']);
    if (chosen === undefined) return { faults: [...faults, faultAt('chosen', refusal(choices, given))] };
    return dataOr(faults, { chosen });
  },
  inWords: ({ label }, { chosen }) => [{ name: label || 'Choice', value: String(chosen) }],
};

/** Forms change line breaks, and pages show sanitized text: what comes back is compared in that form. */
export function findChoice(choices: readonly string[], given: string | undefined): string | undefined {
  const sanitized = given === undefined ? undefined : sanitizeText(given);
  return choices.find((choice) => choice === given) ?? choices.find((choice) => sanitizeText(choice) === sanitized);
}

const LONGEST_LIST = 1_000;

function refusal(choices: readonly string[], given: unknown): string {
  const names = ellipsize(choices.map((choice) => JSON.stringify(choice)).join(', '), LONGEST_LIST);
  return given === undefined ? `is required: choose one of ${names}` : `must be one of ${names}`;
}
