import { type NextFunction, type Request, type RequestHandler, type Response, Router } from 'express';
import type { Tier } from '../../accounts/tiers';
import {
  createInstalling,
  INSTALL_PATH,
  missingVariables,
  NotInstalled,
  type Obstacle,
  REDIRECT_PATH,
} from '../../channels/slack/install';
import { iso } from '../../contract/times';
import { type Installation, listInstallations } from '../../store/slack';
import { installedPage, notInstalledPage } from '../../web/slack';
import { authenticated, keyOf } from '../authenticated';
import type { ApiContext } from '../context';
import { onlyMethods } from '../errors';
import { limited } from '../limited';
import { pageErrors } from '../page-errors';
import { sendPage } from '../pages';

/** `/slack`: where Slack stands, and the way to install the app: `/slack/install`, Slack's own page, `/slack/oauth_redirect`. */
export function slackRoutes(context: ApiContext): Router {
  const router = Router();
  const { db, config, tier, log } = context;
  const installing = createInstalling(context);

  router
    .route('/slack')
    .get(authenticated(context, 'admin'), limited(context, 'read'), async (request, response) => {
      const { workspaceId, id: apiKeyId } = keyOf(request);
      const missing = missingVariables(config);
      const installations = await listInstallations(db, workspaceId);
      const isUsable = tier.slack && missing.length === 0;
      const invitation = isUsable ? await installing.invite({ workspaceId, apiKeyId }) : null;
      response.set('Cache-Control', 'no-store').json({
        status: statusOf(tier, missing, installations),
        missing,
        install_url: invitation?.url ?? null,
        install_url_expires_at: iso(invitation?.expiresAt),
        installations: installations.map(installationView),
      });
    })
    .all(onlyMethods('GET'));

  router
    .route(INSTALL_PATH)
    .get(notByHead, limited(context, 'page'), inTier, async (request, response) => {
      response.set('Cache-Control', 'no-store');
      await installing.leave(request, response, String(request.query.ticket));
    })
    .all(onlyMethods('GET'));

  router
    .route(REDIRECT_PATH)
    .get(notByHead, limited(context, 'page'), inTier, async (request, response) => {
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

function statusOf({ slack }: Tier, missing: readonly string[], installations: readonly Installation[]) {
  if (!slack) return 'not_in_tier';
  if (missing.length > 0) return 'not_configured';
  return installations.some(({ disabledAt }) => disabledAt === null) ? 'installed' : 'not_installed';
}

const installationView = (installation: Installation) => ({
  team_id: installation.teamId,
  team_name: installation.teamName,
  installed_at: installation.installedAt.toISOString(),
  installed_by: installation.installedBy,
  disabled_at: iso(installation.disabledAt),
  disabled_reason: installation.disabledReason,
});
