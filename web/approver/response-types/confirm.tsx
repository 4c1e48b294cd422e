import type { ResponseForm } from '.';

/** One button each way, and nothing to fill in. */
export const confirm: ResponseForm = {
  Fields: ({ decision }) => (
    <p class="quiet">{decision.responseType.label || 'The agent does this as soon as you confirm.'}</p>
  ),
  Approve: () => <>Confirm</>,
  hasButtons: true,
};
