import type { Response } from 'express';

const HEADERS = {
  'Content-Type': 'text/html; charset=utf-8',
  'Cache-Control': 'no-store',
  'Content-Security-Policy':
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
  'Referrer-Policy': 'same-origin', // no-referrer would make browsers post `Origin: null`
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
  'X-Robots-Tag': 'noindex',
} as const;

/** Sends a page, with the headers that every page has. */
export function sendPage(response: Response, status: number, html: string): void {
  response.status(status).set(HEADERS).send(html);
}
