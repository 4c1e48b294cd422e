import express, { type Express } from 'express';
import { CHANNEL_FOLDERS } from '../channels/registry';
import type { ApiContext } from './context';
import { jsonErrors, unknownRoute } from './errors';
import { observe } from './observe';
import { accountRoutes } from './routes/account';
import { apiKeyRoutes } from './routes/api-keys';
import { approverRoutes } from './routes/approver';
import { assetRoutes } from './routes/assets';
import { attachmentRoutes } from './routes/attachments';
import { auditRoutes } from './routes/audit';
import { decisionRoutes } from './routes/decisions';
import { deliveryRoutes } from './routes/deliveries';
import { docsRoutes } from './routes/docs';
import { policyRoutes } from './routes/policy';
import { recordRoutes } from './routes/record';
import { serviceRoutes } from './routes/service';
import { slackRoutes } from './routes/slack';

/** The whole API as an Express application, apart from the server that it runs in. */
export function createApp(context: ApiContext, { trustProxy }: { trustProxy?: string | undefined } = {}): Express {
  const app = express();
  app.disable('x-powered-by');
  app.set('query parser', 'simple');
  if (trustProxy) app.set('trust proxy', proxySetting(trustProxy));
  app.use(observe(context.log, context.metrics));
  app.use(serviceRoutes(context));
  app.use(docsRoutes(context));
  app.use(assetRoutes());
  app.use(approverRoutes(context));
  app.use(auditRoutes(context));
  app.use(attachmentRoutes(context));
  app.use(deliveryRoutes(context));
  app.use(recordRoutes(context));
  app.use(decisionRoutes(context));
  app.use(accountRoutes(context));
  app.use(apiKeyRoutes(context));
  app.use(policyRoutes(context));
  app.use(slackRoutes(context));
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
