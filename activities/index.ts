import type { createCallback } from './callback';
import type { createNotify } from './notify';
import type { createReconciliation } from './reconcile';
import type { createRecord } from './record';
import type { createShowOutcome } from './show-outcome';
import type { createUpkeep } from './upkeep';

/** All that a workflow may do to the world. */
export type Activities = ReturnType<typeof createRecord> &
  ReturnType<typeof createNotify> &
  ReturnType<typeof createShowOutcome> &
  ReturnType<typeof createCallback> &
  ReturnType<typeof createReconciliation> &
  ReturnType<typeof createUpkeep>;
