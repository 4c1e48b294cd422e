// Approvals on a page of your own: Handover sends no mail, but calls this server, which shows the decision and answers it.
//   HANDOVER_API_KEY=ho_live_… HANDOVER_WEBHOOK_SECRET=whsec_… node examples/webhook-channel.mjs
// Uses only Node's built-in modules. A real page has a login, and says in `resolved_by` who answered.
import { createServer } from 'node:http';
import { isGenuine } from './verify.mjs';

const {
  HANDOVER_URL = 'http://localhost:3000',
  PORT = '4000',
  HANDOVER_API_KEY,
  HANDOVER_WEBHOOK_SECRET,
} = process.env;
if (!HANDOVER_API_KEY || !HANDOVER_WEBHOOK_SECRET) {
  console.error('Set HANDOVER_API_KEY and HANDOVER_WEBHOOK_SECRET: both are in .data/quickstart.json.');
  process.exit(2);
}
const secret = HANDOVER_WEBHOOK_SECRET;
const own = `http://127.0.0.1:${PORT}`;

/** @typedef {{ id: string, action: string, approver: string, options: string[], status: string, resolved_by: string | null }} Decision */

/** @type {Map<string, Decision>} decisions that wait for an answer, by id */
const waiting = new Map();
/** @type {Map<string, number>} the newest event of each decision: events can arrive out of order */
const newest = new Map();

const server = createServer(async (request, response) => {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  const body = Buffer.concat(chunks);
  if (request.method === 'GET') return void response.setHeader('content-type', 'text/html; charset=utf-8').end(page());
  if (request.url === '/handover') {
    if (!isGenuine(body, request.headers, secret)) return void response.writeHead(401).end();
    take(JSON.parse(body.toString('utf8')));
    return void response.writeHead(204).end();
  }
  if (request.headers.origin !== own) return void response.writeHead(403).end(); // another site must not answer
  const form = new URLSearchParams(body.toString('utf8'));
  const decision = waiting.get(form.get('id') ?? '');
  if (decision) await answer(decision, form.get('verdict') ?? '');
  response.writeHead(303, { location: '/' }).end();
});

/** `decision.created` and `answer.counted` carry the whole decision. @param {{ event: string, decision: Decision, sequence: number }} callback */
function take({ event, decision, sequence }) {
  if (sequence <= (newest.get(decision.id) ?? 0)) return;
  newest.set(decision.id, sequence);
  if (event === 'decision.created' || event === 'answer.counted') return void waiting.set(decision.id, decision);
  if (event === 'decision.escalated') return;
  waiting.delete(decision.id);
  console.log(`Outcome: ${decision.status} by ${decision.resolved_by}`);
}

/** A 409 or 410 means that the decision is already over: its callback is on the way. @param {Decision} decision @param {string} verdict */
async function answer({ id, approver }, verdict) {
  await call(`/decisions/${id}/resolve`, { action: verdict, resolved_by: approver });
}

/** @param {string} path @param {unknown} body */
async function call(path, body) {
  const headers = { Authorization: `Bearer ${HANDOVER_API_KEY}`, 'Content-Type': 'application/json' };
  const reply = await fetch(`${HANDOVER_URL}${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
  return reply.json();
}

function page() {
  const forms = [...waiting.values()].map(
    ({ id, action, options }) =>
      `<form method="post"><p>${escaped(action)}</p><input type="hidden" name="id" value="${escaped(id)}">` +
      `${options
        .filter((verdict) => verdict !== 'modify') // it would need a field for the note
        .map((verdict) => `<button name="verdict" value="${verdict}">${verdict}</button>`)
        .join(' ')}</form>`,
  );
  return `<!doctype html><title>Approvals</title><h1>Approvals</h1>${forms.join('') || '<p>Nothing to decide.</p>'}`;
}

/** @param {string} text */
function escaped(text) {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

server.listen(Number(PORT), '127.0.0.1', async () => {
  const created = await call('/decisions', {
    action: 'Send contract to Acme Corp for $48,000/year',
    approver: 'sarah@company.com',
    channel: 'webhook',
    callback_url: `${own}/handover`,
  });
  if (created.code) throw new Error(`${created.code}: ${created.error}`);
  console.log(`Asked: decision ${created.id}\nAnswer it at ${own}`);
});
