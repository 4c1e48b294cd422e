import type { Request, Response } from 'express';
import { findTrace } from '../../store/traces';
import {
  approverPage,
  type DelegationForm,
  type Form,
  linkStateOf,
  NO_DELEGATION,
  startForm,
  type UnusedAnswer,
} from '../../web/approver';
import type { ApiContext } from '../context';
import { sendPage } from '../pages';
import { type ApproverLink, findApproverLink, pathOf } from './approver-link';

interface ShownPage {
  readonly status: number;
  readonly link: ApproverLink;
  readonly form?: Form;
  readonly delegation?: DelegationForm;
  readonly unused?: UnusedAnswer | null;
}

/** Sends the page of a link as it is now. */
export async function showPage(
  { db, clock }: ApiContext,
  request: Request,
  response: Response,
  { status, link, form, delegation = NO_DELEGATION, unused = null }: ShownPage,
): Promise<void> {
  const { decision, assignment } = link;
  const trace = canAnswer(link) ? await findTrace(db.sql, decision.id) : [];
  const page = { decision, assignment, trace, now: clock(), path: pathOf(request), delegation, unused };
  sendPage(response, status, approverPage({ ...page, form: form ?? startForm(decision, {}) }));
}

/** Whether this link can be used to answer. */
export const canAnswer = ({ decision, assignment }: ApproverLink): boolean =>
  linkStateOf(decision, assignment) === 'open';

/** The status of a page that says why its link can't be used to answer. */
export const statusOfLate = ({ decision }: ApproverLink): 409 | 410 => (decision.status === 'expired' ? 410 : 409);

/** The link once more, after a change was refused: with what stands now. */
export async function findAgain(context: ApiContext, request: Request, response: Response): Promise<ApproverLink> {
  const link = await findApproverLink(context, request, response);
  if (!link) throw new Error('the link of this request is not in the database any more');
  return link;
}
