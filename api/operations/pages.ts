import { z } from 'zod';
import { content, empty, type Operation } from '../operation';

const page = (description: string) => content(description, 'text/html');
const UNKNOWN_LINK = page("This link isn't valid.");
const TOO_MANY = page('Too many requests from this address.');

const answerForm = z.strictObject({
  verdict: z.string(),
  note: z.string().optional(),
  chosen: z.string().optional(),
  value: z.string().optional(),
  'fields[<name>]': z.string().optional(),
  files: z.array(z.file()).optional(),
  execute_at: z.string().optional().describe('YYYY-MM-DDTHH:MM'),
  when: z.enum(['now', 'later']).optional(),
  time_zone: z.string().optional().describe('An IANA name. Default: UTC.'),
  content_hash: z
    .string()
    .optional()
    .describe('The hash of the content that the page showed. If the content has changed, the form is shown again.'),
});

const delegationForm = z.strictObject({
  to: z.string().describe('The address of the person to ask instead.'),
  note: z.string().optional().describe('A message to that person.'),
});

/** The approver's pages. Anyone who has the link can look and answer; routers of their own serve them. */
export const pageOperations: readonly Operation[] = [
  {
    id: 'showDecisionPage',
    method: 'get',
    path: '/d/{token}',
    summary: 'Show decision page',
    description: 'The page of one approver. Opening it decides nothing.',
    public: true,
    query: z.strictObject({ answer: z.string().optional().describe('The option to preselect.') }),
    responses: {
      200: page('The state of the decision, with the form while it is open.'),
      404: UNKNOWN_LINK,
      429: TOO_MANY,
    },
  },
  {
    id: 'submitDecisionPage',
    method: 'post',
    path: '/d/{token}',
    summary: 'Submit decision page',
    description: 'Accepted only from the page itself.',
    public: true,
    body: { form: answerForm },
    responses: {
      303: empty('The answer counts. Redirects to the page.'),
      400: page('The form again, with the values that were entered and the fault of each field.'),
      403: page('The request came from elsewhere, or the decision requires stronger proof of identity than a link.'),
      404: UNKNOWN_LINK,
      409: page('The decision was resolved before.'),
      410: page('The decision has expired.'),
      413: page('The form is too large.'),
    },
  },
  {
    id: 'submitDelegationPage',
    method: 'post',
    path: '/d/{token}/delegate',
    summary: 'Submit delegation page',
    description: 'The approver passes the request on to someone else. Accepted only from the page itself.',
    public: true,
    body: { form: delegationForm },
    responses: {
      303: empty('The other person is asked, and this link has ended. Redirects to the page.'),
      400: page('The form again, with the values that were entered and the fault of each field.'),
      403: page('The request came from elsewhere, or the decision requires stronger proof of identity than a link.'),
      404: UNKNOWN_LINK,
      409: page('The approver can no longer pass it on.'),
      410: page('The decision has expired.'),
      413: page('The form is too large.'),
    },
  },
  {
    id: 'downloadPageFile',
    method: 'get',
    path: '/d/{token}/files/{id}',
    summary: 'Download file of decision page',
    description: 'A file of the agent, or one that came with the answer.',
    public: true,
    responses: {
      200: content('The file, as a download.', '*/*'),
      404: page("The file doesn't exist, or the link isn't valid."),
      429: TOO_MANY,
    },
  },
  {
    id: 'getPageImage',
    method: 'get',
    path: '/d/{token}/images/{number}',
    summary: 'Get image of decision page',
    description: 'One of `context_images`, fetched by the server. The first image has the number 1.',
    public: true,
    responses: {
      200: content('The image.', 'image/*'),
      404: page("The image doesn't exist, or the link isn't valid."),
      429: TOO_MANY,
    },
  },
  {
    id: 'getAsset',
    method: 'get',
    path: '/assets/{name}',
    summary: 'Get asset',
    description: 'A style sheet or a script of the pages.',
    public: true,
    responses: {
      200: content('The asset.', 'text/css', 'text/javascript'),
      304: empty('The asset has not changed.'),
    },
    errors: ['NOT_FOUND'],
  },
];
