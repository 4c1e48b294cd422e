import { formatClock, formatDay, formatDuration } from '../../../domain/time-text';
import { placeOf } from '../../../domain/time-zone';
import { Icon } from '../../icons';
import { instantOf, isWallTime } from '../../zoned-time';
import { FieldFault, faultAttributes } from '../faults';
import type { Form } from '../form';
import type { ResponseForm, ResponseFormProps } from '.';

/** Approve for a time that the approver chooses. The time is asked for only with Approve. */
export const schedule: ResponseForm = {
  Fields,
  Approve: ({ decision }) =>
    isNowAllowed(decision) ? (
      <>
        <span class="say-now">Approve now</span>
        <span class="say-later">Approve for this time</span>
      </>
    ) : (
      <>Approve for this time</>
    ),
};

function Fields({ decision, form, now }: ResponseFormProps) {
  return (
    <fieldset class="with-approve">
      <legend class="label">{decision.responseType.label || 'When should it run?'}</legend>
      {isNowAllowed(decision) && (
        <div class="choices choices-pair">
          <label class="choice">
            <input type="radio" name="when" value="now" checked={form.when === 'now'} />
            <span class="choice-name">Now</span>
          </label>
          <label class="choice">
            <input type="radio" name="when" value="later" checked={form.when !== 'now'} />
            <span class="choice-name">Later</span>
          </label>
        </div>
      )}
      <Picker form={form} now={now} />
    </fieldset>
  );
}

function Picker({ form, now }: { readonly form: Form; readonly now: Date }) {
  return (
    <div class="later">
      <div class="field">
        <label for="execute_at">Day and time</label>
        <input
          class="input"
          id="execute_at"
          name="execute_at"
          type="datetime-local"
          value={form.executeAt}
          {...faultAttributes('execute_at', form.faults, 'zone execute_at-hint')}
        />
        <FieldFault path="execute_at" {...form} />
      </div>
      {/* Without scripts the picker counts in UTC; the script fills in the reader's own zone. */}
      <input type="hidden" name="time_zone" value={form.timeZone} />
      <p class="zone" id="zone">
        <Icon name="clock" small />
        <span>
          Time zone: <b>{form.timeZone}</b>
        </span>
      </p>
      <p class="hint" id="execute_at-hint" aria-live="polite">
        {pickedInWords(form, now) ?? `It is now ${formatClock(now, form.timeZone)} ${whereIn(form.timeZone)}.`}
      </p>
    </div>
  );
}

/** "Saturday 18 April 2026, 09:00 in Berlin. That is 07:00 UTC, in 15 hours." */
function pickedInWords({ executeAt, timeZone }: Form, now: Date): string | null {
  const at = isWallTime(executeAt) ? instantOf(executeAt, timeZone) : null;
  if (at === null || at <= now) return null;
  const inUtc = timeZone === 'UTC' ? 'That is' : `That is ${formatClock(at)} UTC,`;
  return `${formatDay(at, timeZone)}, ${formatClock(at, timeZone)} ${whereIn(timeZone)}. ${inUtc} in ${formatDuration(at.getTime() - now.getTime())}.`;
}

const whereIn = (zone: string): string => (zone === 'UTC' ? 'UTC' : `in ${placeOf(zone)}`);

function isNowAllowed({ responseType }: ResponseFormProps['decision']): boolean {
  return responseType.type === 'schedule' && responseType.allow_immediate;
}
