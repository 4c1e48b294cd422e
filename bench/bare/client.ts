import { randomUUID } from 'node:crypto';
import { Client, Connection } from '@temporalio/client';
import type { Side } from '../side';
import type { answer, approval } from './workflow';

export const BARE_QUEUE = 'bare-approvals';

/** The bare approval workflow, as a back-end service would call it. */
export async function bareSide(address: string): Promise<Side> {
  const connection = await Connection.connect({ address });
  const { workflow } = new Client({ connection });
  return {
    name: 'bare workflow',
    create: async () => {
      const workflowId = `bare-${randomUUID()}`;
      await workflow.start<typeof approval>('approval', { workflowId, taskQueue: BARE_QUEUE });
      return workflowId;
    },
    resolve: async (id) => {
      await workflow.getHandle(id).executeUpdate<string, [string], typeof answer.name>('answer', { args: ['approve'] });
    },
    close: () => connection.close(),
  };
}
