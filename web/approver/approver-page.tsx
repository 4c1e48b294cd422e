import { sanitizeAll } from '../../domain/sanitize-text';
import { answeredPage } from './answered-page';
import { linkStateOf } from './link-state';
import { notNeededPage } from './not-needed-page';
import { openPage } from './open-page';
import { overPage } from './over-page';
import type { ApproverPageProps } from './page-props';
import { passedOnPage } from './passed-on-page';

/** The page behind one person's link, in the state that it is in now. */
export function approverPage(given: ApproverPageProps): string {
  const props = sanitizeAll(given);
  switch (linkStateOf(props.decision, props.assignment)) {
    case 'open':
      return openPage(props);
    case 'answered':
      return answeredPage(props);
    case 'passedOn':
      return passedOnPage(props);
    case 'notNeeded':
      return notNeededPage(props);
    case 'over':
      return overPage(props);
  }
}
