import type { Browser } from 'playwright-core';
import { launchBrowser } from '../support/browser';
import { type Harness, startHarness } from '../support/harness';
import { linkIn } from '../support/mailbox';
import { expectAccessible, NO_SCRIPTS, PHONE, seen, visit } from '../support/visit';

let handover: Harness;
let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
  handover = await startHarness();
});
afterAll(async () => {
  await browser?.close();
  await handover?.stop();
});

let asked = 0;
/** Asks an approver of its own, and takes the link out of the mail they got. */
async function ask(over: Record<string, unknown> = {}): Promise<{ id: string; link: string; approver: string }> {
  const approver = `approver-${++asked}@company.com`;
  const id = await handover.ask({ approver, ...over });
  return { id, approver, link: linkIn(await handover.mailbox.to(approver)) };
}

test('Approve in the mail opens the page with that choice made; nothing is decided until it is sent', async () => {
  const { id, approver } = await ask();
  const button = /href="([^"]+\?answer=approve)"/.exec((await handover.mailbox.to(approver)).html ?? '');
  await visit(browser, button?.[1] ?? '', {}, async (page) => {
    expect(await page.getByRole('radio', { name: 'Approve' }).isChecked()).toBe(true);
    expect(await handover.get(id)).toMatchObject({ status: 'pending' });
    await expectAccessible(page);
    await page.getByLabel('Note').fill('Copy me on the mail.');
    await page.getByRole('button', { name: 'Approve this action' }).click();
    await page.getByText('You approved this').waitFor();
    expect(await seen(page)).toContain('Copy me on the mail.');
    await expectAccessible(page);
  });
  expect(await handover.get(id)).toMatchObject({
    status: 'approved',
    resolved_by: approver,
    response_notes: 'Copy me on the mail.',
  });
});

test('a decision is denied with scripts off', async () => {
  const { id, link } = await ask();
  await visit(browser, `${link}?answer=deny`, NO_SCRIPTS, async (page) => {
    await page.getByRole('button', { name: 'Deny this action' }).click();
    expect(await seen(page)).toContain('You denied this');
  });
  expect(await handover.get(id)).toMatchObject({ status: 'denied' });
});

test('on a phone in the dark the page fits, and a bar leads to the answer', async () => {
  const { link } = await ask({
    urgency: 'critical',
    context: `# Why\n\n> As asked\n\n1. [Terms](https://acme.example/terms)\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n    ${'x'.repeat(200)}`,
    metadata: { 'a.very.long.key.without.any.break': 'x'.repeat(200) },
  });
  await visit(browser, link, PHONE, async (page) => {
    expect(await page.evaluate('getComputedStyle(document.body).backgroundColor')).toBe('rgb(15, 22, 25)');
    await expectAccessible(page);
    await page.getByRole('link', { name: 'Answer' }).tap();
    await page.getByText('Modify', { exact: true }).tap();
    expect(await page.getByRole('button', { name: 'Send the changes' }).isVisible()).toBe(true);
  });
});

test('the steps of the agent are there in order, and a long one unfolds, with scripts off and on a phone [w.dash]', async () => {
  const long = Array.from({ length: 40 }, (_, line) => `line ${line}`).join('\n');
  const trace = [
    { type: 'message', role: 'user', content: long, at: '2026-03-25T13:28:41Z' },
    { type: 'tool_call', name: 'send_contract', content: { to: 'x'.repeat(300) } },
  ];
  const { link } = await ask({ trace });
  await visit(browser, link, { ...PHONE, ...NO_SCRIPTS }, async (page) => {
    expect(await seen(page)).not.toMatch(/line 39\n/);
    await page.getByText('All 40 lines').tap();
    expect(await seen(page)).toMatch(/Message[\s\S]*line 39[\s\S]*Tool call[\s\S]*"to": "xxx/);
  });
  await visit(browser, link, PHONE, expectAccessible);
});

test('Modify without a note comes back with the reason, and goes through with one', async () => {
  const { id, link } = await ask();
  await visit(browser, `${link}?answer=modify`, {}, async (page) => {
    await page.getByRole('button', { name: 'Send the changes' }).click();
    await page.getByRole('alert').waitFor();
    expect(await page.getByRole('radio', { name: 'Modify' }).isChecked()).toBe(true);
    await expectAccessible(page);
    await page.getByRole('alert').getByRole('link').click();
    await page.keyboard.type('At most 40 %.');
    await page.getByRole('button', { name: 'Send the changes' }).click();
    await page.getByText('You requested changes').waitFor();
    await expectAccessible(page);
  });
  expect(await handover.get(id)).toMatchObject({ status: 'modified', response_notes: 'At most 40 %.' });
});

describe('a schedule', () => {
  const schedule = {
    action: 'Run nightly database vacuum',
    response_type: { type: 'schedule', label: 'When should it run?' },
  };
  const year = new Date().getUTCFullYear() + 1;
  const inWords = { dateStyle: 'full', timeZone: 'UTC' } as const;
  const day = new Intl.DateTimeFormat('en-GB', inWords).format(new Date(`${year}-04-18T00:00Z`)).replace(',', '');

  test('is picked on the clocks of the approver, who sees what it means', async () => {
    const { id, link } = await ask(schedule);
    await visit(browser, `${link}?answer=approve`, { timezoneId: 'Asia/Tokyo' }, async (page) => {
      await expectAccessible(page);
      await page.getByLabel('Day and time').fill(`${year}-04-18T09:00`);
      expect(await seen(page)).toContain('Time zone: Asia/Tokyo, UTC+9');
      expect(await seen(page)).toContain(`${day}, 09:00 in Tokyo. That is 00:00 UTC, in `);
      await page.getByRole('button', { name: 'Approve for this time' }).click();
      await page.getByText('You approved this and scheduled it for').waitFor();
      expect(await seen(page)).toContain(`00:00 UTC, ${day} (09:00 in Tokyo)`);
      await expectAccessible(page);
    });
    expect(await handover.get(id)).toMatchObject({ status: 'scheduled', execute_at: `${year}-04-18T00:00:00.000Z` });
  });

  test('counts in UTC with scripts off, and says so', async () => {
    const { id, link } = await ask(schedule);
    await visit(browser, `${link}?answer=approve`, { ...NO_SCRIPTS, timezoneId: 'Asia/Tokyo' }, async (page) => {
      expect(await seen(page)).toContain('Time zone: UTC');
      await page.getByLabel('Day and time').fill(`${year}-04-18T09:00`);
      await page.getByRole('button', { name: 'Approve for this time' }).click();
    });
    expect(await handover.get(id)).toMatchObject({ status: 'scheduled', execute_at: `${year}-04-18T09:00:00.000Z` });
  });

  test('in the past comes back with the note and the time that were typed', async () => {
    const { id, link } = await ask(schedule);
    await visit(browser, `${link}?answer=approve`, PHONE, async (page) => {
      await page.getByLabel('Day and time').fill('2020-04-18T09:00');
      await page.getByLabel('Note').fill('Not on a Monday.');
      await page.getByRole('button', { name: 'Approve for this time' }).click();
      await page.getByRole('alert').waitFor();
      expect(await page.getByRole('alert').textContent()).toContain(
        'Day and time must be in the future (got 09:00 UTC on Saturday 18 April 2020)',
      );
      expect(await page.getByLabel('Note').inputValue()).toBe('Not on a Monday.');
      expect(await page.getByLabel('Day and time').inputValue()).toBe('2020-04-18T09:00');
      await expectAccessible(page);
    });
    expect(await handover.get(id)).toMatchObject({ status: 'pending' });
  });

  test('now is approved at once', async () => {
    const { id, link } = await ask(schedule);
    await visit(browser, `${link}?answer=approve`, {}, async (page) => {
      await page.getByText('Now', { exact: true }).click();
      await page.getByRole('button', { name: 'Approve now' }).click();
      await page.getByText('You approved this').waitFor();
    });
    expect(await handover.get(id)).toMatchObject({ status: 'approved', execute_at: null });
  });

  test('asks for no time beside Deny', async () => {
    const { id, link } = await ask(schedule);
    await visit(browser, `${link}?answer=deny`, {}, async (page) => {
      expect(await page.getByLabel('Day and time').isVisible()).toBe(false);
      await page.getByRole('button', { name: 'Deny this action' }).click();
      await page.getByText('You denied this').waitFor();
    });
    expect(await handover.get(id)).toMatchObject({ status: 'denied' });
  });
});

test('someone who answers second sees who was first and what they said', async () => {
  const { id, link } = await ask();
  await visit(browser, `${link}?answer=approve`, {}, async (page) => {
    await handover.answer(id, { action: 'deny', notes: 'Too expensive.', resolved_by: 'cfo@company.com' });
    await page.getByRole('button', { name: 'Approve this action' }).click();
    await page.getByText('Already denied').waitFor();
    expect(await seen(page)).toContain('cfo@company.com');
    expect(await seen(page)).toContain('Too expensive.');
    await expectAccessible(page);
  });
});

test('an expired decision says that it is too late, to whoever looks and to whoever still answers', async () => {
  const { id, link } = await ask({ timeout_minutes: 0.25 });
  await visit(browser, `${link}?answer=approve`, {}, async (page) => {
    await handover.get(id, '?wait=20');
    await page.getByRole('button', { name: 'Approve this action' }).click();
    await page.getByText('Too late to answer').waitFor();
    await expectAccessible(page);
    await page.goto(link);
    expect(await seen(page)).toContain("The request wasn't answered in time");
  });
});

test('a cancelled decision is withdrawn', async () => {
  const { id, link } = await ask();
  await handover.call('POST', `/decisions/${id}/cancel`, { reason: 'The build failed.' });
  await visit(browser, link, {}, async (page) => {
    expect(await seen(page)).toContain('Withdrawn, nothing to do');
    expect(await seen(page)).toContain('The build failed.');
    await expectAccessible(page);
  });
});

test('an unknown link opens a page that says what to do', async () => {
  await visit(browser, `${handover.url}/d/${'x'.repeat(43)}`, PHONE, async (page) => {
    expect(await seen(page)).toContain("This link isn't valid");
    await expectAccessible(page);
  });
});

test('the backup is asked next; the first approver still may answer, and is told so', async () => {
  const { id, link, approver } = await ask({ backup_approver: 'backup@company.com', escalate_after_minutes: 0.05 });
  const second = linkIn(await handover.mailbox.to('backup@company.com'));
  await visit(browser, link, {}, async (page) =>
    expect(await seen(page)).toContain('backup@company.com was asked as well.'),
  );
  await visit(browser, `${second}?answer=approve`, {}, async (page) => {
    expect(await seen(page)).toContain(`${approver} didn't answer in time, so you're being asked now.`);
    await page.getByRole('button', { name: 'Approve this action' }).click();
    await page.getByText('You approved this').waitFor();
  });
  expect(await handover.get(id)).toMatchObject({ status: 'approved', resolved_by: 'backup@company.com' });
});

test('pressing the button twice sends one answer', async () => {
  const { link } = await ask();
  const posts: string[] = [];
  await visit(browser, `${link}?answer=approve`, {}, async (page) => {
    page.on('request', (request) => request.method() === 'POST' && posts.push(request.url()));
    await page.getByRole('button', { name: 'Approve this action' }).dblclick();
    await page.getByText('You approved this').waitFor();
  });
  expect(posts).toHaveLength(1);
});

test('what an agent writes runs nothing and draws nothing of its own', async () => {
  const text = '<script>document.title = "taken"</script><img src=x onerror="document.title = \'taken\'">';
  const { link } = await ask({ action: text, context: text, agent: text, metadata: { [text]: text } });
  await visit(browser, link, {}, async (page) => {
    expect(await page.title()).toContain('<script>');
    expect(await page.locator('main img, main script').count()).toBe(0);
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe(text);
    await expectAccessible(page);
  });
});

test('with the workers away the answer stands at once', async () => {
  const { id, link } = await ask();
  await handover.stopWorker();
  await visit(browser, `${link}?answer=approve`, PHONE, async (page) => {
    await page.getByRole('button', { name: 'Approve this action' }).tap();
    await page.getByText('You approved this').waitFor();
    await expectAccessible(page);
  });
  expect(await handover.get(id)).toMatchObject({ status: 'approved' });
  await handover.startWorker();
});

test('of two who must approve, the first sees that one is missing, and the second that the request is complete', async () => {
  const approvers = [`approver-${++asked}@company.com`, `approver-${++asked}@company.com`];
  const id = await handover.ask({ approver: undefined, approvers, need: 2 });
  const [first = '', second = ''] = await Promise.all(
    approvers.map(async (approver) => linkIn(await handover.mailbox.to(approver))),
  );
  await visit(browser, `${first}?answer=approve`, {}, async (page) => {
    await page.getByRole('button', { name: 'Approve this action' }).click();
    await page.getByText('Waiting for 1 more approval.').waitFor();
    await expectAccessible(page);
  });
  await visit(browser, `${second}?answer=approve`, PHONE, async (page) => {
    expect(await seen(page)).toContain('1 of 2 approvals so far');
    await expectAccessible(page);
    await page.getByRole('button', { name: 'Approve this action' }).tap();
    await page.getByText('You approved this').waitFor();
    await expectAccessible(page);
  });
  expect(await handover.get(id)).toMatchObject({ status: 'approved' });
});

test('a request is passed on with scripts off, and comes back with the reason where that is not possible', async () => {
  const { link } = await ask();
  const to = `approver-${++asked}@company.com`;
  await visit(browser, link, { ...PHONE, ...NO_SCRIPTS }, async (page) => {
    await page.getByText('Ask someone else instead').tap();
    await page.getByLabel('E-mail address').fill('approver@nowhere');
    await page.getByRole('button', { name: 'Pass this request on' }).tap();
    await page.getByText('E-mail address must look like name@company.com.').first().waitFor();
    await page.getByLabel('E-mail address').fill(to);
    await page.getByRole('button', { name: 'Pass this request on' }).tap();
    await page.getByText('Passed on to someone else').waitFor();
  });
  await visit(browser, link, PHONE, expectAccessible);
  await visit(browser, linkIn(await handover.mailbox.to(to)), {}, async (page) => {
    expect(await seen(page)).toContain('passed this request on to you.');
    await expectAccessible(page);
  });
});

test.each([
  ['choose', { type: 'choose', label: 'Which environment?', choices: ['staging', 'production'] }, 'Send this choice'],
  [
    'text_input',
    { type: 'text_input', fields: [{ name: 'subject', label: 'Subject', required: true }] },
    'Send these values',
  ],
  ['number_input', { type: 'number_input', label: 'Discount %', min: 0, max: 50 }, 'Send this number'],
])('%s: what is asked must be filled in to approve, and Deny needs none of it', async (_name, response_type, send) => {
  const { id, link } = await ask({ response_type });
  await visit(browser, link, PHONE, async (page) => {
    await expectAccessible(page);
    await page.getByRole('button', { name: send }).click();
    expect(await page.locator(':invalid').count()).toBeGreaterThan(0);
    expect(await handover.get(id)).toMatchObject({ status: 'pending' });
    await page.getByRole('button', { name: 'Deny' }).click();
    await page.getByText('You denied this').waitFor();
  });
});

test('a number that is out of bounds comes back with the reason at its field, and goes through once it fits', async () => {
  const { id, link } = await ask({ response_type: { type: 'number_input', label: 'Discount %', min: 0, max: 50 } });
  await visit(browser, link, {}, async (page) => {
    await page.evaluate("document.querySelector('form').noValidate = true");
    await page.getByLabel('Discount %').fill('51');
    await page.getByRole('button', { name: 'Send this number' }).click();
    await page.getByRole('alert').getByRole('link', { name: 'Discount % must be at most 50.' }).click();
    await expectAccessible(page);
    await page.getByLabel('Discount %').fill('15');
    await page.getByRole('button', { name: 'Send this number' }).click();
    await page.getByText('You approved this').waitFor();
    expect(await seen(page)).toContain('15');
  });
  expect(await handover.get(id)).toMatchObject({ status: 'approved', response_data: { value: 15 } });
});
