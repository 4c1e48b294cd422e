import { isBlank } from '../../domain/sanitize-text';
import { text } from '../texts';

const label = text(500)
  .overwrite((value) => (isBlank(value) ? '' : value))
  .optional();

/** See `Labels` in the domain. */
export const labels = { label, placeholder: label };
