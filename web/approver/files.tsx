import { type Attachment, kindOf, sizeInWords } from '../../domain/files';
import { Icon } from '../icons';

interface FilesProps {
  readonly files: readonly Attachment[];
  /** Of the page that they are on: `/d/<token>`. */
  readonly path: string;
}

/** The agent's files; nothing where there are none. */
export function Attachments(props: FilesProps) {
  if (props.files.length === 0) return null;
  return (
    <section class="part" aria-labelledby="files-title">
      <h2 id="files-title">Attachments</h2>
      <FileList {...props} />
    </section>
  );
}

/** Each file with an icon, its name and its size. They are only ever downloaded. */
export function FileList({ files, path }: FilesProps) {
  return (
    <ul class="files">
      {files.map((file) => (
        <li>
          <a class="file" href={`${path}/files/${file.id}`} download={file.name}>
            <FileIcon {...kindOf(file.type)} />
            <span>
              <bdi class="file-name">{file.name}</bdi>
              <span class="file-about">
                {kindOf(file.type).name}, {sizeInWords(file.size)}
              </span>
            </span>
            <Icon name="download" />
          </a>
        </li>
      ))}
    </ul>
  );
}

/** A sheet of paper that says what is on it. */
function FileIcon({ tag }: { readonly tag: string }) {
  return (
    <svg class={`file-icon file-${tag.toLowerCase()}`} viewBox="0 0 36 44" aria-hidden="true">
      <path class="sheet" d="M5 1.5h18l8 8v33H5z" />
      <path class="sheet" d="M23 1.5v8h8" />
      <path class="line" d="M10 15h16M10 20h16" />
      <rect class="tag" x="1" y="26" width="26" height="12" rx="2" />
      <text class="word" x="14" y="35">
        {tag}
      </text>
    </svg>
  );
}
