import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { createLedger, type Ledger } from '../support/ledger';
import type { Caller, Reply } from './client';
import type { Random } from './random';

/** What was promised to agents and approvers. */
export interface Promised {
  readonly ledger: Ledger;
  /** Every decision whose creation was acknowledged: its id, and the key that it carries in its metadata. */
  readonly created: Map<string, string>;
  /** Decisions whose cancellation was acknowledged. */
  readonly cancelled: string[];
  /** Decisions whose approver was replaced, and by whom. */
  readonly replaced: { readonly id: string; readonly to: string }[];
  /** Requests that got no reply in all their attempts. */
  unanswered: number;
  /** Replies that nothing explains. */
  readonly unexpected: string[];
}

const LANES = 6;
/** However long it runs: more would only wait for each other. */
const MOST_DECISIONS = 1_500;
/** The pause of a lane between two decisions, in milliseconds. */
const PAUSE = [100, 1_200] as const;
const SECOND = 1 / 60;

interface Setting {
  readonly caller: Caller;
  readonly random: Random;
  readonly callbackUrl: string;
  readonly end: number;
}

/** Agents ask and people answer until the time has come. Returns what they were promised. */
export async function runLoad(setting: Setting): Promise<Promised> {
  const promised: Promised = {
    ...{ ledger: createLedger(), created: new Map(), cancelled: [], replaced: [], unanswered: 0, unexpected: [] },
  };
  const lane = async (): Promise<void> => {
    while (Date.now() < setting.end && promised.created.size < MOST_DECISIONS) {
      await setting.random.pick(SCENES)(new Scene(setting, promised));
      await sleep(setting.random.between(...PAUSE));
    }
  };
  await Promise.all(Array.from({ length: LANES }, lane));
  return promised;
}

type Play = (scene: Scene) => Promise<void>;

/** One decision and everything that people do to it. */
class Scene {
  readonly random: Random;
  private readonly name = randomUUID().slice(0, 8);
  private id = '';

  constructor(
    private readonly setting: Setting,
    private readonly promised: Promised,
  ) {
    this.random = setting.random;
  }

  /** A new person: every message is then to one person about one decision. */
  person(label: string): string {
    return `${label}-${this.name}@company.com`;
  }

  /** Whether the decision was created. */
  async ask(request: object): Promise<boolean> {
    const key = randomUUID();
    const body = {
      ...{ action: `Do ${this.name}`, timeout_minutes: 40 * SECOND, metadata: { key } },
      ...{ callback_url: this.setting.callbackUrl, ...request },
    };
    const reply = await this.call('', body, [201]);
    if (reply?.status !== 201) return false;
    this.id = reply.body.id;
    this.promised.created.set(this.id, key);
    return true;
  }

  async answerByApi(approver: string, action: string, more: object = {}): Promise<void> {
    const reply = await this.call('resolve', { action, resolved_by: approver, ...more }, [200, 400, 409, 410]);
    if (reply?.status === 200) this.promised.ledger.note(this.id, action, reply);
  }

  /** Whether the answer was acknowledged. */
  async answerOnPage(assignmentId: string, verdict: string, more: Record<string, string> = {}): Promise<boolean> {
    const reply = await this.setting.caller.send(this.id, assignmentId, { verdict, ...more });
    if (!this.isExpected('page', reply, [303, 400, 409, 410, 503]) || reply?.status !== 303) return false;
    this.promised.ledger.note(this.id, verdict, reply);
    return true;
  }

  async cancel(): Promise<void> {
    const reply = await this.call('cancel', { reason: 'changed my mind' }, [200, 409, 410]);
    if (reply?.status === 200) this.promised.cancelled.push(this.id);
  }

  async reassign(from: string, to: string): Promise<void> {
    const reply = await this.call('reassign', { from, to }, [200, 409, 410]);
    if (reply?.status === 200) this.promised.replaced.push({ id: this.id, to });
  }

  async delegate(assignmentId: string, to: string): Promise<void> {
    const reply = await this.setting.caller.send(this.id, assignmentId, { to, note: 'Over to you' }, '/delegate');
    if (this.isExpected('delegate', reply, [303, 400, 409, 410, 503]) && reply?.status === 303)
      this.promised.replaced.push({ id: this.id, to });
  }

  async change(what: 'extend' | 'remind' | 'approvers', body: object): Promise<void> {
    await this.call(what, body, [200, 202, 400, 409, 410, 429]);
  }

  pause(low: number, high: number): Promise<void> {
    return sleep(this.random.between(low, high));
  }

  private async call(what: string, body: object, expected: readonly number[]): Promise<Reply | null> {
    const path = ['/decisions', this.id, what].filter(Boolean).join('/');
    const reply = await this.setting.caller.call('POST', path, body);
    return this.isExpected(what || 'create', reply, expected) ? reply : null;
  }

  private isExpected(what: string, reply: Reply | null, expected: readonly number[]): boolean {
    if (reply === null) this.promised.unanswered += 1;
    else if (!expected.includes(reply.status))
      this.promised.unexpected.push(`${what} answered ${reply.status}: ${JSON.stringify(reply.body)}`);
    return reply !== null && expected.includes(reply.status);
  }
}

/** The ids of assignments are counted within a decision, in the order in which they are made. */
const assignment = (number: number): string => `a${number}`;

/** Two people, or a person and an API, answer at the same moment. */
const race = (...answers: readonly Promise<unknown>[]): Promise<unknown> => Promise.all(answers);

const SCENES: readonly Play[] = [
  async function oneApprover(scene) {
    const ann = scene.person('ann');
    if (!(await scene.ask({ approver: ann }))) return;
    await scene.pause(0, 3_000);
    await race(
      scene.answerOnPage(assignment(1), scene.random.pick(['approve', 'deny'])),
      scene.answerByApi(ann, scene.random.pick(['approve', 'deny'])),
    );
  },
  async function quorum(scene) {
    const people = ['ann', 'ben', 'cem'].map((name) => scene.person(name));
    const deny = scene.random.pick(['veto', 'majority']);
    if (!(await scene.ask({ approvers: people, need: 2, deny }))) return;
    await race(
      ...people.map(async (person, index) => {
        await scene.pause(0, 4_000);
        const verdict = scene.random.chance(0.2) ? 'deny' : 'approve';
        if (scene.random.chance(0.5)) await scene.answerOnPage(assignment(index + 1), verdict);
        else await scene.answerByApi(person, verdict);
      }),
    );
  },
  async function steps(scene) {
    const [ann, ben, cem] = ['ann', 'ben', 'cem'].map((name) => scene.person(name)) as [string, string, string];
    const two = [
      { name: 'Legal', approvers: [ann] },
      { name: 'Finance', approvers: [ben, cem], need: 'all' },
    ];
    if (!(await scene.ask({ steps: two }))) return;
    if (!(await scene.answerOnPage(assignment(1), 'approve'))) return; // nobody is asked in the second step
    await scene.pause(0, 2_000);
    await race(scene.answerByApi(ben, 'approve'), scene.answerOnPage(assignment(3), 'approve'));
  },
  async function nobodyAnswers(scene) {
    const on_timeout = scene.random.pick(['expire', 'deny', 'approve']);
    await scene.ask({
      approver: scene.person('ann'),
      timeout_minutes: scene.random.between(2, 8) * SECOND,
      on_timeout,
    });
  },
  async function backup(scene) {
    const [ann, ben] = [scene.person('ann'), scene.person('ben')];
    const timeout_minutes = scene.random.between(2, 5) * SECOND;
    if (!(await scene.ask({ approver: ann, backup_approver: ben, timeout_minutes }))) return;
    await scene.pause(0, 8_000);
    await race(scene.answerByApi(ben, 'approve'), scene.answerOnPage(assignment(1), 'deny'));
  },
  async function scheduled(scene) {
    if (!(await scene.ask({ approver: scene.person('ann'), response_type: { type: 'schedule' } }))) return;
    const execute_at = new Date(Date.now() + scene.random.between(2_000, 12_000)).toISOString();
    await scene.answerByApi(scene.person('ann'), 'approve', { execute_at });
    if (!scene.random.chance(0.4)) return;
    await scene.pause(0, 6_000);
    await scene.cancel();
  },
  async function replaced(scene) {
    const [ann, ben] = [scene.person('ann'), scene.person('ben')];
    if (!(await scene.ask({ approver: ann }))) return;
    await race(
      scene.random.chance(0.5) ? scene.delegate(assignment(1), ben) : scene.reassign(ann, ben),
      scene.answerOnPage(assignment(1), 'approve'),
    );
    await scene.answerByApi(ben, 'deny');
  },
  async function changed(scene) {
    const ann = scene.person('ann');
    if (!(await scene.ask({ approver: ann, timeout_minutes: 6 * SECOND }))) return;
    await race(
      scene.change('extend', { minutes: 5 * SECOND }),
      scene.change('remind', {}),
      scene.change('approvers', { approver: scene.person('ben') }),
    );
    await scene.pause(0, 9_000);
    if (scene.random.chance(0.5)) await scene.answerOnPage(assignment(1), 'modify', { note: 'Half of it' });
  },
  async function cancelled(scene) {
    const ann = scene.person('ann');
    if (!(await scene.ask({ approver: ann }))) return;
    await scene.pause(0, 2_000);
    await race(scene.cancel(), scene.answerByApi(ann, 'approve'));
  },
];
