import { type Request, type Response, Router } from 'express';
import { isOpen } from '../../contract/decision';
import { type ErrorCode, HandoverError } from '../../contract/errors';
import { resolveWithFiles } from '../../decisions/resolve-with-files';
import { type AnswerRow, lastAnswerOfLink } from '../../store/answers';
import { findLink, markOpened } from '../../store/links';
import { findTrace } from '../../store/traces';
import { type Form, openPage, overPage, readForm, recordedPage, startForm, unknownLinkPage } from '../../web/approver';
import type { ApiContext } from '../context';
import { onlyMethods } from '../middleware/errors';
import { isMultipart, type Posted, withMultipart } from '../middleware/multipart';
import { pageErrors } from '../middleware/page-errors';
import { limitPages } from '../middleware/rate-limit';
import { utf8Form } from '../middleware/utf8-form';
import { sendPage } from '../pages';
import { approverFileRoutes } from './approver-files';

type Found = NonNullable<Awaited<ReturnType<typeof findLink>>>;

/** `/d/:token`: the approver's page. Looking decides nothing; a POST from our own page does. */
export function approverRoutes(context: ApiContext): Router {
  const router = Router();
  const { db, clock, secrets, log } = context;
  const ownOrigin = new URL(context.publicUrl).origin;

  router
    .route('/d/:token')
    .get(limitPages(context), async (request, response) => {
      const found = await linkOf(request, response);
      if (!found) return sendPage(response, 404, unknownLinkPage());
      await markOpened(db, found, clock());
      await showStanding(response, 200, found, startForm(found.decision, { answer: textOf(request.query.answer) }));
    })
    .post(utf8Form(FORM_LIMIT), async (request, response) => {
      if (!isFromOurPage(request))
        throw new HandoverError('FORBIDDEN', { reason: 'An answer can only be sent from the page of this link' });
      const found = await linkOf(request, response);
      if (!found) return sendPage(response, 404, unknownLinkPage());
      if (!isMultipart(request)) return answer(request, response, found, { fields: request.body ?? {}, files: [] });
      await withMultipart(request, 'files', (posted) => answer(request, response, found, posted));
    })
    .all(onlyMethods('GET', 'POST'));
  router.use(approverFileRoutes(context));
  router.use('/d', pageErrors(log));
  return router;

  async function linkOf(request: Request, response: Response): Promise<Found | null> {
    const found = await findLink(db, secrets.hashToken(String(request.params.token)));
    if (found) response.locals.decisionId = found.decision.id;
    return found;
  }

  /** The page of how the decision stands: the form while it is open, unless this approver's answer is already kept. */
  async function showStanding(
    response: Response,
    status: number,
    { link, decision }: Found,
    form: Form,
  ): Promise<void> {
    const { recipient } = link;
    const path = `/d/${String(response.req.params.token)}`;
    const own = await lastAnswerOfLink(db, link.id);
    if (!isOpen(decision.status))
      return sendPage(
        response,
        status,
        overPage({ decision, recipient, own: own?.state === 'refused' ? ownAnswer(own) : null, path }),
      );
    if (own?.state === 'untaken')
      return sendPage(response, status, recordedPage({ decision, recipient, answer: ownAnswer(own) }));
    const trace = await findTrace(db.sql, decision.id);
    sendPage(response, status, openPage({ decision, trace, recipient, now: clock(), form, path }));
  }

  async function answer(request: Request, response: Response, found: Found, posted: Posted): Promise<void> {
    const { link, decision } = found;
    const read = readForm(decision, posted.fields);
    if ('faults' in read && isOpen(decision.status)) return showStanding(response, 400, found, read.form);
    try {
      const given =
        'given' in read ? read.given : ({ verdict: 'deny', notes: null, data: null, executeAt: null } as const);
      const from = { via: 'page', assurance: 'link', author: link.recipient, apiKeyId: null, linkId: link.id } as const;
      const files = given.verdict === 'deny' ? [] : posted.files;
      const { applied } = await resolveWithFiles(context, decision, given, from, files);
      if (applied) return response.redirect(303, `/d/${String(request.params.token)}`);
      await showStanding(response, 202, await again(request, response), read.form);
    } catch (error) {
      if (!(error instanceof HandoverError)) throw error;
      if (error.code === 'VALIDATION_ERROR' || error.code === 'PAYLOAD_TOO_LARGE')
        return showStanding(response, error.httpStatus, found, { ...read.form, faults: error.details });
      if (!SHOWN.includes(error.code)) throw error;
      await showStanding(response, error.httpStatus, await again(request, response), read.form);
    }
  }

  async function again(request: Request, response: Response): Promise<Found> {
    const found = await linkOf(request, response);
    if (!found) throw new Error('a link does not vanish');
    return found;
  }

  /** A foreign page must not answer in the approver's name. */
  function isFromOurPage({ headers }: Request): boolean {
    return headers.origin === ownOrigin || headers['sec-fetch-site'] === 'same-origin';
  }
}

/** Of a form whose 20 fields and note have 10,000 characters each, which URL encoding makes nine bytes each. */
const FORM_LIMIT = '2mb';

/** What the page of how the decision stands says better than an error. */
const SHOWN: readonly ErrorCode[] = ['ALREADY_RESOLVED', 'EXPIRED', 'ASSURANCE_TOO_LOW'];

const textOf = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

const ownAnswer = ({ verdict, notes, data, executeAt, at }: AnswerRow) => ({
  verdict: verdict === 'cancel' ? ('deny' as const) : verdict,
  notes,
  data,
  executeAt: executeAt === null ? null : new Date(executeAt),
  at: new Date(at),
});
