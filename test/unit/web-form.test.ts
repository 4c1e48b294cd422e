import fc from 'fast-check';
import { readForm, startForm } from '../../web/approver';
import { instantOf } from '../../web/zoned-time';
import { sampleDecision } from '../support/sample-decision';

const decision = sampleDecision();
const schedule = sampleDecision({ responseType: { type: 'schedule', allow_immediate: true } });
const LATER = { verdict: 'approve', when: 'later' };

/** What was wrong with the form, as "path message". */
function faultsOf(...args: Parameters<typeof readForm>): readonly string[] {
  const read = readForm(...args);
  return 'faults' in read ? read.faults.map(({ path, message }) => `${path} ${message}`) : [];
}

function executeAtOf(fields: Record<string, string>): string | null | undefined {
  const read = readForm(schedule, fields);
  return 'given' in read ? (read.given.executeAt?.toISOString() ?? null) : undefined;
}

describe('the form at first', () => {
  test('has the choice of the message made', () => {
    expect(startForm(decision, { answer: 'deny' }).verdict).toBe('deny');
  });

  test.each(['cancel', '', undefined, ['approve']])('has no choice made for ?answer=%j', (answer) => {
    expect(startForm(decision, { answer }).verdict).toBeNull();
  });

  test('does not make a choice that this decision does not allow', () => {
    expect(startForm(sampleDecision({ options: ['approve', 'deny'] }), { answer: 'modify' }).verdict).toBeNull();
  });
});

describe('a verdict', () => {
  test('comes with the note as it was typed, line breaks as the agent expects them', () => {
    expect(readForm(decision, { verdict: 'modify', note: 'At 40 %.\r\nNot more.' })).toMatchObject({
      given: { verdict: 'modify', notes: 'At 40 %.\nNot more.', data: null, executeAt: null },
    });
  });

  test('is missing: the form says so and keeps the note', () => {
    const read = readForm(decision, { note: 'Looks fine' });
    expect(read).toMatchObject({ faults: [{ path: 'action' }], form: { note: 'Looks fine', verdict: null } });
  });

  test('that nobody knows is refused by name', () => {
    expect(faultsOf(decision, { verdict: 'yes' })).toEqual(['action must be one of approve, deny, modify (got "yes")']);
  });

  test('that is sent twice is no verdict', () => {
    expect(faultsOf(decision, { verdict: ['approve', 'deny'] })).toHaveLength(1);
  });
});

test('a note over 10,000 characters is refused and kept, a null character in it is dropped', () => {
  expect(readForm(decision, { verdict: 'deny', note: 'a\0b' })).toMatchObject({ given: { notes: 'ab' } });
  const long = readForm(decision, { verdict: 'deny', note: 'x'.repeat(10_001) });
  expect(long).toMatchObject({ faults: [{ path: 'notes' }], form: { note: 'x'.repeat(10_001) } });
});

describe('a time', () => {
  test('is read on the clocks of the approver', () => {
    expect(executeAtOf({ ...LATER, execute_at: '2026-04-18T09:00', time_zone: 'Europe/Berlin' })).toBe(
      '2026-04-18T07:00:00.000Z',
    );
    expect(executeAtOf({ ...LATER, execute_at: '2026-04-18T09:00', time_zone: 'Pacific/Chatham' })).toBe(
      '2026-04-17T20:15:00.000Z',
    );
  });

  test('is in UTC where no zone comes along', () => {
    expect(executeAtOf({ ...LATER, execute_at: '2026-04-18T09:00' })).toBe('2026-04-18T09:00:00.000Z');
  });

  test('means now when empty, and when "now" is picked whatever the picker holds', () => {
    expect(executeAtOf({ verdict: 'approve', execute_at: '' })).toBeNull();
    expect(executeAtOf({ verdict: 'approve', when: 'now', execute_at: 'nonsense' })).toBeNull();
  });

  test('is missed by whoever picked "later" and left it empty', () => {
    expect(faultsOf(schedule, { ...LATER, execute_at: '' })).toEqual([
      'execute_at is required: choose a day and a time',
    ]);
  });

  test('is ignored with another verdict', () => {
    expect(executeAtOf({ verdict: 'deny', execute_at: 'nonsense', time_zone: 'Nowhere/Land' })).toBeNull();
  });

  test.each(['tomorrow', '2026-02-30T10:00', '2026-04-18T24:00', '2026-04-18T09:00Z', '2026-04-18'])(
    'like "%s" is refused, kept, and told how to look',
    (executeAt) => {
      const read = readForm(schedule, { ...LATER, execute_at: executeAt });
      expect(read).toMatchObject({ faults: [{ path: 'execute_at' }], form: { executeAt } });
      expect(faultsOf(schedule, { ...LATER, execute_at: executeAt })[0]).toContain('must look like 2026-04-18T09:00');
    },
  );

  test.each(['Etc/Unknown', 'Nowhere/Land', '+05:30', ''])(
    'in the time zone %j, which is not known, is in UTC',
    (time_zone) => {
      const fields = { ...LATER, execute_at: '2026-04-18T09:00', time_zone };
      expect(readForm(schedule, fields)).toMatchObject({
        ...{ given: { executeAt: new Date('2026-04-18T09:00Z') }, form: { timeZone: 'UTC' } },
      });
    },
  );

  test('that clocks skip is refused and named', () => {
    const fields = { ...LATER, execute_at: '2026-03-29T02:30', time_zone: 'Europe/Berlin' };
    expect(faultsOf(schedule, fields)).toEqual([
      'execute_at does not exist: clocks in Europe/Berlin skip 02:30, Sunday 29 March 2026',
    ]);
  });

  test('that clocks show twice is the earlier one', () => {
    const fields = { ...LATER, execute_at: '2026-10-25T02:30', time_zone: 'Europe/Berlin' };
    expect(executeAtOf(fields)).toBe('2026-10-25T00:30:00.000Z');
  });

  test('shown by the clocks of any zone at any minute is found again, never later', () => {
    const zones = [
      'UTC',
      'Europe/Berlin',
      'America/New_York',
      'Australia/Lord_Howe',
      'Asia/Kathmandu',
      'Pacific/Apia',
      'America/St_Johns',
    ];
    fc.assert(
      fc.property(fc.constantFrom(...zones), fc.integer({ min: 26_000_000, max: 36_000_000 }), (zone, minutes) => {
        const at = new Date(minutes * 60_000);
        const found = instantOf(wallTimeAt(at, zone), zone);
        expect(found && wallTimeAt(found, zone)).toBe(wallTimeAt(at, zone));
        expect(found && found <= at).toBe(true);
      }),
    );
  });
});

/** What a clock on the wall shows, as a picker would write it. */
function wallTimeAt(at: Date, timeZone: string): string {
  return at.toLocaleString('sv-SE', { timeZone }).slice(0, 16).replace(' ', 'T');
}

test('fields keep their values whatever a form makes of the line breaks in their names', () => {
  const fields = [{ name: 'to\nwhom', required: true }];
  const decision = sampleDecision({ responseType: { type: 'text_input', fields } });
  expect(readForm(decision, { verdict: 'approve', 'fields[to\r\nwhom]': 'Ben' })).toMatchObject({
    given: { data: { 'to\nwhom': 'Ben' } },
  });
});
