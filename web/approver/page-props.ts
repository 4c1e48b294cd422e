import type { Decision } from '../../domain/decision';
import type { Assignment } from '../../domain/model';
import type { TraceItem } from '../../domain/trace';
import type { DelegationForm } from './delegation';
import type { Form } from './form';
import type { UnusedAnswer } from './unused-answer';

/** What the page behind one person's link is made from. */
export interface ApproverPageProps {
  readonly decision: Decision;
  /** Of the person whose link it is. */
  readonly assignment: Assignment;
  readonly trace: readonly TraceItem[];
  readonly now: Date;
  readonly form: Form;
  readonly delegation: DelegationForm;
  /** An answer that was just sent with this link and didn't count. */
  readonly unused: UnusedAnswer | null;
  /** Its own path, `/d/<token>`. */
  readonly path: string;
}
