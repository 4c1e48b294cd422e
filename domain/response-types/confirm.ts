import type { Labels, Rules } from './rules';

export interface Confirm extends Labels {
  readonly type: 'confirm';
}

/** Confirm or decline, and nothing in between. */
export const confirm: Rules<Confirm> = {
  asksFor: 'asks you to confirm',
  wanted: 'Confirm?',
  options: ['approve', 'deny'],
  labels: { approve: 'Confirm', deny: 'Decline' },
};
