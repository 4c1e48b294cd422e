import { type Assurance, rankOf } from '../assurance';
import type { Channel } from '../channel';
import type { Fault } from '../fault';
import { outcomeOf, type Rule } from './rule';

/** The part of a create request that a rule can change, and what it must go together with. */
export interface Routing {
  readonly approver: string;
  readonly backup_approver: string | null;
  readonly timeout_minutes: number | null;
  readonly escalate_after_minutes: number | null;
  readonly channel: Channel;
  readonly callback_url: string | null;
  readonly min_assurance: Exclude<Assurance, 'api'>;
}

/** The request with the rule's changes to whom to ask, and how. `min_assurance` is only ever raised. */
export function route<Request extends Routing>(request: Request, rule: Rule): Request {
  if (outcomeOf(rule) !== 'ask') return request;
  const { approver, backup_approver, escalate_after_minutes, channel, min_assurance = 'link' } = rule.then;
  return {
    ...request,
    approver: approver ?? request.approver,
    backup_approver: backup_approver ?? request.backup_approver,
    escalate_after_minutes: escalate_after_minutes ?? request.escalate_after_minutes,
    channel: channel ?? request.channel,
    min_assurance: rankOf(min_assurance) > rankOf(request.min_assurance) ? min_assurance : request.min_assurance,
  };
}

/** Where a routed request contradicts itself; each message names the rule. */
export function faultsInRouting(routed: Routing, { name }: Rule): readonly Fault[] {
  const { timeout_minutes: timeout, escalate_after_minutes: after, channel, callback_url, backup_approver } = routed;
  const rule = `policy rule "${name}"`;
  const faults: Fault[] = [];
  if (channel === 'webhook' && callback_url === null)
    faults.push({ path: 'callback_url', message: `is required: ${rule} uses channel webhook` });
  if (after !== null && backup_approver === null)
    faults.push({
      path: 'backup_approver',
      message: `is required: ${rule} escalates after ${after} minutes and names no backup approver`,
    });
  if (after !== null && timeout !== null && after >= timeout)
    faults.push({
      path: 'timeout_minutes',
      message: `must be more than ${after}: ${rule} escalates after ${after} minutes`,
    });
  return faults;
}
