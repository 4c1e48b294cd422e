import { type OutboxMessage, outboxPage } from '../../web/outbox-page';
import { tagWith, wordsOf } from '../support/html';

const at = new Date('2026-03-25T13:30:03.000Z');
const first = { id: 'one', to: 'sarah@company.com', subject: 'Approve? Send contract', at };
const second = { id: 'two', to: 'cfo@company.com', subject: 'Critical: Transfer', at };
const opened: OutboxMessage = { ...first, from: 'Handover <handover@company.com>', view: 'message' };

test('the outbox lists what would have been sent and marks the open message', () => {
  const page = outboxPage({ messages: [first, second], selected: opened });
  expect(wordsOf(page)).toContain('cfo@company.com 13:30 Critical: Transfer');
  expect(tagWith(page, 'href="/one"')).toContain('aria-current="true"');
  expect(tagWith(page, 'href="/two"')).not.toContain('aria-current');
});

test('the message is framed without scripts, and its links leave the sandbox', () => {
  const frame = tagWith(outboxPage({ messages: [first], selected: opened }), '<iframe');
  expect(frame).toContain('src="/one/message.html"');
  expect(frame).toContain('sandbox="allow-popups allow-popups-to-escape-sandbox"');
});

test('text and source are shown as they are', () => {
  const page = outboxPage({ messages: [first], selected: { ...opened, view: 'source', source: 'Subject: <b>x</b>' } });
  expect(page).toContain('<pre>Subject: &lt;b>x&lt;/b></pre>');
  expect(tagWith(page, 'href="/one/source"')).toContain('aria-current="page"');
});

test('an empty outbox says what will be here', () => {
  expect(wordsOf(outboxPage({ messages: [], selected: null }))).toContain('No message yet.');
});
