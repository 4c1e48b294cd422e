import type { ResponseType } from '../../../domain/response-types';
import { FieldFault, faultAttributes } from '../faults';
import type { ResponseForm } from '.';

type FileUpload = Extract<ResponseType, { type: 'file_upload' }>;

const PATH = 'response_data.uploaded_files';

/** Files from the approver's own machine. */
export const fileUpload: ResponseForm<FileUpload> = {
  Fields: ({ decision: { responseType }, form }) => (
    <div class="drop">
      <label class="label" for="files">
        {nameOf(responseType)}
      </label>
      <p class="hint" id="files-hint">
        {bounds(responseType)} {form.faults.length > 0 && 'Please choose again: browsers do not keep files.'}
      </p>
      <input
        id="files"
        name="files"
        type="file"
        accept={responseType.accept.join(',') || undefined}
        multiple={responseType.max_files > 1}
        required
        {...faultAttributes(PATH, form.faults, 'files-hint')}
      />
      <FieldFault path={PATH} {...form} />
    </div>
  ),
  Approve: ({ decision: { responseType } }) => <>{responseType.max_files === 1 ? 'Send the file' : 'Send the files'}</>,
  hasButtons: true,
  places: (type) => ({ [PATH]: { id: 'files', label: nameOf(type) } }),
};

const nameOf = ({ label, max_files }: FileUpload): string => label || (max_files === 1 ? 'File' : 'Files');

/** "One file, up to 10 MB: application/pdf." */
function bounds({ max_files, accept }: FileUpload): string {
  const number = max_files === 1 ? 'One file, up to 10 MB' : `Up to ${max_files} files of 10 MB`;
  return accept.length > 0 ? `${number}: ${accept.join(', ')}.` : `${number}.`;
}
