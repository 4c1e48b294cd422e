import { z } from 'zod';
import type { Operation } from './operation';

const page = { types: ['text/html'] } as const;

const answerForm = z.strictObject({
  verdict: z.string(),
  note: z.string().optional(),
  chosen: z.string().optional(),
  value: z.string().optional(),
  'fields[<name>]': z.string().optional(),
  files: z.array(z.file()).optional(),
  execute_at: z.string().optional().describe('YYYY-MM-DDTHH:MM'),
  when: z.enum(['now', 'later']).optional(),
  time_zone: z.string().optional().describe('An IANA name; UTC where it is missing.'),
  content_hash: z
    .string()
    .optional()
    .describe('Of the content that the page showed: where it is another by now, the form comes again.'),
});

const notOnPage = {
  404: { means: 'It is not there, or nobody was given this link.', ...page },
  429: { means: 'Too many requests from this address.', ...page },
} as const;

/** What approvers see. Whoever holds the link may look and answer: it needs no key. */
export const pageOperations: readonly Operation[] = [
  {
    id: 'approverPage',
    method: 'get',
    path: '/d/{token}',
    summary: "The approver's page",
    description: 'Looking decides nothing.',
    scope: null,
    query: z.strictObject({ answer: z.string().optional() }),
    replies: {
      200: { means: 'How the decision stands, with the form while it is open.', ...page },
      404: { means: 'Nobody was given this link.', ...page },
      429: { means: 'Too many requests from this address.', ...page },
    },
  },
  {
    id: 'answerOnPage',
    method: 'post',
    path: '/d/{token}',
    summary: 'Answer on the page',
    description: 'From the page itself alone.',
    scope: null,
    body: { form: answerForm },
    replies: {
      202: { means: 'The answer is kept and counts; no worker has applied it yet.', ...page },
      303: { means: 'It stands: look at the page again.' },
      400: { means: 'The form again, with what was typed and the reason at each field.', ...page },
      403: { means: 'It came from elsewhere, or this entrance is too weak for the decision.', ...page },
      404: { means: 'Nobody was given this link.', ...page },
      409: { means: 'Somebody was faster: how it stands.', ...page },
      410: { means: 'It has expired.', ...page },
      413: { means: 'It is too large.', ...page },
    },
  },
  {
    id: 'fileOnPage',
    method: 'get',
    path: '/d/{token}/files/{id}',
    summary: 'A file of the page',
    description: 'From the agent, or from the answer.',
    scope: null,
    replies: { 200: { means: 'The file, as a download.', types: ['*/*'] }, ...notOnPage },
  },
  {
    id: 'imageOnPage',
    method: 'get',
    path: '/d/{token}/images/{number}',
    summary: 'An image of the page',
    description: 'One of `context_images`, fetched from where it is; the first is number 1.',
    scope: null,
    replies: { 200: { means: 'The image.', types: ['image/*'] }, ...notOnPage },
  },
  {
    id: 'asset',
    method: 'get',
    path: '/assets/{name}',
    summary: 'What pages load',
    scope: null,
    replies: {
      200: { means: 'A style sheet or a script.', types: ['text/css', 'text/javascript'] },
      304: { means: 'It is as you have it.' },
    },
    errors: ['NOT_FOUND'],
  },
];
