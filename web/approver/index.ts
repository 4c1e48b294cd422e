/** The approver's page; each function returns the whole HTML. */
export { approverPage } from './approver-page';
export { type DelegationForm, NO_DELEGATION, readDelegation } from './delegation';
export { type FailurePageProps, failurePage } from './failure-page';
export { type Form, readForm, startForm } from './form';
export { type LinkState, linkStateOf } from './link-state';
export type { ApproverPageProps } from './page-props';
export { retryPage } from './retry-page';
export { unknownLinkPage } from './unknown-link-page';
export type { UnusedAnswer } from './unused-answer';
