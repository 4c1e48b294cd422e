import fc from 'fast-check';
import type { Json } from '../../domain/json';
import { type AuditEntry, auditRows } from '../../store/audit';

const PREVIOUS_HASH = 'f'.repeat(64);
const SEQUENCE = 42;

/** RFC 8785 for what JSON can hold: keys by their UTF-16 units, everything else as ECMAScript writes it. */
function canonical(value: Json): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = Object.entries(value).sort(([left], [right]) => (left < right ? -1 : 1));
  return `{${members.map(([key, member]) => `${JSON.stringify(key)}:${canonical(member)}`).join(',')}}`;
}

interface Row {
  readonly id: string;
  readonly at: string;
  readonly left: string;
  readonly right: string;
}
const rowsOf = (...entries: AuditEntry[]): readonly Row[] => JSON.parse(auditRows(entries));

/** The halves with what only the database knows between them, as `audit_append` puts them together. */
const joined = ({ left, right }: Row): string =>
  `${left}"previous_hash":"${PREVIOUS_HASH}","sequence":${SEQUENCE}${right}`;

const entry = (over: Partial<AuditEntry> = {}): AuditEntry => ({
  type: 'decision.created',
  at: new Date('2026-03-25T13:30:00.120Z'),
  actor: { type: 'approver', id: 'sarah@company.com', assurance: 'link' },
  decisionId: '01995d2e-7a41-7c3e-9f10-2b8d6e4a5c77',
  data: { status: 'pending' },
  ...over,
});

/** The whole event, as whoever verifies the chain writes it. */
function whole({ id }: Row, { type, at, actor, decisionId, data }: AuditEntry): string {
  const { type: kind, id: actorId, assurance } = actor;
  return canonical({
    ...{ id, type, at: at.toISOString(), actor: { type: kind, id: actorId, assurance }, decision_id: decisionId, data },
    ...{ previous_hash: PREVIOUS_HASH, sequence: SEQUENCE },
  });
}

test('the two halves of an event join to the canonical JSON of the whole event', () => {
  const event = entry();
  const [row] = rowsOf(event);
  expect(row && joined(row)).toBe(row && whole(row, event));
});

test('so they do for any data', () => {
  // What JSON cannot hold never gets here; -0 is 0 to RFC 8785 and to JSON alike.
  const data = fc.dictionary(
    fc.string({ unit: 'binary' }),
    fc.jsonValue({ stringUnit: 'binary' }) as fc.Arbitrary<Json>,
  );
  fc.assert(
    fc.property(data, fc.option(fc.uuid()), (given, decisionId) => {
      const event = entry({ data: given, decisionId });
      const [row] = rowsOf(event);
      return row !== undefined && joined(row) === whole(row, event);
    }),
    { numRuns: 500 },
  );
});

test('a text that looks like the seam does not move it', () => {
  const event = entry({ data: { '"type":': '","previous_hash":"0","sequence":1,"type":"decision.expired"}' } });
  const [row] = rowsOf(event);
  expect(JSON.parse(row ? joined(row) : '')).toMatchObject({ sequence: SEQUENCE, type: 'decision.created' });
});

test('every event has an id of its own, and keeps its order', () => {
  const rows = rowsOf(entry(), entry(), entry());
  expect(new Set(rows.map(({ id }) => id)).size).toBe(3);
  expect(rows.map(({ id }) => id)).toEqual(rows.map(({ id }) => id).sort());
});
