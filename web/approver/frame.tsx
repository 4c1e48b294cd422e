import type { ComponentChildren } from 'preact';
import { formatMoment } from '../../domain/time-text';
import type { Urgency } from '../../domain/urgency';
import { Brand, pageOf } from '../page';

interface FrameProps {
  readonly title: string;
  readonly children: ComponentChildren;
  /** Whose link it is; null where that is not known. */
  readonly recipient: string | null;
  readonly decisionId?: string;
  readonly urgency?: Urgency;
}

/** What every page of an approver has around it. */
export function renderFrame({ title, children, recipient, decisionId, urgency }: FrameProps): string {
  return pageOf({
    title,
    skip: { to: 'main', text: decisionId ? 'Skip to the decision' : 'Skip to the text' },
    hasScript: true,
    children: (
      <>
        <header class={urgency ? `top top-${urgency}` : 'top'}>
          <Brand />
          {recipient && (
            <p class="top-who">
              Request for{' '}
              <b>
                <bdi>{recipient}</bdi>
              </b>
            </p>
          )}
        </header>
        {children}
        <footer class="foot">
          {decisionId ? (
            <>
              <p>
                {recipient ? (
                  <>
                    This page is private to <bdi>{recipient}</bdi>.
                  </>
                ) : (
                  'This page is private to one person.'
                )}{' '}
                Opening it decides nothing.
              </p>
              <p>
                Decision <span class="mono">{decisionId}</span>
              </p>
            </>
          ) : (
            <p>Handover asks a person before an agent acts.</p>
          )}
        </footer>
      </>
    ),
  });
}

/** A moment in UTC; the script adds what the reader's own clock says. */
export function Moment({ at }: { readonly at: Date }) {
  return <time datetime={at.toISOString()}>{formatMoment(at)}</time>;
}
