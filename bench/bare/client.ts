import { randomUUID } from 'node:crypto';
import type { Client } from '@temporalio/client';
import type { Side } from '../side';
import type { answer } from './workflow';

export const BARE_QUEUE = 'bare-approvals';

/** A bare approval workflow, as a back-end service would call it. */
export function bareSide({ workflow }: Client, type: 'approval' | 'askingApproval'): Side {
  return {
    create: async () => {
      const workflowId = `bare-${randomUUID()}`;
      await workflow.start(type, { workflowId, taskQueue: BARE_QUEUE });
      return workflowId;
    },
    resolve: async (id) => {
      await workflow.getHandle(id).executeUpdate<string, [string], typeof answer.name>('answer', { args: ['approve'] });
    },
  };
}
