import type { ComponentChildren } from 'preact';
import type { Verdict } from '../../domain/verdict';
import type { Decision } from '../../domain/decision';
import { ENTRANCES, isSureEnough } from '../../domain/assurance';
import { labelOf, rulesOf } from '../../domain/response-types';
import { Icon } from '../icons';
import { FieldFault, faultAttributes } from './faults';
import type { Form } from './form';
import { type ResponseFormProps, responseFormOf } from './response-types';

/** The panel where the answer is given: the verdict, what the response type asks for, a note, one button. */
export function AnswerForm({ recipient, ...props }: ResponseFormProps & { readonly recipient: string }) {
  const { decision, form } = props;
  const { question, Fields, Approve, hasButtons } = responseFormOf(decision.responseType);
  if (!isSureEnough(decision, 'link')) return <OtherWay decision={decision} />;
  return (
    <section class="answer" id="answer" aria-labelledby="answer-title">
      <h2 id="answer-title">Your answer</h2>
      <p class="quiet">
        {form.faults.length > 0 ? (
          'What you typed is kept.'
        ) : (
          <>
            You answer as <bdi>{recipient}</bdi>.
          </>
        )}
      </p>
      <form
        method="post"
        enctype={rulesOf(decision.responseType).takesFiles && 'multipart/form-data'}
        autocomplete="off"
        novalidate={form.faults.length > 0}
      >
        {!hasButtons && (
          <Verdicts options={decision.options} form={form} question={question?.(decision.responseType) ?? null} />
        )}
        <input type="hidden" name="content_hash" value={decision.contentHash} />
        <Fields {...props} />
        <Note decision={decision} form={form} />
        <div class="answer-end">
          {hasButtons ? (
            <Buttons decision={decision}>
              <Approve {...props} />
            </Buttons>
          ) : (
            <button class="button button-main button-wide" type="submit">
              <span class="say say-approve">
                <Approve {...props} />
              </span>
              <span class="say say-deny">Deny this action</span>
              <span class="say say-modify">Send the changes</span>
              <span class="say-any">Send answer</span>
            </button>
          )}
          <p class="fine">An answer is final. It is kept on record with your address and the time.</p>
        </div>
      </form>
    </section>
  );
}

/** In place of the form, where whoever has the link alone cannot answer. */
function OtherWay({ decision: { minAssurance } }: { readonly decision: Decision }) {
  return (
    <section class="answer" id="answer" aria-labelledby="answer-title">
      <h2 id="answer-title">Not with this link alone</h2>
      <div class="prose">
        <p>The agent wants to be surer of who answers than a link can make it.</p>
        <p>
          <b>Answer {ENTRANCES[minAssurance]}.</b> The time above is the same there.
        </p>
        <p class="quiet">If that way is not open to you, tell whoever runs the agent. Nothing is decided until then.</p>
      </div>
    </section>
  );
}

const CHOICES = {
  approve: { name: 'Approve', means: 'The agent goes ahead as written.' },
  deny: { name: 'Deny', means: 'The agent stops.' },
  modify: { name: 'Modify', means: 'Say in the note what to change.' },
} as const satisfies Record<Verdict, { name: string; means: string }>;

interface VerdictsProps {
  readonly options: readonly Verdict[];
  readonly form: Form;
  readonly question: string | null;
}

/** A row a verdict, and only those that this decision allows. */
function Verdicts({ options, form, question }: VerdictsProps) {
  return (
    <fieldset id="verdict" tabIndex={-1} {...faultAttributes('action', form.faults)}>
      <legend class={question ? 'label' : 'hide'}>{question ?? 'Verdict'}</legend>
      <div class="choices">
        {options.map((verdict) => (
          <label class={`choice choice-${verdict}`}>
            <input
              type="radio"
              name="verdict"
              value={verdict}
              required
              checked={form.verdict === verdict}
              aria-labelledby={verdict}
              aria-describedby={`${verdict}-means`}
            />
            <span class="choice-name" id={verdict}>
              {CHOICES[verdict].name}
            </span>
            <span class="hint" id={`${verdict}-means`}>
              {CHOICES[verdict].means}
            </span>
            <Icon name={verdict} />
          </label>
        ))}
      </div>
      <FieldFault path="action" {...form} />
    </fieldset>
  );
}

/** A button a verdict: the one that sends what is filled in, then the ways out, which need none of it. */
function Buttons({ decision, children }: { readonly decision: Decision; readonly children: ComponentChildren }) {
  const { options, responseType } = decision;
  const others = (['modify', 'deny'] as const).filter((verdict) => options.includes(verdict));
  const isPair = options.includes('approve') && others.length === 1;
  const main = options.includes('approve') && (
    <button class={`button button-main ${isPair ? '' : 'button-wide'}`} type="submit" name="verdict" value="approve">
      {children}
    </button>
  );
  return (
    <>
      {!isPair && main}
      <div class="pair">
        {isPair && main}
        {others.map((verdict) => (
          <button
            class={verdict === 'deny' ? 'button button-danger' : 'button'}
            type="submit"
            name="verdict"
            value={verdict}
            formnovalidate
          >
            {labelOf(responseType, verdict)}
          </button>
        ))}
      </div>
    </>
  );
}

/** The verdicts that a note goes with, as `checkAnswer` has it. */
function useOfNote({ options, responseType, requireReasonOnDeny }: Decision): string {
  const needed = options.filter((verdict) => verdict === 'modify' || (verdict === 'deny' && requireReasonOnDeny));
  if (needed.length === 0) return 'Optional.';
  return `Needed for ${needed.map((verdict) => labelOf(responseType, verdict)).join(' and ')}, welcome for all.`;
}

function Note({ decision, form }: { readonly decision: Decision; readonly form: Form }) {
  const { responseType } = decision;
  return (
    <div class="field">
      <label for="note">Note</label>
      <p class="hint" id="note-hint">
        {useOfNote(decision)} The agent and the record get it.
      </p>
      <textarea
        class="input"
        id="note"
        name="note"
        rows={3}
        maxlength={10_000}
        dir="auto"
        placeholder={responseFormOf(responseType).usesPlaceholder ? undefined : responseType.placeholder || undefined}
        {...faultAttributes('notes', form.faults, 'note-hint')}
      >
        {form.note}
      </textarea>
      <FieldFault path="notes" {...form} />
    </div>
  );
}
