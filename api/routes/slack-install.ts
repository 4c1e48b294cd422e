import { type NextFunction, type Request, type RequestHandler, type Response, Router } from 'express';
import {
  createInstalling,
  INSTALL_PATH,
  NotInstalled,
  type Obstacle,
  REDIRECT_PATH,
} from '../../channels/slack/install';
import { installedPage, notInstalledPage } from '../../web/slack';
import type { ApiContext } from '../context';
import { onlyMethods } from '../middleware/errors';
import { pageErrors } from '../middleware/page-errors';
import { limitPages } from '../middleware/rate-limit';
import { sendPage } from '../pages';

/** Installing the Slack app from a browser: `/slack/install`, Slack's own page, `/slack/oauth_redirect`. */
export function slackInstallRoutes(context: ApiContext): Router {
  const router = Router();
  const { tier, log } = context;
  const installing = createInstalling(context);

  router
    .route(INSTALL_PATH)
    .get(notByHead, limitPages(context), inTier, async (request, response) => {
      response.set('Cache-Control', 'no-store');
      await installing.leave(request, response, String(request.query.ticket));
    })
    .all(onlyMethods('GET'));

  router
    .route(REDIRECT_PATH)
    .get(notByHead, limitPages(context), inTier, async (request, response) => {
      sendPage(response, 200, installedPage(await installing.arrive(request, response)));
    })
    .all(onlyMethods('GET'));

  router.use([INSTALL_PATH, REDIRECT_PATH], notInstalled, pageErrors(log));
  return router;

  function inTier(_request: Request, _response: Response, next: NextFunction): void {
    if (!tier.slack) throw new NotInstalled('unavailable');
    next();
  }

  /** Express knows by its four parameters that errors go here. */
  function notInstalled(error: unknown, _request: Request, response: Response, next: NextFunction): void {
    if (!(error instanceof NotInstalled)) {
      next(error);
      return;
    }
    const { obstacle, slackCode } = error;
    const { requestId } = response.locals;
    log.warn({ request_id: requestId, obstacle, slack_code: slackCode }, 'slack was not installed');
    sendPage(response, STATUS_OF_OBSTACLE[obstacle], notInstalledPage({ obstacle, slackCode, requestId }));
  }
}

const STATUS_OF_OBSTACLE: Readonly<Record<Obstacle, number>> = {
  unavailable: 404,
  ticket_unknown: 404,
  ticket_over: 410,
  cancelled: 403,
  foreign: 400,
  refused: 400,
  organisation: 400,
  scopes: 400,
  rotation: 400,
  away: 503,
};

/** Express takes HEAD where GET goes, and here each GET uses something up. */
const notByHead: RequestHandler = (request, response, next) =>
  request.method === 'HEAD' ? onlyMethods('GET')(request, response, next) : next();
