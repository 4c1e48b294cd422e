import { z } from 'zod';
import { ACCEPT_PATTERN, isAccepted, MAX_FILES, sizeInWords } from '../files';
import { labels } from './labels';
import type { Rules } from './rules';

const request = z.strictObject({
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
});

const file = z.strictObject({ name: z.string(), url: z.string(), type: z.string(), size: z.number() });

/** Files from the approver: `{ "uploaded_files": [{ "name", "url", "type", "size" }] }`. `accept` empty: every type that is allowed. */
export const fileUpload = {
  request,
  asksFor: 'asks you for a file',
  wanted: 'Upload:',
  labels: { approve: 'Upload' },
  takesFiles: true,
  data: ({ max_files, accept }) =>
    z.strictObject({
      uploaded_files: z
        .array(file)
        .min(1, 'needs at least one file')
        .max(max_files, `takes at most ${max_files === 1 ? 'one file' : `${max_files} files`}`)
        .superRefine((files, context) => {
          for (const one of files.filter((file) => !isAccepted(accept, file)))
            context.addIssue({
              code: 'custom',
              message: `takes only ${accept.join(', ')}, "${one.name}" is ${one.type}`,
            });
        })
        .prefault([]),
    }),
  inWords: ({ label }, { uploaded_files }) => [
    {
      name: label || 'Files',
      value: (uploaded_files as z.infer<typeof file>[])
        .map(({ name, size }) => `${name} (${sizeInWords(size)})`)
        .join(', '),
    },
  ],
} satisfies Rules<z.infer<typeof request>>;
