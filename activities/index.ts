import type { createAdvance } from './advance';
import type { createCallback } from './callback';
import type { createMaintenance } from './maintenance';
import type { createNotify } from './notify';
import type { createUpdateMessages } from './update-messages';

/** Everything a workflow may do to the outside world. */
export type Activities = ReturnType<typeof createAdvance> &
  ReturnType<typeof createNotify> &
  ReturnType<typeof createUpdateMessages> &
  ReturnType<typeof createCallback> &
  ReturnType<typeof createMaintenance>;
