import type { Operation } from '../operation';
import { accountOperations } from './account';
import { apiKeyOperations } from './api-keys';
import { approverOperations } from './approvers';
import { attachmentOperations } from './attachments';
import { auditOperations } from './audit';
import { decisionOperations } from './decisions';
import { deliveryOperations } from './deliveries';
import { pageOperations } from './pages';
import { policyOperations } from './policy';
import { recordOperations } from './record';
import { serviceOperations } from './service';
import { slackOperations } from './slack';

/** Everything the API does, by resource: the tags of the OpenAPI document. */
export const RESOURCES: Readonly<Record<string, readonly Operation[]>> = {
  Decisions: [...decisionOperations, ...approverOperations, ...recordOperations],
  Attachments: attachmentOperations,
  Deliveries: deliveryOperations,
  'API keys': [...accountOperations, ...apiKeyOperations],
  Policy: policyOperations,
  Audit: auditOperations,
  Slack: slackOperations,
  Pages: pageOperations,
  Service: serviceOperations,
};

export const OPERATIONS: readonly Operation[] = Object.values(RESOURCES).flat();
