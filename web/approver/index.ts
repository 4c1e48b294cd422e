/** The approver's page, a function a state; each returns the whole HTML. */
export { type FailurePageProps, failurePage } from './failure-page';
export { type Form, readForm, startForm } from './form';
export { type OpenPageProps, openPage } from './open-page';
export { type OverPageProps, overPage } from './over-page';
export { type RecordedPageProps, recordedPage } from './recorded-page';
export { unknownLinkPage } from './unknown-link-page';
