import type { Fault } from '../fault';
import { type FileShown, isAccepted, sizeInWords } from '../files';
import type { Json } from '../json';
import { dataOr, faultAt, fieldOf, type Labels, type Rules, unknownFields } from './rules';

export interface FileUpload extends Labels {
  readonly type: 'file_upload';
  readonly max_files: number;
  /** MIME types, wildcards such as `image/*` and extensions such as `.pdf`. Empty: every type that is allowed at all. */
  readonly accept: readonly string[];
}

const FIELD = 'uploaded_files';

/** Files from the approver: `{ "uploaded_files": [{ "name", "url", "type", "size" }] }`. */
export const fileUpload: Rules<FileUpload> = {
  asksFor: 'asks you for a file',
  wanted: 'Upload:',
  labels: { approve: 'Upload' },
  takesFiles: true,
  checkData(type, data) {
    const files = filesIn(fieldOf(data, FIELD));
    return dataOr([...unknownFields(data, [FIELD]), ...faultsIn(type, files)], { [FIELD]: files.map(toJson) });
  },
  inWords: ({ label }, data) => [
    {
      name: label || 'Files',
      value: filesIn(data[FIELD])
        .map(({ name, size }) => `${name} (${sizeInWords(size)})`)
        .join(', '),
    },
  ],
};

/** The files of an answer; we made this list ourselves from the files that came with it. */
export const filesIn = (value: Json | undefined): readonly FileShown[] =>
  (value ?? []) as unknown as readonly FileShown[];

const toJson = ({ name, url, type, size }: FileShown): Json => ({ name, url, type, size });

function faultsIn({ max_files, accept }: FileUpload, files: readonly FileShown[]): readonly Fault[] {
  if (files.length === 0) return [faultAt(FIELD, 'must have at least one file')];
  const refused = files.filter((file) => !isAccepted(accept, file));
  const faults = refused.map(({ name, type }) =>
    faultAt(FIELD, `must be of type ${accept.join(', ')}, but "${name}" is ${type}`),
  );
  if (files.length <= max_files) return faults;
  const most = max_files === 1 ? 'one file' : `${max_files} files`;
  return [faultAt(FIELD, `must have at most ${most} (got ${files.length})`), ...faults];
}
