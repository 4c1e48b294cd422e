import type { ComponentChildren } from 'preact';
import { effectOfApproval, effectOfDenial } from '../../domain/ask-text';
import { ENTRANCES, isSureEnough } from '../../domain/assurance';
import type { Decision } from '../../domain/decision';
import type { Assignment } from '../../domain/model';
import { labelOf, rulesOf, VERDICT_LABELS } from '../../domain/response-types';
import type { Verdict } from '../../domain/verdict';
import { Icon } from '../icons';
import { DelegateForm } from './delegate-form';
import type { DelegationForm } from './delegation';
import { FieldFault, faultAttributes } from './faults';
import type { Form } from './form';
import { type ResponseFormProps, responseFormOf } from './response-types';

type AnswerFormProps = ResponseFormProps & {
  readonly assignment: Assignment;
  readonly delegation: DelegationForm;
  /** Of the page that it is on: `/d/<token>`. */
  readonly path: string;
};

/** The panel where the answer is given: the verdict, what the response type asks for, a note, one button. */
export function AnswerForm(props: AnswerFormProps) {
  const { decision, assignment, form, delegation, path } = props;
  const { question, Fields, Approve, hasButtons } = responseFormOf(decision.responseType);
  if (!isSureEnough(decision, 'link')) return <OtherWay decision={decision} />;
  return (
    <section class="answer" id="answer" aria-labelledby="answer-title">
      <h2 id="answer-title">Your answer</h2>
      <p class="quiet">
        {form.faults.length > 0 ? (
          'Everything you typed is still here.'
        ) : (
          <>
            You're answering as <bdi>{assignment.approver}</bdi>.
          </>
        )}
      </p>
      <form
        method="post"
        action={path}
        enctype={rulesOf(decision.responseType).takesFiles && 'multipart/form-data'}
        autocomplete="off"
        novalidate={form.faults.length > 0}
      >
        {!hasButtons && (
          <Verdicts
            decision={decision}
            assignment={assignment}
            form={form}
            question={question?.(decision.responseType) ?? null}
          />
        )}
        <input type="hidden" name="content_hash" value={decision.contentHash} />
        <Fields {...props} />
        <Note decision={decision} form={form} />
        <div class="answer-end">
          {hasButtons && <p class="hint">{effectOfApproval(decision)}</p>}
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
          <p class="fine">Your answer is final. It's kept on record with your address and the time.</p>
        </div>
      </form>
      <DelegateForm form={delegation} path={path} />
    </section>
  );
}

/** In place of the form, if the link alone isn't enough to answer. */
function OtherWay({ decision: { minAssurance } }: { readonly decision: Decision }) {
  return (
    <section class="answer" id="answer" aria-labelledby="answer-title">
      <h2 id="answer-title">This link isn't enough to answer</h2>
      <div class="prose">
        <p>This request needs stronger proof of identity than a link.</p>
        <p>
          <b>Please answer {ENTRANCES[minAssurance]}.</b> The deadline is the same.
        </p>
        <p class="quiet">
          If you can't, contact the team that runs the agent. Nothing is decided until someone answers.
        </p>
      </div>
    </section>
  );
}

/** What this person's answer does: a sentence. */
function effectOf(verdict: Verdict, decision: Decision, assignment: Assignment): string {
  switch (verdict) {
    case 'approve':
      return effectOfApproval(decision);
    case 'deny':
      return effectOfDenial(decision, assignment);
    case 'modify':
      return "The agent won't proceed as proposed. Describe the change you want below.";
  }
}

interface VerdictsProps {
  readonly decision: Decision;
  readonly assignment: Assignment;
  readonly form: Form;
  readonly question: string | null;
}

/** One row for each verdict that this decision allows. */
function Verdicts({ decision, assignment, form, question }: VerdictsProps) {
  return (
    <fieldset id="verdict" tabIndex={-1} {...faultAttributes('action', form.faults)}>
      <legend class={question ? 'label' : 'hide'}>{question ?? 'Your answer'}</legend>
      <div class="choices">
        {decision.options.map((verdict) => (
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
              {VERDICT_LABELS[verdict]}
            </span>
            <span class="hint" id={`${verdict}-means`}>
              {effectOf(verdict, decision, assignment)}
            </span>
            <Icon name={verdict} />
          </label>
        ))}
      </div>
      <FieldFault path="action" {...form} />
    </fieldset>
  );
}

/** One button for each verdict: the first sends what is filled in, the others need none of it. */
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

/** When a note is required, as `checkAnswer` has it. */
function useOfNote({ options, requireReasonOnDeny }: Decision): string {
  const cases = [
    options.includes('deny') && requireReasonOnDeny && 'deny',
    options.includes('modify') && 'request changes',
  ].filter(Boolean);
  return cases.length === 0 ? 'Optional.' : `Required when you ${cases.join(' or ')}, otherwise optional.`;
}

function Note({ decision, form }: { readonly decision: Decision; readonly form: Form }) {
  const { responseType } = decision;
  return (
    <div class="field">
      <label for="note">Note</label>
      <p class="hint" id="note-hint">
        {useOfNote(decision)} It's sent to the agent and kept on record.
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
