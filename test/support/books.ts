import { type Client, WorkflowFailedError } from '@temporalio/client';
import { decisionAt } from '../../domain/decision';
import type { Outcome } from '../../domain/snapshot';
import { createSecrets } from '../../platform/secrets';
import type { Db } from '../../store/db';
import { getDecision } from '../../store/decisions';
import { verifyAudit } from '../../store/verify-audit';
import { workflowIdOf } from '../../workflows/names';
import { TEST_SECRET } from './environment';
import type { Received, Receiver } from './receiver';
import { until } from './until';

/** An answer that somebody was told counts. */
interface Acknowledged {
  readonly decisionId: string;
  readonly verdict: unknown;
}

/** Keeps what was acknowledged to those who answered. */
export interface Ledger {
  readonly answers: readonly Acknowledged[];
  /** Notes the reply to an answer where it acknowledges it, and gives it back. */
  note<R extends { readonly status: number }>(decisionId: string, verdict: unknown, reply: R): R;
}

export function createLedger(): Ledger {
  const answers: Acknowledged[] = [];
  return {
    answers,
    note(decisionId, verdict, reply) {
      if (reply.status === 200 || reply.status === 303) answers.push({ decisionId, verdict });
      return reply;
    },
  };
}

export interface Books {
  readonly db: Db;
  readonly temporal: Client;
  readonly receiver: Receiver;
  readonly ledger: Ledger;
}

const LIMIT_MS = 90_000;

/**
 * Waits until these decisions are over and told, and then compares all there is about each: state, answers, what was
 * acknowledged, the workflow's result, deliveries, what the receiver got, the audit. Fails with every fault found.
 */
export async function booksBalance(books: Books, ...ids: readonly string[]): Promise<void> {
  const settled = () => isSettled(books.db, ids);
  await until('every decision is over and told', settled, LIMIT_MS).catch(() => undefined); // which is not is told below
  const accounts = await Promise.all(ids.map((id) => accountOf(books, id)));
  expect(accounts.flatMap(faultsIn)).toEqual([]);
  const { publicKey } = createSecrets(TEST_SECRET).auditSigner;
  for (const { id } of await books.db.workspace.findMany())
    expect(await verifyAudit(books.db, id, [publicKey])).toMatchObject({ ok: true });
}

async function isSettled(db: Db, ids: readonly string[]): Promise<boolean> {
  const decisionId = { in: [...ids] };
  const [open, behind, untold] = await Promise.all([
    db.decision.count({ where: { id: decisionId, endedAt: null, status: { not: 'scheduled' } } }),
    db.decision.count({ where: { id: decisionId, NOT: { seenRevision: { equals: db.decision.fields.revision } } } }),
    db.delivery.count({ where: { decisionId, status: 'pending' } }),
  ]);
  return open + behind + untold === 0;
}

type Account = Awaited<ReturnType<typeof accountOf>>;

async function accountOf({ db, temporal, receiver, ledger }: Books, id: string) {
  const [decision, deliveries, attempts, events] = await Promise.all([
    getDecision(db, id).then((stored) => decisionAt(stored, new Date())),
    db.delivery.findMany({ where: { decisionId: id }, include: { event: true } }),
    db.answer.findMany({ where: { decisionId: id } }),
    db.auditEvent.findMany({ where: { decisionId: id } }),
  ]);
  return {
    ...{ decision, deliveries, answers: attempts, events },
    acknowledged: ledger.answers.filter(({ decisionId }) => decisionId === id),
    received: receiver.received.filter(({ body }) => body.decision.id === id),
    result: OPEN.includes(decision.status) ? null : await resultOf(temporal, id),
  };
}
const OPEN: readonly string[] = ['pending', 'escalated'];

/** The result of the decision's workflow; null where an operator ended it. */
async function resultOf({ workflow }: Client, id: string): Promise<Outcome | null> {
  return workflow
    .getHandle(workflowIdOf(id))
    .result()
    .catch((error: unknown) => {
      if (error instanceof WorkflowFailedError) return null;
      throw error;
    });
}

/** What is wrong with a decision, in words. */
function faultsIn(account: Account): string[] {
  const { id, status } = account.decision;
  const faults = [
    ...faultsOfOutcome(account),
    ...faultsOfAnswers(account),
    ...faultsOfCallbacks(account),
    ...faultsOfResult(account),
  ];
  return faults.map((fault) => `${id} (${status}): ${fault}`);
}

function* faultsOfOutcome({ decision, events }: Account): Generator<string> {
  const ends = events.filter(({ type }) => type === 'decision.resolved' || type === 'decision.expired');
  if (OPEN.includes(decision.status)) yield 'is not over';
  if (ends.length !== 1) yield `came to an end ${ends.length} times`;
  const told = events.filter(({ type }) => type === 'approver.notified').map(({ data }) => JSON.stringify(data));
  if (new Set(told).size < told.length) yield 'an approver was told twice';
}

function* faultsOfAnswers({ decision, answers, acknowledged }: Account): Generator<string> {
  const { status, state } = decision;
  const resolving = answers.filter(({ id }) => id === state.resolution?.answerId);
  if (state.resolution?.answerId && resolving.length !== 1) yield 'stands on an answer that is not stored';
  if (status === 'expired' && acknowledged.length > 0 && answers.length === 0) yield 'lost every acknowledged answer';
  for (const verdict of new Set(acknowledged.map((one) => one.verdict))) {
    const promised = acknowledged.filter((one) => one.verdict === verdict).length;
    const stored = answers.filter((one) => one.verdict === verdict).length;
    if (promised > 0 && stored === 0) yield `lost an acknowledged answer: ${String(verdict)}`;
  }
}

function* faultsOfCallbacks({ deliveries, received }: Account): Generator<string> {
  for (const { event, status } of deliveries) if (status !== 'delivered') yield `${event.type} is ${status}`;
  if (new Set(deliveries.map(({ eventId }) => eventId)).size < deliveries.length) yield 'an event has two deliveries';
  for (const { eventId, event } of deliveries) {
    const tries = received.filter((callback) => idOf(callback) === eventId);
    if (tries.length === 0) yield `${event.type} never arrived`;
    if (!tries.every(({ raw }) => raw === event.body)) yield `${event.type} came with different bodies`;
  }
  for (const callback of received)
    if (!deliveries.some(({ eventId }) => eventId === idOf(callback))) yield `${callback.body.event} is not kept`;
}
const idOf = ({ headers }: Received) => headers['webhook-id'];

function* faultsOfResult({ decision, result }: Account): Generator<string> {
  const { id, status, executeAt, dueAt } = decision;
  const expected: Outcome = { id, status, executeAt: executeAt?.getTime() ?? null, isDue: dueAt !== null };
  if (result && JSON.stringify(result) !== JSON.stringify(expected))
    yield `the workflow's result ${JSON.stringify(result)} is not ${JSON.stringify(expected)}`;
}
