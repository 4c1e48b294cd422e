import { z } from 'zod';
import { email, minutes, time, YEAR } from './fields';
import { optionalText } from './texts';

/** Requests that change an open decision. */

/** `POST /decisions/:id/extend`: by minutes, or to a time. */
export const extendRequest = z
  .strictObject({
    minutes: minutes(YEAR).optional().describe("Added to the open step's last deadline."),
    expires_at: time.optional().describe('The new last deadline of the open step.'),
  })
  .superRefine(({ minutes, expires_at }, context) => {
    const fault = (path: string, message: string) => context.addIssue({ code: 'custom', path: [path], message });
    if (minutes === undefined && expires_at === undefined) fault('minutes', 'is required, or expires_at');
    if (minutes !== undefined && expires_at !== undefined)
      fault('expires_at', "can't be combined with minutes: give only one of them");
  })
  .transform(({ minutes = null, expires_at = null }) => ({ minutes, expires_at }));

/** `POST /decisions/:id/approvers`. */
export const addApproverRequest = z.strictObject({
  approver: email.describe('Who is asked as well.'),
  step: z
    .int('must be a whole number')
    .min(0, 'must be at least 0')
    .nullable()
    .default(null)
    .describe('The index of the step, counted from 0. Default: the open step.'),
});

/** `POST /decisions/:id/reassign`. */
export const reassignRequest = z.strictObject({
  from: email.describe("An approver who hasn't answered."),
  to: email.describe('Who is asked instead.'),
  reason: optionalText(10_000).nullable().default(null).describe('Shown to the new approver.'),
});

/** `POST /decisions/:id/remind`. */
export const remindRequest = z.strictObject({
  approver: email.nullable().default(null).describe("Who is reminded. Default: everyone who hasn't answered."),
});
