import type { Detail } from '../../contract/errors';
import { localizeTimes } from '../../domain/time-text';
import { Icon } from '../icons';

/** A field of the form: its id, and how it is called there. */
export interface Place {
  readonly id: string;
  readonly label: string;
}

/** The fields that every form has, by the paths of the contract. */
export const PLACES: Readonly<Record<string, Place>> = {
  notes: { id: 'note', label: 'Note' },
  execute_at: { id: 'execute_at', label: 'Day and time' },
  action: { id: 'verdict', label: 'Your answer' },
  content_hash: { id: 'main', label: 'The request' },
};

interface FaultsProps {
  readonly faults: readonly Detail[];
  readonly places: Readonly<Record<string, Place>>;
  readonly timeZone: string;
}

/** Everything that was wrong, at the top of the page, each linked to its field. */
export function FaultSummary({ title, faults, ...where }: FaultsProps & { readonly title: string }) {
  return (
    <div class="notice notice-bad" role="alert" id="faults" tabIndex={-1}>
      <Icon name="fault" />
      <p class="notice-title">{title}</p>
      {faults.map((fault) => {
        const text = inWords(fault, where);
        const field = where.places[fault.path];
        return <p>{field ? <a href={`#${field.id}`}>{text}</a> : text}</p>;
      })}
    </div>
  );
}

/** What was wrong with one field, below it; its id is `<path>-fault`. */
export function FieldFault({ path, faults, places, timeZone }: FaultsProps & { readonly path: string }) {
  const mine = faults.filter((fault) => fault.path === path);
  if (mine.length === 0) return null;
  return (
    <p class="error" id={`${path}-fault`}>
      <Icon name="fault" small />
      <span>{mine.map((fault) => inWords(fault, { places, timeZone })).join(' ')}</span>
    </p>
  );
}

/** The attributes that tie a control to its fault and its hint. */
export function faultAttributes(path: string, faults: readonly Detail[], hintId?: string) {
  const isFaulty = faults.some((fault) => fault.path === path);
  const ids = [isFaulty && `${path}-fault`, hintId].filter(Boolean).join(' ');
  return { 'aria-invalid': isFaulty ? ('true' as const) : undefined, 'aria-describedby': ids || undefined };
}

/** A fault as a sentence: the field's label for its path, times on the clocks of the approver. */
function inWords({ path, message }: Detail, { places, timeZone }: Omit<FaultsProps, 'faults'>): string {
  return `${places[path]?.label ?? path} ${localizeTimes(message, timeZone)}.`;
}
