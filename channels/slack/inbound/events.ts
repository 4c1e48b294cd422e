import type { Request, RequestHandler, Response } from 'express';
import { HandoverError } from '../../../contract/errors';
import { networkOf } from '../../../platform/client-network';
import { noteSignature } from '../../../store/slack-requests';
import type { InboundContext } from '../../inbound';
import { auditRefusal, type RefusalReason } from './audit-refusal';
import { createBolt } from './bolt';
import { namesIn, payloadIn } from './payload';
import { faultIn } from './verify';

/** How many requests of one client that aren't from Slack are audited, so that nobody can flood the audit. */
const MOST_REFUSALS = { times: 30, seconds: 60 };

/** Handles each request that is proved to be from Slack, once. */
export function eventsOf(context: InboundContext, secret: string): RequestHandler {
  const { db, clock, log } = context;
  const bolt = createBolt(context);
  const refusals = db.counter('slack', MOST_REFUSALS);
  return async (request, response) => {
    const body = Buffer.isBuffer(request.body) ? request.body.toString() : '';
    if (/^ssl_check=1(&|$)/.test(body)) return void response.end(); // Slack checks our certificate
    const payload = payloadIn(body, request.headers['content-type']);
    const signature = request.get('x-slack-signature');
    const fault = faultIn({ body, signature, timestamp: request.get('x-slack-request-timestamp') }, secret, clock());
    if (fault) {
      await refuse(request, payload, fault);
      throw new HandoverError('UNAUTHORIZED', { reason: "The request isn't signed by Slack, or its timestamp is off" });
    }
    if (!(await noteSignature(db, String(signature), clock()))) {
      await refuse(request, payload, 'replayed');
      return void response.end();
    }
    if (payload?.type === 'url_verification') return void response.json({ challenge: payload.challenge });
    await handle(payload ?? {}, response);
  };

  async function refuse(request: Request, payload: unknown, reason: RefusalReason): Promise<void> {
    if ((await refusals(networkOf(request.ip))).refused) return;
    await auditRefusal(context, reason, namesIn(payload));
  }

  /** Replies as its handler says, and with nothing if it has none. */
  async function handle(body: Readonly<Record<string, unknown>>, response: Response): Promise<void> {
    const ack = async (reply?: unknown) => {
      if (response.headersSent) return;
      if (reply) response.json(reply);
      else response.end();
    };
    const isEvent = body.type === 'event_callback'; // Bolt acknowledges those before they are handled; without a reply, Slack sends a failed one again
    try {
      await bolt.processEvent({ body, ack: isEvent ? async () => undefined : ack });
      await ack();
    } catch (error) {
      if (!response.headersSent) throw errorIn(error);
      log.error({ err: errorIn(error) }, 'a request from Slack failed');
    }
  }
}

/** What went wrong, out of Bolt's wrapping. */
const errorIn = (error: unknown): unknown => (error instanceof Error && 'original' in error ? error.original : error);
