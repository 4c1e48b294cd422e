import { v7 } from 'uuid';
import { firstIdAt, isId } from '../../platform/ids';

test('the first id of a moment parts the ids made before it from those made then or later', () => {
  const first = firstIdAt(new Date('2026-11-01T00:00:00.000Z'));
  const msecs = Date.parse('2026-11-01T00:00:00.000Z');
  expect(isId(first)).toBe(true);
  expect(v7({ msecs, seq: 0, random: new Uint8Array(16) }) >= first).toBe(true);
  expect(v7({ msecs: msecs - 1, seq: 0xffffffff, random: new Uint8Array(16).fill(255) }) < first).toBe(true);
});
