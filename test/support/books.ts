import { type Client, WorkflowFailedError } from '@temporalio/client';
import type { Outcome } from '../../contract/decision';
import { workflowIdOf } from '../../contract/workflow-names';
import { createVault } from '../../platform/vault';
import type { Db } from '../../store/db';
import { verifyAudit } from '../../store/verify-audit';
import { TEST_SECRET } from './environment';
import type { Received, Receiver } from './receiver';
import { until } from './until';

/** An answer that somebody was told is taken (`applied`), or safe and to be applied. */
interface Acknowledged {
  readonly decisionId: string;
  readonly verdict: unknown;
  readonly applied: boolean;
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
      const { status } = reply;
      if (status === 200 || status === 202 || status === 303)
        answers.push({ decisionId, verdict, applied: status !== 202 });
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
const VERDICT_OF: Readonly<Record<string, string>> = { approved: 'approve', denied: 'deny', modified: 'modify' };

/**
 * Waits until these decisions are over and told, and then compares all there is about each: read model, answers, what
 * was acknowledged, the workflow's result, deliveries, what the receiver got, the audit. Fails with every fault found.
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
  const where = { decisionId: { in: [...ids] } };
  const [open, untaken, untold] = await Promise.all([
    db.decision.count({
      where: { id: where.decisionId, OR: [{ status: { in: OPEN } }, { status: 'scheduled', dueAt: null }] },
    }),
    db.answer.count({ where: { ...where, state: 'untaken' } }),
    db.delivery.count({ where: { ...where, status: 'pending' } }),
  ]);
  return open + untaken + untold === 0;
}
const OPEN = ['pending', 'escalated'];

type Account = Awaited<ReturnType<typeof accountOf>>;

async function accountOf({ db, temporal, receiver, ledger }: Books, id: string) {
  const include = { answers: true, deliveries: true };
  const [decision, events] = await Promise.all([
    db.decision.findUniqueOrThrow({ where: { id }, include }),
    db.auditEvent.findMany({ where: { decisionId: id } }),
  ]);
  return {
    ...{ decision, events },
    acknowledged: ledger.answers.filter(({ decisionId }) => decisionId === id),
    received: receiver.received.filter(({ body }) => body.decision.id === id),
    result: OPEN.includes(decision.status) ? null : await resultOf(temporal, id),
  };
}

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

function* faultsOfAnswers({ decision, acknowledged }: Account): Generator<string> {
  const { answers, answerId, status } = decision;
  const taken = answers.filter(({ state }) => state === 'taken').map(({ id }) => id);
  for (const { id } of answers.filter(({ state }) => state === 'untaken'))
    yield `answer ${id} is neither taken nor refused`;
  if (taken.join() !== (answerId ?? '')) yield `stands on answer ${answerId}, but taken are [${taken}]`;
  if (status === 'expired' && acknowledged.length > 0) yield 'expired although an answer was acknowledged';
  const others = acknowledged.filter(({ verdict }) => verdict !== VERDICT_OF[status]);
  const allLate = acknowledged.every(({ applied }) => !applied);
  if (others.some(({ applied }) => applied) || (allLate && others.length > 0 && others.length === acknowledged.length))
    yield `lost an acknowledged answer: ${JSON.stringify(others)}`;
}

function* faultsOfCallbacks({ decision, received }: Account): Generator<string> {
  const { deliveries } = decision;
  for (const { event, status } of deliveries) if (status !== 'delivered') yield `${event} is ${status}`;
  if (new Set(deliveries.map(({ event }) => event)).size < deliveries.length) yield 'an event has two deliveries';
  for (const { id, event, body } of deliveries) {
    const tries = received.filter((callback) => callback.body.event === event);
    if (tries.length === 0) yield `${event} never arrived`;
    if (!tries.every((callback) => idOf(callback) === id)) yield `${event} came as [${tries.map(idOf)}], not as ${id}`;
    if (!tries.every(({ raw }) => raw === body)) yield `${event} came with different bodies`;
  }
  for (const { body } of received)
    if (!deliveries.some(({ event }) => event === body.event)) yield `${body.event} is not kept`;
}
const idOf = ({ headers }: Received) => headers['webhook-id'];

function* faultsOfResult({ decision, result }: Account): Generator<string> {
  const { id, status, answerId, resolvedAt, executeAt, dueAt } = decision;
  const answeredAt = resolvedAt?.getTime() ?? null;
  const read = { id, status, answerId, answeredAt, executeAt: executeAt?.getTime() ?? null, due: dueAt !== null };
  const different = result && Object.entries(read).filter(([key, value]) => result[key as keyof Outcome] !== value);
  if (different && different.length > 0)
    yield `the workflow's result ${JSON.stringify(result)} is not ${JSON.stringify(read)}`;
}
