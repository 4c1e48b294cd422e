import express, { Router } from 'express';
import { HandoverError } from '../../contract/errors';
import type { InboundContext } from '../inbound';

/** `POST /slack/events`: what people do in Slack, and events of the app itself. Not there without a Slack app. */
export function slackInbound(context: InboundContext): Router {
  const router = Router();
  const { SLACK_SIGNING_SECRET: secret } = context.config;
  router
    .route('/slack/events')
    .all((_request, _response, next) => (secret ? next() : next('router')))
    .post(express.raw({ type: () => true, limit: '256kb' }), secret ? events().eventsOf(context, secret) : [])
    .all((request) => {
      throw new HandoverError('METHOD_NOT_ALLOWED', { method: request.method, allowed: ['POST'] });
    });
  return router;
}

/** Loaded only if there is a Slack app: Bolt takes a fifth of the time in which the API starts. */
const events = () => require('./inbound/events') as typeof import('./inbound/events');
