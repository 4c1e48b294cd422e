import { type CreateDocumentOptions, createSchema, type ZodOpenApiObject } from 'zod-openapi';
import { EVENT_PAYLOADS } from '../contract/event-payloads';
import { EVENTS, type EventName } from '../contract/events';

const WHEN: Readonly<Record<EventName, string>> = {
  'decision.created': 'A decision was created. Sent only on the channel `webhook`: the receiver notifies the approver.',
  'decision.resolved': 'A decision was approved, denied, modified, scheduled or cancelled.',
  'decision.expired': 'A decision expired.',
  'decision.escalated': 'The backups of the open step are being asked.',
  'decision.due': 'The time of a scheduled decision has come.',
  'answer.counted': 'The answer of an approver counts.',
};

const HEADERS = [
  ['webhook-id', 'The id of the event: the same on every attempt.'],
  ['webhook-timestamp', 'The time of the attempt, in seconds since the epoch.'],
  ['webhook-signature', 'The signature as Standard Webhooks defines it.'],
  ['X-Handover-Signature', '`sha256=` and the HMAC-SHA256 of the body in hex, with the webhook secret as the key.'],
] as const;

/** "DecisionCreatedEvent" */
const schemaName = (event: EventName): string =>
  `${event.replace(/(^|\.)(.)/g, (_, _dot, letter: string) => letter.toUpperCase())}Event`;

/** The schema of each event, and every schema that it refers to, by name. What we send is output, as replies are. */
export function webhookSchemas(opts: CreateDocumentOptions): NonNullable<ZodOpenApiObject['components']>['schemas'] {
  const schemas = EVENTS.map((event) => {
    const { schema, components } = createSchema(EVENT_PAYLOADS[event], { io: 'output', opts });
    return { ...components, [schemaName(event)]: schema };
  });
  return Object.assign({}, ...schemas);
}

/** The events that are sent to a decision's callback, as OpenAPI describes them. */
export const WEBHOOKS: NonNullable<ZodOpenApiObject['webhooks']> = Object.fromEntries(
  EVENTS.map((event) => [
    event,
    {
      post: {
        operationId: `receive${schemaName(event)}`,
        tags: ['Events'],
        summary: event,
        description: WHEN[event],
        parameters: HEADERS.map(([name, description]) => ({
          ...{ name, in: 'header' as const, required: true, description },
          schema: { type: 'string' as const },
        })),
        requestBody: {
          required: true,
          content: { 'application/json': { schema: { $ref: `#/components/schemas/${schemaName(event)}` } } },
        },
        responses: { '2XX': { description: 'Received. Any other reply is an attempt that failed.' } },
      },
    },
  ]),
);
