import type { ComponentChildren } from 'preact';
import { type ResponseData, type ResponseType, rulesOf } from '../../domain/response-types';
import { Icon, type IconName } from '../icons';

/** How a decision stands, in one line with a drawing. The tone is a class of the style sheet. */
export function Standing({ icon, tone, children }: { icon: IconName; tone?: Tone; children: ComponentChildren }) {
  return (
    <p class={tone ? `verdict verdict-${tone}` : 'verdict'} role="status">
      <Icon name={icon} />
      {children}
    </p>
  );
}

export type Tone = 'approved' | 'denied' | 'modified' | 'info';

/** Facts with hairlines, as on a bank statement. */
export function Receipt({ tone, children }: { readonly tone?: Tone; readonly children: ComponentChildren }) {
  return (
    <div class={tone ? `receipt verdict-${tone}` : 'receipt'}>
      <dl class="facts">{children}</dl>
    </div>
  );
}

export function Row({ name, children }: { readonly name: string; readonly children: ComponentChildren }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

/** Words that somebody wrote, as they wrote them; nothing where there are none. */
export function Words({ name, text }: { readonly name: string; readonly text: string | null }) {
  if (!text) return null;
  return (
    <Row name={name}>
      <p class="quote plain" dir="auto">
        {text}
      </p>
    </Row>
  );
}

/** What was filled in, as the response type says it. */
export function FilledIn({ type, data }: { readonly type: ResponseType; readonly data: ResponseData | null }) {
  const rows = (data && rulesOf(type).inWords?.(type, data)) ?? [];
  return (
    <>
      {rows.map(({ name, value }) => (
        <Words name={name} text={value} />
      ))}
    </>
  );
}

/** An address or a name, kept apart from the sentence around it. */
export const Who = ({ children }: { readonly children: string }) => (
  <b class="who">
    <bdi>{children}</bdi>
  </b>
);
