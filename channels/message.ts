import { askerOf, asksFor, deadlineOf, describeReason, effectOfApproval, progressText } from '../domain/ask-text';
import { type Needed, neededFor } from '../domain/check-answer';
import type { Decision } from '../domain/decision';
import { type DetailRow, listDetails } from '../domain/detail-rows';
import { labelOf, rulesOf } from '../domain/response-types';
import { ellipsize, sanitizeLine, sanitizeText } from '../domain/sanitize-text';
import { formatClock, formatDay, formatTimeUntil } from '../domain/time-text';
import type { Urgency } from '../domain/urgency';
import type { Verdict } from '../domain/verdict';
import type { NotificationContext } from './notification-context';

/** What an approver is told, whatever the channel. Every text is sanitized; a channel escapes it in its own syntax. */
export interface Message {
  readonly decisionId: string;
  /** One line, safe for a header: what is wanted, then the action. */
  readonly subject: string;
  /** The action. */
  readonly title: string;
  readonly urgency: Urgency;
  /** Who is asking, and for what: "Contract agent" "asks for your approval". */
  readonly asker: string;
  readonly asksFor: string;
  /** Sentences about this person: that it is a reminder, why they are asked, how far the decision is. */
  readonly remarks: readonly string[];
  /** What the person who passed the request on wrote. */
  readonly note: string | null;
  readonly deadline: Deadline;
  readonly choices: readonly Choice[];
  /** How sure we must be of who answers: a channel that provides less only links to where it is possible. */
  readonly minAssurance: Decision['minAssurance'];
  /** As it was written, with its line breaks. */
  readonly context: string | null;
  readonly details: readonly DetailRow[];
  /** The agent's images and files, which are on the page. */
  readonly images: readonly File[];
  readonly files: readonly File[];
  /** What else is on the page; null if nothing is. */
  readonly more: string | null;
  /** The page that shows everything. */
  readonly link: string;
  readonly closing: readonly string[];
}

export interface Deadline {
  readonly at: Date | null;
  /** "Please answer by 14:30 UTC (in 60 minutes)" */
  readonly text: string;
  /** "in 60 minutes"; null without a deadline, and after it. */
  readonly left: string | null;
  /** "Wednesday 25 March 2026"; null without a deadline. */
  readonly date: string | null;
  readonly afterwards: string | null;
}

export interface Choice {
  readonly verdict: Verdict;
  readonly label: string;
  /** The page with this option selected. Opening it decides nothing. */
  readonly url: string;
  /** What must be given with it. */
  readonly needs: Needed;
}

/** A file or image of the decision. */
export interface File {
  readonly name: string;
  /** Below the recipient's own link, so anyone who has that can open it. */
  readonly url: string;
}

const LONGEST_SUBJECT = 200;
const LONGEST_NOTE = 1_000;

/** The message to the person behind an assignment. */
export function messageOf(context: NotificationContext): Message {
  const { decision, assignment, note, link, now } = context;
  return {
    decisionId: decision.id,
    subject: subjectOf(context),
    title: sanitizeLine(decision.action),
    urgency: decision.urgency,
    asker: sanitizeLine(askerOf(decision)),
    asksFor: asksFor(decision),
    remarks: remarksIn(context),
    note: note === null ? null : ellipsize(sanitizeText(note).trim(), LONGEST_NOTE) || null,
    deadline: deadlineIn(decision, now),
    choices: decision.options.map((verdict) => ({
      verdict,
      label: labelOf(decision.responseType, verdict),
      url: `${link}?answer=${verdict}`,
      needs: neededFor(decision, verdict),
    })),
    minAssurance: decision.minAssurance,
    context: decision.context === null ? null : sanitizeText(decision.context).trim(),
    details: listDetails(decision).map(({ name, value, isField }) => ({
      name: sanitizeLine(name),
      value: sanitizeLine(value),
      isField,
    })),
    images: decision.contextImages.map((_, index) => ({
      name: `Image ${index + 1}`,
      url: `${link}/images/${index + 1}`,
    })),
    files: decision.attachments.map(({ id, name }) => ({ name: sanitizeLine(name), url: `${link}/files/${id}` })),
    more: traceText(context),
    link,
    closing: [
      'These links are private to you: anyone who has them can answer in your name.',
      `Decision ${decision.id}, sent to ${sanitizeLine(assignment.approver)}`,
    ],
  };
}

const isReminder = ({ occasion }: NotificationContext): boolean => occasion !== 'ask';

function subjectOf(context: NotificationContext): string {
  const { action, urgency, responseType } = context.decision;
  const wanted = urgency === 'critical' ? 'Critical:' : rulesOf(responseType).wanted;
  const reminder = isReminder(context) ? 'Reminder: ' : '';
  return ellipsize(sanitizeLine(`${reminder}${wanted} ${action}`), LONGEST_SUBJECT);
}

function remarksIn(context: NotificationContext): string[] {
  const { decision, assignment } = context;
  const progress = progressText(decision);
  const remarks = [
    isReminder(context) ? "This is a reminder: you haven't answered yet." : null,
    describeReason(decision, assignment),
    progress && `${progress} ${effectOfApproval(decision)}`,
  ];
  return remarks.flatMap((remark) => (remark ? [sanitizeLine(remark)] : []));
}

function deadlineIn(decision: Decision, now: Date): Deadline {
  const { until, afterwards } = deadlineOf(decision);
  if (until === null)
    return { at: null, text: "Please answer when you can: there's no deadline", left: null, date: null, afterwards };
  const left = formatTimeUntil(until, now);
  return {
    at: until,
    text: `Please answer by ${formatClock(until)} UTC${left === null ? '' : ` (${left})`}`,
    left,
    date: formatDay(until),
    afterwards: afterwards && sanitizeLine(afterwards),
  };
}

function traceText({ traceSteps }: NotificationContext): string | null {
  if (traceSteps === 0) return null;
  return `The page shows what the agent saw and did, in ${traceSteps} ${traceSteps === 1 ? 'step' : 'steps'}.`;
}
