// Creates a decision and receives the outcome by callback, using only Node's built-in modules.
//   HANDOVER_API_KEY=ho_live_… HANDOVER_WEBHOOK_SECRET=whsec_… node examples/callback-receiver.mjs
// Exits with 0 only if it was approved.
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

/** Events that were handled. A real service stores them where they survive a restart. */
const seen = new Set();

const server = createServer(async (request, response) => {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  const body = Buffer.concat(chunks);
  if (!isGenuine(body, request.headers, secret)) return void response.writeHead(401).end();
  // If our reply is lost, the same event comes again with the same id.
  const id = request.headers['webhook-id'];
  if (!seen.has(id)) act(JSON.parse(body.toString('utf8')));
  seen.add(id);
  response.writeHead(204).end(); // any 2xx within 10 seconds
});

/** @param {{ event: string, decision: { status: string, resolved_by: string | null, response_notes: string | null } }} callback */
function act({ event, decision }) {
  if (event === 'decision.escalated') return console.log('The backup has been asked.');
  if (event === 'answer.counted') return console.log('One answer has counted, and more are needed.');
  console.log(`Outcome: ${decision.status} by ${decision.resolved_by}: ${decision.response_notes ?? 'no note'}`);
  process.exitCode = decision.status === 'approved' ? 0 : 1;
  server.close();
}

server.listen(Number(PORT), '127.0.0.1', async () => {
  const reply = await fetch(`${HANDOVER_URL}/decisions`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${HANDOVER_API_KEY}`, 'Content-Type': 'application/json' },
    body: JSON.stringify({
      action: 'Send contract to Acme Corp for $48,000/year',
      context: 'Customer requested enterprise plan after 3 sales calls.',
      approver: 'sarah@company.com',
      urgency: 'high',
      callback_url: `http://127.0.0.1:${PORT}/handover`,
    }),
  });
  const created = await reply.json();
  if (!reply.ok) throw new Error(`${created.code}: ${created.error}`);
  console.log(`Asked: decision ${created.id}`);
});
