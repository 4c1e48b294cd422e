import { z } from 'zod';
import { RESPONSE_TYPE_NAMES } from '../../domain/response-types';
import { approveDeny } from './approve-deny';
import { choose } from './choose';
import { confirm } from './confirm';
import { fileUpload } from './file-upload';
import { numberInput } from './number-input';
import { schedule } from './schedule';
import { textInput } from './text-input';

/** `response_type` of a create request. */
export const responseType = z.discriminatedUnion(
  'type',
  [approveDeny, choose, textInput, numberInput, confirm, fileUpload, schedule],
  { error: ({ code }) => (code === 'invalid_union' ? `must be one of ${RESPONSE_TYPE_NAMES.join(', ')}` : undefined) },
);
