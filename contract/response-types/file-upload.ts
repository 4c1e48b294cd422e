import { z } from 'zod';
import { ACCEPT_PATTERN, MAX_FILES } from '../../domain/files';
import { quote } from '../../domain/quote';
import type { FileUpload } from '../../domain/response-types/file-upload';
import { atMost } from '../texts';
import { labels } from './labels';

const FILES = `must be a whole number from 1 to ${MAX_FILES}`;

const acceptEntry = z
  .string()
  .max(200, { abort: true, error: 'must be at most 200 characters' })
  .regex(ACCEPT_PATTERN, {
    error: ({ input }) =>
      `must be a MIME type, a wildcard such as image/* or an extension such as .pdf (got ${quote(input)})`,
  });

export const fileUpload = z.strictObject({
  type: z.literal('file_upload'),
  ...labels,
  max_files: z.int(FILES).min(1, FILES).max(MAX_FILES, FILES).default(MAX_FILES),
  accept: atMost(50, 'entries', z.array(acceptEntry).max(50)).default([]),
}) satisfies z.ZodType<FileUpload>;
