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

const findChoice = (choices: readonly string[], given: string): string | undefined =>
  choices.find((choice) => choice === given);

function refusal(choices: readonly string[], given: unknown): string {
  const names = choices.map((choice) => JSON.stringify(choice)).join(', ');
  return given === undefined ? `is required: choose one of ${names}` : `must be one of ${names}`;
}
