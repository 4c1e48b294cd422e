import { isUtf8 } from 'node:buffer';
import express, { type RequestHandler } from 'express';
import { notUtf8 } from './body';

/** Reads a form into `request.body`. Throws UNSUPPORTED_MEDIA_TYPE for bytes that are not UTF-8. */
export const utf8Form = (limit: number): RequestHandler =>
  express.urlencoded({
    extended: false,
    limit,
    verify: (_request, _response, body) => {
      if (!isUtf8(body) || !isDecodable(body.toString())) throw notUtf8();
    },
  });

/** Whether the percent-encoded bytes are UTF-8. A percent sign that encodes nothing stays one. */
function isDecodable(text: string): boolean {
  try {
    decodeURIComponent(text.replace(/%(?![0-9a-f]{2})/gi, '%25'));
    return true;
  } catch {
    return false;
  }
}
