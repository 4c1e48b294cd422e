import type { Child } from '../child-process';
import type { ProcessRecord } from '../process-record';
import type { Progress } from '../progress.mjs';
import type { DataFolder } from './data-folder';
import type { Settings } from './settings';

/** What every part of `npm start` works with. */
export interface StartContext {
  readonly settings: Settings;
  readonly data: DataFolder;
  readonly progress: Progress;
  readonly record: ProcessRecord;
  /** Has `npm start` fail when this process ends. `name` is what it is called in the message. */
  watch(child: Child, name: string): void;
}
