import { type Client, WorkflowFailedError } from '@temporalio/client';
import { decisionAt } from '../../domain/decision';
import type { Outcome } from '../../domain/snapshot';
import { createSecrets } from '../../platform/secrets';
import type { Db } from '../../store/db';
import { getDecision } from '../../store/decisions';
import { verifyAudit } from '../../store/verify-audit';
import { workflowIdOf } from '../../workflows/names';
import type { Ledger } from './ledger';
import type { Received } from './receiver';
import { until } from './until';

export interface Books {
  readonly db: Db;
  readonly temporal: Client;
  readonly receiver: { readonly received: readonly Received[] };
  readonly ledger: Ledger;
  /** HANDOVER_SECRET of the product, with which the audit is signed. */
  readonly secret: string;
}

const AT_ONCE = 50;

/**
 * Waits until these decisions are over and everyone has been told, and then compares everything there is about each of
 * them: state, answers, what was acknowledged, the workflow's result, deliveries, what the receiver got, the audit.
 * Returns everything that is wrong, in words.
 */
export async function findBookFaults(books: Books, ids: readonly string[], limitMs: number): Promise<string[]> {
  const settled = () => isSettled(books.db, ids);
  await until('every decision is over and told', settled, limitMs).catch(() => undefined); // which is not is found below
  const faults: string[] = [];
  for (let from = 0; from < ids.length; from += AT_ONCE)
    for (const account of await Promise.all(ids.slice(from, from + AT_ONCE).map((id) => accountOf(books, id))))
      faults.push(...faultsIn(account));
  const { publicKey } = createSecrets(books.secret).auditSigner;
  for (const { id } of await books.db.workspace.findMany()) {
    const { ok, faults: found } = await verifyAudit(books.db, id, [publicKey]);
    if (!ok) faults.push(`the audit of workspace ${id} is broken: ${JSON.stringify(found)}`);
  }
  return faults;
}

async function isSettled(db: Db, ids: readonly string[]): Promise<boolean> {
  const decisionId = { in: [...ids] };
  const [open, behind, untold] = await Promise.all([
    db.decision.count({ where: { id: decisionId, endedAt: null } }),
    db.decision.count({ where: { id: decisionId, NOT: { seenRevision: { equals: db.decision.fields.revision } } } }),
    db.delivery.count({ where: { decisionId, status: 'pending' } }),
  ]);
  return open + behind + untold === 0;
}

type Account = Awaited<ReturnType<typeof accountOf>>;

async function accountOf({ db, temporal, receiver, ledger }: Books, id: string) {
  const where = { decisionId: id };
  const [stored, deliveries, answers, assignments, audit, notifications, events] = await Promise.all([
    getDecision(db, id),
    db.delivery.findMany({ where, include: { event: true } }),
    db.answer.findMany({ where }),
    db.assignment.findMany({ where }),
    db.auditEvent.findMany({ where }),
    db.notification.findMany({ where }),
    db.event.findMany({ where, orderBy: { sequence: 'asc' } }),
  ]);
  const decision = decisionAt(stored, new Date());
  const row = await db.decision.findUniqueOrThrow({ where: { id } });
  return {
    ...{ decision, row, deliveries, answers, assignments, audit, notifications, events },
    acknowledged: ledger.answers.filter(({ decisionId }) => decisionId === id),
    received: receiver.received.filter(({ body }) => body.decision.id === id),
    result: row.endedAt === null ? null : await resultOf(temporal, id),
  };
}

const RESULT_MS = 20_000;

/** The result of the decision's workflow, or why there is none; null where an operator ended it. */
async function resultOf(client: Client, id: string): Promise<Outcome | string | null> {
  const result = client.workflow.getHandle(workflowIdOf(id)).result();
  return client
    .withDeadline(Date.now() + RESULT_MS, () => result)
    .catch((error: unknown) => {
      if (error instanceof WorkflowFailedError) return null;
      return `its workflow has no result: ${String(error)}`;
    });
}

/** What is wrong with a decision, in words. */
function faultsIn(account: Account): string[] {
  const { id, status } = account.decision;
  const faults = [
    ...faultsOfEnd(account),
    ...faultsOfAnswers(account),
    ...faultsOfQuorum(account),
    ...faultsOfMessages(account),
    ...faultsOfCallbacks(account),
    ...faultsOfResult(account),
  ];
  return faults.map((fault) => `${id} (${status}): ${fault}`);
}

/** A scheduled decision is resolved once, and may be cancelled after that. */
function* faultsOfEnd({ decision, row, audit }: Account): Generator<string> {
  const ends = audit.filter(({ type }) => type === 'decision.resolved' || type === 'decision.expired');
  const wasScheduled = ends.some(({ data }) => Object(data).status === 'scheduled');
  if (row.endedAt === null) yield 'is not over';
  if (row.seenRevision !== row.revision)
    yield `its workflow has seen revision ${row.seenRevision} and not ${row.revision}`;
  if (row.status !== decision.status) yield `is stored as ${row.status}`;
  if (ends.length !== 1 && !(wasScheduled && decision.cancelled && ends.length === 2))
    yield `came to an end ${ends.length} times`;
}

/** Whatever was acknowledged is stored, and counted once. */
function* faultsOfAnswers({ decision, answers, assignments, audit, acknowledged }: Account): Generator<string> {
  const { resolution } = decision.state;
  const resolving = answers.filter(({ id }) => id === resolution?.answerId);
  if (resolution?.answerId && resolving.length !== 1) yield 'stands on an answer that is not stored';
  for (const verdict of new Set(acknowledged.map((one) => one.verdict))) {
    const promised = acknowledged.filter((one) => one.verdict === verdict).length;
    const stored = answers.filter((one) => one.verdict === verdict).length;
    if (promised > stored)
      yield `lost an acknowledged answer: ${promised} times ${String(verdict)} promised, ${stored} stored`;
  }
  const counted = audit.filter(({ type }) => type === 'answer.received').length;
  if (counted !== answers.length) yield `has ${answers.length} answers, but ${counted} in the audit`;
  for (const { id, status } of assignments) {
    const given = answers.filter(({ assignmentId }) => assignmentId === id).length;
    if (given !== Number(ANSWERED.includes(status))) yield `assignment ${id} is ${status} with ${given} answers`;
    if (status === 'asked') yield `assignment ${id} is still asked`;
  }
}
const ANSWERED = ['approved', 'denied', 'modified'];

/** A step that people approved has exactly as many approvals as it needs. */
function* faultsOfQuorum({ decision: { state } }: Account): Generator<string> {
  for (const [index, { status, need }] of state.steps.entries()) {
    const approvals = state.assignments.filter((one) => one.step === index && one.status === 'approved').length;
    if (status === 'approved' && approvals !== need && state.onTimeout !== 'approve')
      yield `step ${index} passed with ${approvals} of ${need} approvals`;
    if (status !== 'approved' && approvals >= need) yield `step ${index} is ${status} with ${approvals} approvals`;
  }
}

/** Each person is noted as told once. Nothing is left to send to anyone. */
function* faultsOfMessages({ audit, notifications, assignments }: Account): Generator<string> {
  const told = audit.filter(({ type }) => type === 'approver.notified').map(({ data }) => JSON.stringify(data));
  if (new Set(told).size < told.length) yield 'an approver was told twice';
  for (const { assignmentId, occasion, status } of notifications) {
    const assignment = assignments.find(({ id }) => id === assignmentId);
    if (status === 'pending' && assignment?.status === 'asked') yield `${assignmentId} was not told (${occasion})`;
  }
}

function* faultsOfCallbacks({ deliveries, received, events }: Account): Generator<string> {
  for (const { event, status } of deliveries) if (status !== 'delivered') yield `${event.type} is ${status}`;
  for (const { id, type } of events) {
    const made = deliveries.filter(({ eventId }) => eventId === id).length;
    if (made !== 1) yield `${type} has ${made} deliveries`;
  }
  for (const { id, type, body } of events) {
    const attempts = received.filter((callback) => idOf(callback) === id);
    if (attempts.length === 0) yield `${type} never arrived`;
    if (!attempts.every(({ raw }) => raw === body)) yield `${type} came with different bodies`;
  }
  for (const callback of received)
    if (!events.some(({ id }) => id === idOf(callback))) yield `${callback.body.event} is not kept`;
}
const idOf = ({ headers }: Received) => headers['webhook-id'];

function* faultsOfResult({ decision, result }: Account): Generator<string> {
  const { id, status, executeAt, dueAt } = decision;
  const expected: Outcome = { id, status, executeAt: executeAt?.getTime() ?? null, isDue: dueAt !== null };
  if (typeof result === 'string') yield result;
  else if (result && JSON.stringify(result) !== JSON.stringify(expected))
    yield `the workflow's result ${JSON.stringify(result)} is not ${JSON.stringify(expected)}`;
}
