import express, { type Express } from 'express';
import { CHANNEL_FOLDERS } from '../channels/registry';
import type { ApiContext } from './context';
import { jsonErrors, unknownRoute } from './middleware/errors';
import { logRequests } from './middleware/request-log';
import { mountOperations } from './mount-operations';
import { OPERATIONS } from './operations';
import { approverPages } from './pages/approver';
import { assetRoutes } from './routes/assets';
import { docsRoutes } from './routes/docs';
import { slackInstallRoutes } from './routes/slack-install';

/** The API as an Express application, apart from the server that it runs in. */
export function createApp(context: ApiContext, { trustProxy }: { trustProxy?: string | undefined } = {}): Express {
  const app = express();
  app.disable('x-powered-by');
  app.set('query parser', 'simple');
  if (trustProxy) app.set('trust proxy', proxySetting(trustProxy));
  app.use(logRequests(context.log, context.metrics));
  app.use(mountOperations(context, OPERATIONS));
  app.use(docsRoutes(context));
  app.use(assetRoutes());
  app.use(approverPages(context));
  app.use(slackInstallRoutes(context));
  for (const { inbound } of Object.values(CHANNEL_FOLDERS)) if (inbound) app.use(inbound(context));
  app.use(unknownRoute);
  app.use(jsonErrors(context.log));
  return app;
}

/** `TRUST_PROXY`: a number of hops, `true`, or a list of addresses, as Express takes them. */
function proxySetting(value: string): number | boolean | string {
  if (/^\d+$/.test(value)) return Number(value);
  return value === 'true' ? true : value;
}
