import type { Request, Response } from 'express';
import { HandoverError } from '../../contract/errors';
import { delegate } from '../../decisions/delegate';
import type { Fault } from '../../domain/fault';
import { byLink } from '../../store/assignments';
import { readDelegation } from '../../web/approver';
import type { ApiContext } from '../context';
import type { Posted } from '../middleware/multipart';
import { type ApproverLink, pathOf } from './approver-link';
import { canAnswer, findAgain, showPage, statusOfLate } from './approver-show';

/**
 * Passes a request on with a posted form: 303 to the page, 400 with the form if the new person can't be asked, 409 or 410
 * with what stands if it comes too late.
 */
export async function delegateOnPage(
  context: ApiContext,
  link: ApproverLink,
  { fields }: Posted,
  request: Request,
  response: Response,
): Promise<void> {
  const { decision, assignmentId, recipient } = link;
  const { to, note, form } = readDelegation(fields);
  if (!canAnswer(link)) return showPage(context, request, response, { status: statusOfLate(link), link });
  if (form.faults.length > 0) return showPage(context, request, response, { status: 400, link, delegation: form });
  try {
    await delegate(context, decision, { assignmentId, to, note, actor: byLink(recipient), assurance: 'link' });
  } catch (error) {
    if (!(error instanceof HandoverError)) throw error;
    const now = await findAgain(context, request, response);
    if (!canAnswer(now)) return showPage(context, request, response, { status: statusOfLate(now), link: now });
    if (error.code === 'ASSURANCE_TOO_LOW') return showPage(context, request, response, { status: 403, link: now });
    const faults = faultsIn(error);
    if (faults.length === 0) throw error;
    return showPage(context, request, response, { status: 400, link: now, delegation: { ...form, faults } });
  }
  response.redirect(303, pathOf(request));
}

/** Why the new person can't be asked, at the field that names them. Whom else the key may ask is not told. */
function faultsIn({ code, details }: HandoverError): readonly Fault[] {
  const fault = (message: string): readonly Fault[] => [{ path: 'to', message }];
  if (code === 'APPROVER_NOT_ALLOWED') return fault("isn't one of the people whom this agent may ask");
  if (code === 'ALREADY_ASKED') return fault('belongs to someone who has been asked already');
  return details.map(({ message }) => ({ path: 'to', message }));
}
