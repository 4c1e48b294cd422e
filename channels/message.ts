import { askerOf, askingAt, asksFor } from '../contract/asking';
import type { Urgency, Verdict } from '../contract/decision';
import type { Decision } from '../contract/model';
import { type Needed, neededFor } from '../domain/check-answer';
import { type DetailRow, listDetails } from '../domain/detail-rows';
import { isSamePerson } from '../domain/person';
import { labelOf, rulesOf } from '../domain/response-types';
import { ellipsize, sanitizeLine, sanitizeText } from '../domain/sanitize-text';
import { formatDay, formatTimeUntil, formatUntil } from '../domain/time-text';

/** What an approver is told, free of any channel. Every text is inert; a channel escapes it in its own syntax. */
export interface Message {
  readonly decisionId: string;
  /** One line, fit for a header: what is wanted, then the action. */
  readonly subject: string;
  /** The action. */
  readonly title: string;
  readonly urgency: Urgency;
  /** Who asks, and what for: "Contract agent" "asks for your approval". */
  readonly asker: string;
  readonly asksFor: string;
  /** To a backup: who did not answer in time. */
  readonly standIn: string | null;
  readonly deadline: Deadline;
  readonly choices: readonly Choice[];
  /** How sure we must be of who answers: a channel that is less sure only leads to where it can be done. */
  readonly minAssurance: Decision['minAssurance'];
  /** As it was written, its line breaks kept. */
  readonly context: string | null;
  readonly facts: readonly DetailRow[];
  /** The agent's images and files, which are on the page. */
  readonly images: readonly File[];
  readonly files: readonly File[];
  /** What else is on the page; null where there is nothing. */
  readonly more: string | null;
  /** The page with everything on it. */
  readonly link: string;
  readonly closing: readonly string[];
}

export interface Deadline {
  readonly at: Date | null;
  /** "Answer until 14:30 UTC, in 60 minutes" */
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
  /** The page with this choice made; nothing is decided by opening it. */
  readonly url: string;
  /** What must be given with it. */
  readonly needs: Needed;
}

/** A file or image of the decision. */
export interface File {
  readonly name: string;
  /** Below the recipient's own link: whoever has that can look at it. */
  readonly url: string;
}

export interface Telling {
  readonly decision: Decision;
  readonly steps: number;
  /** Which rung of the ladder is asked. */
  readonly height: number;
  /** Who is told, by address. */
  readonly recipient: string;
  /** The recipient's own link. */
  readonly link: string;
  readonly now: Date;
}

const LONGEST_SUBJECT = 200;

/** The message to whoever the rung at this height asks. */
export function messageOf({ decision, steps, height, recipient, link, now }: Telling): Message {
  const { before, ...asking } = askingAt(decision, height);
  return {
    decisionId: decision.id,
    subject: subjectOf(decision),
    title: sanitizeLine(decision.action),
    urgency: decision.urgency,
    asker: sanitizeLine(askerOf(decision)),
    asksFor: asksFor(decision),
    standIn:
      before && !isSamePerson(before, recipient)
        ? sanitizeLine(`${before} did not answer in time, so you are asked now.`)
        : null,
    deadline: deadlineOf(asking, now),
    choices: decision.options.map((verdict) => ({
      verdict,
      label: labelOf(decision.responseType, verdict),
      url: `${link}?answer=${verdict}`,
      needs: neededFor(decision, verdict),
    })),
    minAssurance: decision.minAssurance,
    context: decision.context === null ? null : sanitizeText(decision.context).trim(),
    facts: listDetails(decision).map(({ name, value, isField }) => ({
      name: sanitizeLine(name),
      value: sanitizeLine(value),
      isField,
    })),
    images: decision.contextImages.map((_, index) => ({
      name: `Image ${index + 1}`,
      url: `${link}/images/${index + 1}`,
    })),
    files: decision.attachments.map(({ id, name }) => ({ name: sanitizeLine(name), url: `${link}/files/${id}` })),
    more:
      steps > 0 ? `What the agent saw and did is on the page, in ${steps} ${steps === 1 ? 'step' : 'steps'}.` : null,
    link,
    closing: [
      'The links are yours alone: whoever has them can answer in your name.',
      `Decision ${decision.id}, sent to ${sanitizeLine(recipient)}`,
    ],
  };
}

function subjectOf({ action, urgency, responseType }: Decision): string {
  const wanted = urgency === 'critical' ? 'Critical:' : rulesOf(responseType).wanted;
  return ellipsize(sanitizeLine(`${wanted} ${action}`), LONGEST_SUBJECT);
}

function deadlineOf(asking: { readonly until: Date | null; readonly afterwards: string | null }, now: Date): Deadline {
  if (asking.until === null)
    return { at: null, text: 'Answer when you can, there is no deadline', left: null, date: null, afterwards: null };
  return {
    at: asking.until,
    text: `Answer ${formatUntil(asking.until, now)}`,
    left: formatTimeUntil(asking.until, now),
    date: formatDay(asking.until),
    afterwards: asking.afterwards && sanitizeLine(asking.afterwards),
  };
}
