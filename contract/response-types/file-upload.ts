import { z } from 'zod';
import { ACCEPT_PATTERN, MAX_FILES } from '../../domain/files';
import type { FileUpload } from '../../domain/response-types/file-upload';
import { labels } from './labels';

export const fileUpload = z.strictObject({
  type: z.literal('file_upload'),
  ...labels,
  max_files: z.number().int().min(1, 'must be 1 to 5').max(MAX_FILES, 'must be 1 to 5').default(MAX_FILES),
  accept: z
    .array(
      z
        .string()
        .max(200)
        .regex(ACCEPT_PATTERN, {
          error: ({ input }) =>
            `must be a MIME type, a wildcard such as image/* or an extension such as .pdf, "${input}" is not`,
        }),
    )
    .max(50, 'can have at most 50 entries')
    .default([]),
}) satisfies z.ZodType<FileUpload>;
