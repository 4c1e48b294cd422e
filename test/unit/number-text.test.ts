import { isExact, readNumber } from '../../domain/number-text';

test.each([
  '0',
  '-0',
  '15',
  '1.10',
  '0.1',
  '1e3',
  '1E+3',
  '5e-324',
  '1.7976931348623157e308',
  '9007199254740992',
  '123000',
  '0.000001',
  '00.50',
])('%s is kept exactly', (text) => {
  expect(isExact(text)).toBe(true);
});

test.each([
  '9007199254740993',
  '0.1234567890123456789',
  '1e400',
  '-1e400',
  '1e-400',
  '9'.repeat(5_000),
  '1e99999999999999999999',
])('%s would become another number', (text) => {
  expect(isExact(text)).toBe(false);
});

test.each([
  ['15', 15],
  [' -1.5e2 ', -150],
  ['.5', 0.5],
  ['+3.', 3],
])('%j is read as %d', (text, number) => {
  expect(readNumber(text)).toBe(number);
});

test.each(['', ' ', '.', '1,5', '0x10', '1e', 'Infinity', 'NaN', '1e400', '1 2', '９'])('%j is no number', (text) => {
  expect(readNumber(text)).toBeNull();
});
