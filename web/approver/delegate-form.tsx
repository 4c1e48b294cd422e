import { DELEGATION_PLACES, type DelegationForm, LONGEST_MESSAGE } from './delegation';
import { FieldFault, faultAttributes } from './faults';

interface DelegateProps {
  readonly form: DelegationForm;
  /** Of the page that it is on: `/d/<token>`. */
  readonly path: string;
}

/** A small form that passes the request on to another person. */
export function DelegateForm({ form, path }: DelegateProps) {
  const faults = { faults: form.faults, places: DELEGATION_PLACES, timeZone: 'UTC' };
  return (
    <details class="fold delegate" open={form.faults.length > 0}>
      <summary>Ask someone else instead</summary>
      <form method="post" action={`${path}/delegate`} autocomplete="off" novalidate={form.faults.length > 0}>
        <p class="hint">This person gets the request in your place, and your own link stops working.</p>
        <div class="field">
          <label for="delegate-to">E-mail address</label>
          <input
            class="input"
            id="delegate-to"
            name="to"
            type="email"
            required
            maxlength={254}
            value={form.to}
            {...faultAttributes('to', form.faults)}
          />
          <FieldFault path="to" {...faults} />
        </div>
        <div class="field">
          <label for="delegate-note">
            Message <span class="hint">optional</span>
          </label>
          <textarea
            class="input"
            id="delegate-note"
            name="note"
            rows={2}
            maxlength={LONGEST_MESSAGE}
            dir="auto"
            {...faultAttributes('note', form.faults)}
          >
            {form.note}
          </textarea>
          <FieldFault path="note" {...faults} />
        </div>
        <button class="button" type="submit">
          Pass this request on
        </button>
      </form>
    </details>
  );
}
