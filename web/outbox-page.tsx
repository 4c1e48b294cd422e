import { sanitizeAll } from '../domain/sanitize-text';
import { formatClock, formatDay } from '../domain/time-text';
import { Brand, pageOf } from './page';

export interface OutboxPageProps {
  /** Newest first. */
  readonly messages: readonly OutboxLine[];
  readonly selected: OutboxMessage | null;
}

export interface OutboxLine {
  readonly id: string;
  readonly to: string;
  readonly subject: string;
  readonly at: Date;
}

export interface OutboxMessage extends OutboxLine {
  readonly from: string;
  readonly view: 'message' | 'text' | 'source';
  readonly text?: string;
  readonly source?: string;
}

/** The outbox as a mail client would show it. Its server frames `/:id/message.html` and allows that in its policy. */
export function outboxPage(props: OutboxPageProps): string {
  const { messages, selected } = sanitizeAll(props);
  return pageOf({
    title: 'Outbox',
    skip: selected ? { to: 'message', text: 'Skip to the message' } : { to: 'main', text: 'Skip to the messages' },
    children: (
      <>
        <header class="top">
          <Brand />
          <p class="top-who">
            Outbox <b>on this machine</b>
          </p>
        </header>
        <main class="work outbox" id="main">
          <div class="work-head">
            <h1>Outbox</h1>
            <p>Mail that would have been sent. Nothing here left this machine.</p>
          </div>
          {messages.length === 0 ? <Empty /> : <Mail messages={messages} selected={selected} />}
        </main>
      </>
    ),
  });
}

function Empty() {
  return (
    <div class="prose">
      <p>No message yet. Ask for a decision, and what its approver gets shows up here.</p>
      <p>
        <a class="button" href="/">
          Look again
        </a>
      </p>
    </div>
  );
}

function Mail({ messages, selected }: OutboxPageProps) {
  return (
    <div class="mail">
      <nav aria-label="Messages">
        <ul class="mail-list">
          {messages.map(({ id, to, subject, at }) => (
            <li>
              <a href={`/${id}`} aria-current={id === selected?.id ? 'true' : undefined}>
                <b dir="auto">{to}</b>
                <time datetime={at.toISOString()}>{formatClock(at)}</time>
                <span dir="auto">{subject}</span>
              </a>
            </li>
          ))}
        </ul>
      </nav>
      {selected ? <Message {...selected} /> : <p class="quiet">Pick a message.</p>}
    </div>
  );
}

function Message({ id, from, to, subject, at, view, text, source }: OutboxMessage) {
  return (
    <article class="mail-view" id="message">
      <h2 dir="auto">{subject}</h2>
      <dl class="facts">
        <Line name="From">{from}</Line>
        <Line name="To">{to}</Line>
        <div>
          <dt>Sent</dt>
          <dd>
            <time datetime={at.toISOString()}>
              {formatClock(at)} UTC, {formatDay(at)}
            </time>
          </dd>
        </div>
      </dl>
      <nav class="tabs" aria-label="Shown as">
        <Tab href={`/${id}`} isCurrent={view === 'message'} text="Message" />
        <Tab href={`/${id}/text`} isCurrent={view === 'text'} text="Plain text" />
        <Tab href={`/${id}/source`} isCurrent={view === 'source'} text="Source" />
        <a href={`/${id}/download`} download={`${id}.eml`}>
          Download .eml
        </a>
      </nav>
      {view === 'message' ? <Frame id={id} /> : <Raw name={view} text={(view === 'text' ? text : source) ?? ''} />}
    </article>
  );
}

function Line({ name, children }: { readonly name: string; readonly children: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>
        <bdi>{children}</bdi>
      </dd>
    </div>
  );
}

function Tab({ href, isCurrent, text }: { readonly href: string; readonly isCurrent: boolean; readonly text: string }) {
  return (
    <a href={href} aria-current={isCurrent ? 'page' : undefined}>
      {text}
    </a>
  );
}

/** Scripts stay off in the message. A link opens outside the sandbox: a page inside would post without an origin. */
function Frame({ id }: { readonly id: string }) {
  return (
    <iframe
      class="mail-frame"
      src={`/${id}/message.html`}
      sandbox="allow-popups allow-popups-to-escape-sandbox"
      title="The message as a mail client shows it"
    />
  );
}

function Raw({ name, text }: { readonly name: string; readonly text: string }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard has to reach it
    <section class="raw" tabIndex={0} aria-label={name === 'text' ? 'Plain text' : 'Source'}>
      <pre>{text}</pre>
    </section>
  );
}
