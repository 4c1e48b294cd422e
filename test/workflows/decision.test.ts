import { WithStartWorkflowOperation } from '@temporalio/client';
import type { Answer, Outcome } from '../../contract/decision';
import { newId } from '../../platform/ids';
import type { decision as decisionWorkflow } from '../../workflows';
import { type AskedDecision, newDecision, startOptions } from '../support/asked-decision';
import { startTimeSkipping, type TimeSkipping } from '../support/time-skipping';
import { until } from '../support/until';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

let time: TimeSkipping;
beforeAll(async () => {
  time = await startTimeSkipping();
}, 120_000);
afterAll(() => time?.stop());

/** A receiver whose retries keep the workflow alive for a while after its outcome. */
const backLater: AskedDecision['receiver'] = (number) => (number < 3 ? 'fails' : 'arrives');

describe('when nobody answers', () => {
  test('the backup is asked, then the decision expires, and each is told once', async () => {
    const asked = await time.ask();
    expect((await asked.handle.result()).status).toBe('expired');
    expect(asked.did('notify')).toEqual(['0', '1']);
    expect(asked.did('record')).toEqual(['escalated', 'expired']);
    expect(asked.did('callback')).toEqual(['decision.escalated', 'decision.expired']);
  });

  test('the backup is asked at the first deadline and not before', async () => {
    const asked = await time.ask({ escalateAfterMinutes: 15 });
    await time.skip(14 * MINUTE);
    expect(asked.did('notify')).not.toContain('1');
    await time.skip(MINUTE);
    await until('the backup is asked', () => asked.did('notify').includes('1'));
  });

  test('without a backup it expires at the first deadline', async () => {
    const asked = await time.ask({ backupApprover: null });
    expect((await asked.handle.result()).status).toBe('expired');
    expect(asked.did('notify')).toEqual(['0']);
    expect(asked.did('record')).toEqual(['expired']);
  });

  test('without a deadline it waits', async () => {
    const asked = await time.ask({ timeoutMinutes: null });
    await time.skip(10_000 * HOUR);
    expect(asked.did('record')).toEqual([]);
    expect((await asked.answer()).status).toBe('approved');
  });
});

describe('an answer', () => {
  test('is recorded before the reply to it comes', async () => {
    const asked = await time.ask();
    expect(await asked.answer()).toMatchObject({ status: 'approved', answerId: expect.any(String) });
    expect(asked.did('record')).toEqual(['approved']);
  });

  test('is the result of the workflow, told once', async () => {
    const asked = await time.ask();
    const reply = await asked.answer({ verdict: 'deny' });
    expect(await asked.handle.result()).toEqual(reply);
    expect(asked.did('callback')).toEqual(['decision.resolved']);
  });

  test('in the very first workflow task is recorded and told, and nobody is asked', async () => {
    const decision = await newDecision(time, {});
    const { kept, steps } = time.activities.tell(decision);
    const answer: Answer = { id: newId(), verdict: 'approve', executeAt: null, at: await time.now() };
    kept.keepAnswer(answer);
    const startWorkflowOperation = new WithStartWorkflowOperation<typeof decisionWorkflow>('decision', {
      ...startOptions(decision),
      workflowIdConflictPolicy: 'FAIL',
    });
    const options = { args: [answer] as [Answer], startWorkflowOperation };
    await time.client.workflow.executeUpdateWithStart<typeof decisionWorkflow, Outcome, [Answer]>('resolve', options);
    expect((await (await startWorkflowOperation.workflowHandle()).result()).status).toBe('approved');
    expect(steps).toEqual(['record approved', 'callback decision.resolved']);
  });

  test('of the backup after the escalation counts', async () => {
    const asked = await time.ask();
    await time.skip(1.5 * HOUR);
    expect((await asked.answer()).status).toBe('approved');
    expect(asked.did('record')).toEqual(['escalated', 'approved']);
    await asked.handle.result();
    expect(asked.did('callback')).toEqual(['decision.escalated', 'decision.resolved']);
  });

  test('that is not among the options is refused and leaves no trace', async () => {
    const asked = await time.ask();
    await expect(asked.answer({ verdict: 'modify' })).rejects.toMatchObject({ cause: { type: 'VALIDATION_ERROR' } });
    expect(asked.did('record')).toEqual([]);
    expect((await asked.answer({ verdict: 'deny' })).status).toBe('denied');
  });

  test('that comes second is refused with how the decision stands', async () => {
    const asked = await time.ask();
    asked.receiver = backLater;
    const first = await asked.answer();
    await expect(asked.answer({ verdict: 'deny' })).rejects.toMatchObject({
      cause: { type: 'ALREADY_RESOLVED', details: [first] },
    });
    expect(await asked.handle.result()).toEqual(first);
  });

  test('of eight at once exactly one wins', async () => {
    const asked = await time.ask();
    const verdicts = Array.from({ length: 8 }, (_, index) => (index % 2 ? 'deny' : 'approve'));
    const replies = await Promise.allSettled(verdicts.map((verdict) => asked.answer({ verdict } as Partial<Answer>)));
    expect(replies.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    await asked.handle.result();
    expect(asked.did('record')).toHaveLength(1);
  });

  test('that was given in time and is read late stands', async () => {
    const asked = await time.ask({ backupApprover: null });
    asked.kept.keepAnswer({ id: newId(), verdict: 'approve', executeAt: null, at: await time.now() });
    expect((await asked.handle.result()).status).toBe('approved'); // nobody told the workflow: it learned it at the end
    expect(asked.did('callback')).toEqual(['decision.resolved']);
  });
});

describe('what reaches Temporal without a kept answer', () => {
  test('changes nothing: the true answer still counts', async () => {
    const asked = await time.ask();
    await asked.forge();
    await until('the forged answer is looked up', () => asked.steps.includes('record pending'));
    expect((await asked.answer({ verdict: 'deny' })).status).toBe('denied');
    await asked.handle.result();
    expect(asked.did('callback')).toEqual(['decision.resolved']);
  });

  test('gets no reply but how the decision stands', async () => {
    const asked = await time.ask();
    const forged: Answer = { id: newId(), verdict: 'approve', executeAt: null, at: await time.now() };
    const reply = await asked.handle.executeUpdate<Outcome, [Answer]>('resolve', { args: [forged] });
    expect(reply).toMatchObject({ status: 'pending', answerId: null });
  });

  test('changes nothing where it names the answer that stands', async () => {
    const asked = await time.ask();
    asked.receiver = backLater;
    const denied = await asked.answer({ verdict: 'deny' });
    await asked.forge({ id: String(denied.answerId), verdict: 'approve' });
    expect(await asked.handle.result()).toEqual(denied);
  });

  test('changes nothing where it is no answer at all', async () => {
    const asked = await time.ask();
    for (const junk of [[], [null], ['approve'], [{}], [{ id: 1, at: 1 }], [{ id: 'x', verdict: {}, at: 1 }]])
      await asked.handle.signal('resolve', ...junk);
    expect((await asked.answer()).status).toBe('approved');
    expect(asked.did('record')).toEqual(['approved']);
  });

  test('is not told, and does not tell again what was told', async () => {
    const asked = await time.ask();
    await time.skip(1.5 * HOUR);
    await asked.forge();
    await asked.handle.result();
    expect(asked.did('record')).toEqual(['escalated', 'escalated', 'expired']);
    expect(asked.did('callback')).toEqual(['decision.escalated', 'decision.expired']);
  });
});

describe("a cancel in Temporal's own UI", () => {
  test('is recorded, told, and ends as denied', async () => {
    const asked = await time.ask();
    await until('the approver is asked', () => asked.steps.includes('notify 0'));
    await asked.handle.cancel();
    expect(await asked.handle.result()).toMatchObject({ status: 'denied', answerId: 'temporal-cancel' });
    expect(asked.steps.slice(1)).toEqual(['record denied', 'callback decision.resolved']);
    expect((await asked.handle.describe()).status.name).toBe('COMPLETED');
  });

  test('after an answer changes nothing', async () => {
    const asked = await time.ask();
    asked.receiver = backLater;
    const reply = await asked.answer();
    await asked.handle.cancel();
    expect(await asked.handle.result()).toEqual(reply);
    expect(asked.did('record')).toEqual(['approved']);
  });
});

describe('while PostgreSQL is away', () => {
  test('what was decided is recorded as soon as it is back, and told', async () => {
    const asked = await time.ask();
    asked.postgres = (number) => (number <= 5 ? 'is away' : 'answers');
    await asked.leave();
    expect((await asked.handle.result()).status).toBe('approved');
    expect([...asked.did('record'), ...asked.did('callback')]).toEqual(['approved', 'decision.resolved']);
  });

  test('a withdrawal of an answer that is still being recorded is recorded after it, and both are told', async () => {
    const asked = await time.ask();
    asked.postgres = (number) => (number <= 3 ? 'is away' : 'answers');
    await asked.leave({ executeAt: (await time.now()) + 24 * HOUR });
    await until('the answer is being recorded', () => asked.recordings > 0);
    await asked.leave({ verdict: 'cancel' });
    expect((await asked.handle.result()).status).toBe('denied');
    expect(asked.did('callback')).toEqual(['decision.resolved', 'decision.resolved']);
  });

  test('an escalation whose recording lost its reply is told, though an answer came meanwhile', async () => {
    const asked = await time.ask();
    asked.postgres = (number) => (number <= 3 ? 'loses the reply' : 'answers');
    await time.skip(HOUR);
    await until('the escalation is recorded', () => asked.recordings > 0);
    await asked.leave();
    expect((await asked.handle.result()).status).toBe('approved');
    expect([...asked.did('callback')].sort()).toEqual(['decision.escalated', 'decision.resolved']); // sent at once
  });
});

describe('messages that can be edited', () => {
  const inSlack = { channel: 'slack', callbackUrl: null } as const;
  test('show each move, once', async () => {
    const asked = await time.ask(inSlack);
    await time.skip(1.5 * HOUR);
    await asked.answer({ verdict: 'deny' });
    await asked.handle.result();
    expect(asked.did('showOutcome')).toEqual(['escalated', 'denied']);
  });

  test('that cannot be edited change no outcome, and keep nobody waiting for long', async () => {
    const asked = await time.ask(inSlack);
    asked.slack = 'is away';
    const reply = await asked.answer();
    expect(await asked.handle.result()).toEqual(reply);
    const { startTime, closeTime = startTime } = await asked.handle.describe();
    expect(closeTime.getTime() - startTime.getTime()).toBeLessThan(MINUTE);
    expect(asked.did('showOutcome')).toContain('approved');
  });

  test('are not looked for where nothing was sent that can be', async () => {
    const asked = await time.ask();
    await asked.answer();
    await asked.handle.result();
    expect(asked.did('showOutcome')).toEqual([]);
  });
});
