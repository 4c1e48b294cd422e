import type { ErrorRequestHandler } from 'express';
import type { Logger } from '../../platform/log';
import { failurePage } from '../../web/approver';
import { sendPage } from '../pages';
import { toHandoverError } from './errors';

/** The error handler of the pages: a page instead of JSON. */
export function pageErrors(log: Logger): ErrorRequestHandler {
  return (error, _request, response, next) => {
    if (response.headersSent) return next(error);
    const { requestId } = response.locals;
    const { httpStatus: status, replyHeaders: headers, message } = toHandoverError(error, requestId, log);
    response.set(headers);
    const text = status === 429 ? `Open this page again in ${headers['Retry-After']} seconds.` : message;
    sendPage(response, status, failurePage({ title: titleOf(status), text, requestId }));
  };
}

function titleOf(status: number): string {
  if (status >= 500) return 'This page is not available right now';
  return status === 429 ? 'Too many requests' : 'This could not be done';
}
