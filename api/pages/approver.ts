import { type Request, type RequestHandler, type Response, Router } from 'express';
import { HandoverError } from '../../contract/errors';
import { StorageError } from '../../platform/storage';
import { markOpened, noteFetched } from '../../store/assignments';
import { isUnreachable } from '../../store/db';
import { retryPage, startForm, unknownLinkPage } from '../../web/approver';
import { isAutomatedFetch } from '../automated-fetch';
import type { ApiContext } from '../context';
import { onlyMethods } from '../middleware/errors';
import { isMultipart, type Posted, withMultipart } from '../middleware/multipart';
import { pageErrors } from '../middleware/page-errors';
import { limitPages } from '../middleware/rate-limit';
import { utf8Form } from '../middleware/utf8-form';
import { sendPage } from '../pages';
import { answerOnPage } from './approver-answer';
import { delegateOnPage } from './approver-delegate';
import { approverFilePages } from './approver-files';
import { type ApproverLink, findApproverLink } from './approver-link';
import { showPage } from './approver-show';

/** Twenty text fields of 10,000 characters and a note, each character up to nine bytes long in a form. */
const MAX_FORM_BYTES = 2 * 1024 * 1024;

/** What is done with a form that was posted to a link. */
type HandleForm = (
  context: ApiContext,
  link: ApproverLink,
  posted: Posted,
  request: Request,
  response: Response,
) => Promise<void>;

/** `/d/:token`: the approver's page. GET and HEAD decide nothing; a POST from our own page does. */
export function approverPages(context: ApiContext): Router {
  const router = Router();
  const parseForm = utf8Form(MAX_FORM_BYTES);
  const fromOwnPage = requireOwnOrigin(new URL(context.publicUrl).origin);

  router
    .route('/d/:token')
    .get(limitPages(context), async (request, response) => {
      const link = await findApproverLink(context, request, response);
      if (!link) return sendPage(response, 404, unknownLinkPage());
      const note = isAutomatedFetch(request) ? noteFetched : markOpened;
      await note(context.db, link, context.clock());
      const { answer } = request.query;
      await showPage(context, request, response, { status: 200, link, form: startForm(link.decision, { answer }) });
    })
    .post(fromOwnPage, parseForm, formHandler(context, answerOnPage))
    .all(onlyMethods('GET', 'POST'));
  router
    .route('/d/:token/delegate')
    .post(fromOwnPage, parseForm, formHandler(context, delegateOnPage))
    .all(onlyMethods('POST'));
  router.use(approverFilePages(context));
  router.use('/d', pageErrors(context.log));
  return router;
}

/** A page of another site must not answer in the approver's name. */
const requireOwnOrigin =
  (ownOrigin: string): RequestHandler =>
  ({ headers }, _response, next) => {
    if (headers.origin !== ownOrigin && headers['sec-fetch-site'] !== 'same-origin')
      throw new HandoverError('FORBIDDEN', { reason: "An answer can be sent only from this link's own page" });
    next();
  };

/** Finds the link of a posted form. While the database or the file storage is down, what was typed is kept on the page. */
function formHandler(context: ApiContext, handle: HandleForm): RequestHandler {
  return async (request, response) => {
    if (!isMultipart(request)) return handleOrKeep(request, response, { fields: request.body ?? {}, files: [] });
    if (!(await mayUpload(request, response))) return sendPage(response, 404, unknownLinkPage());
    await withMultipart(request, 'files', (posted) => handleOrKeep(request, response, posted));
  };

  /** Files are received only for a link that exists. While the database is down, the rest of the form is kept. */
  async function mayUpload(request: Request, response: Response): Promise<boolean> {
    try {
      return (await findApproverLink(context, request, response)) !== null;
    } catch (error) {
      if (!isUnreachable(error)) throw error;
      return true;
    }
  }

  async function handleOrKeep(request: Request, response: Response, posted: Posted): Promise<void> {
    try {
      const link = await findApproverLink(context, request, response);
      if (!link) return sendPage(response, 404, unknownLinkPage());
      await handle(context, link, posted, request, response);
    } catch (error) {
      if (!isUnreachable(error) && !(error instanceof StorageError)) throw error;
      const { requestId } = response.locals;
      context.log.error({ err: error, request_id: requestId }, 'request failed');
      response.set('Retry-After', '2');
      sendPage(response, 503, retryPage({ action: request.path, fields: posted.fields, requestId }));
    }
  }
}
