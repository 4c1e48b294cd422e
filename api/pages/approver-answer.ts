import type { Request, Response } from 'express';
import { HandoverError } from '../../contract/errors';
import { answer, asPerson } from '../../decisions/answer';
import { CONTENT_CHANGED } from '../../decisions/refusals';
import type { Fault } from '../../domain/fault';
import { byLink } from '../../store/assignments';
import { type Form, readForm } from '../../web/approver';
import type { ApiContext } from '../context';
import type { Posted } from '../middleware/multipart';
import type { ApproverLink } from './approver-link';
import { pathOf } from './approver-link';
import { canAnswer, findAgain, showPage, statusOfLate } from './approver-show';

/**
 * Answers with a posted form: 303 to the page if the answer counts, 400 with the form if something is wrong with it, 409
 * or 410 with what stands if it comes too late.
 */
export async function answerOnPage(
  context: ApiContext,
  link: ApproverLink,
  { fields, files }: Posted,
  request: Request,
  response: Response,
): Promise<void> {
  const { decision, assignmentId, recipient } = link;
  const read = readForm(decision, fields);
  const { verdict } = read.form;
  const contentHash = typeof fields.content_hash === 'string' && fields.content_hash ? fields.content_hash : null;
  if ('faults' in read && canAnswer(link)) {
    const hasChanged = contentHash !== null && contentHash !== decision.contentHash;
    const faults = hasChanged ? [CONTENT_CHANGED, ...read.faults] : read.faults;
    return showPage(context, request, response, { status: 400, link, form: { ...read.form, faults } });
  }
  if (verdict === null) return showPage(context, request, response, { status: statusOfLate(link), link });
  const given = 'given' in read ? read.given : { verdict, notes: null, data: null, executeAt: null };
  const entrance = { via: 'page', assurance: 'link', apiKeyId: null, contentHash } as const;
  const who = { actor: byLink(recipient), identify: asPerson(assignmentId) };
  const received = verdict === 'deny' ? [] : files;
  try {
    await answer(context, decision.id, given, { ...entrance, ...who }, received);
  } catch (error) {
    if (!(error instanceof HandoverError)) throw error;
    return explain(context, error, read.form, request, response);
  }
  response.redirect(303, pathOf(request));
}

/** The page of an answer that wasn't accepted. It shows the decision as it is now. */
async function explain(
  context: ApiContext,
  error: HandoverError,
  form: Form,
  request: Request,
  response: Response,
): Promise<void> {
  const link = await findAgain(context, request, response);
  if (!canAnswer(link)) {
    const unused = form.verdict && { verdict: form.verdict, at: context.clock() };
    return showPage(context, request, response, { status: statusOfLate(link), link, unused });
  }
  const faults: readonly Fault[] = error.details;
  if (faults.length === 0 && error.code !== 'ASSURANCE_TOO_LOW') throw error;
  await showPage(context, request, response, { status: error.httpStatus, link, form: { ...form, faults } });
}
