import type { ResponseForm } from '.';

/** One button for each answer, and nothing to fill in. */
export const confirm: ResponseForm = {
  Fields: ({ decision }) => (decision.responseType.label ? <p class="quiet">{decision.responseType.label}</p> : null),
  Approve: () => <>Confirm</>,
  hasButtons: true,
};
