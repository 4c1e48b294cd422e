import { z } from 'zod';
import { jsonObject } from '../json';
import type { Operation } from './operation';

const word = z.enum(['ok', 'unreachable']);
const ready = z.strictObject({ status: z.literal('ok'), database: word, temporal: word });
const notReady = z.strictObject({
  status: z.literal('unavailable'),
  database: word,
  temporal: word,
  error: z.string(),
  code: z.literal('UNAVAILABLE'),
});

export const serviceOperations: readonly Operation[] = [
  {
    id: 'health',
    method: 'get',
    path: '/health',
    summary: 'Whether the process lives',
    scope: null,
    replies: { 200: { means: 'It does.', json: z.strictObject({ status: z.literal('ok') }) } },
  },
  {
    id: 'ready',
    method: 'get',
    path: '/ready',
    summary: 'Whether it reaches the database and Temporal',
    scope: null,
    replies: {
      200: { means: 'It reaches both.', json: ready },
      503: { means: 'It does not; the reply says which.', json: notReady },
    },
  },
  {
    id: 'openapi',
    method: 'get',
    path: '/openapi.json',
    summary: 'This document',
    scope: null,
    replies: { 200: { means: 'OpenAPI 3.1.', json: jsonObject } },
  },
  {
    id: 'docs',
    method: 'get',
    path: '/docs',
    summary: 'This document, to read',
    scope: null,
    replies: { 200: { means: 'A page.', types: ['text/html'] } },
  },
];
