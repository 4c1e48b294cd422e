import type { Labels, Rules } from './rules';

export interface ApproveDeny extends Labels {
  readonly type: 'approve_deny';
}

/** The default: approve, deny or modify, with nothing to fill in. */
export const approveDeny: Rules<ApproveDeny> = {
  asksFor: 'asks for your approval',
  wanted: 'Approve?',
};
