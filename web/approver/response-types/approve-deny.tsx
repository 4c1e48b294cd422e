import type { ResponseForm } from '.';

/** Approve, deny or modify, and nothing else to fill in. A label is the question above them. */
export const approveDeny: ResponseForm = {
  question: ({ label }) => label || null,
  Fields: () => null,
  Approve: () => <>Approve this action</>,
};
