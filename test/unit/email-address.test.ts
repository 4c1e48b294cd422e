import { isEmailAddress } from '../../domain/email-address';
import { isSamePerson, personKey } from '../../domain/person';

test.each([
  'sarah@company.com',
  'sarah+finance@company.co.uk',
  "o'brien@company.com",
  'a.b-c_d@sub.domain.example',
  'ivan@xn--e1afmkfd.xn--p1ai',
  'ivan@пример.рф',
  'иван@пример.рф',
  'user@bücher.example',
  'ユーザー@例え.テスト',
  '{x}/y=z@company.com',
])('%s is an address', (address) => {
  expect(isEmailAddress(address)).toBe(true);
});

test.each([
  '',
  'sarah',
  '@company.com',
  'sarah@',
  'sarah@localhost',
  'sarah@company..com',
  '.sarah@company.com',
  'sa..rah@company.com',
  'sa rah@company.com',
  'sarah@com pany.com',
  'sarah@-company.com',
  'sarah@127.0.0.1',
  'sarah@1.2',
  'sarah@company.com/path',
  'sarah@company.com:25',
  'a@b@company.com',
  'sarah@company.com\r\nBcc: x@y.example',
  '<sarah@company.com>',
  `${'a'.repeat(65)}@company.com`,
  `a@${'b'.repeat(250)}.com`,
  `a@${'b'.repeat(64)}.com`,
])('%j is no address', (address) => {
  expect(isEmailAddress(address)).toBe(false);
});

test.each([
  ['a@company.com', 'A@Company.COM'],
  ['ivan@пример.рф', 'Ivan@xn--e1afmkfd.xn--p1ai'],
  ['user@bücher.example', 'user@BÜCHER.example'],
  ['jos\u00e9@company.com', 'JOSE\u0301@company.com'],
  ['ÉLISE@company.com', 'élise@company.com'],
])('%s and %s are one person', (one, other) => {
  expect(isSamePerson(one, other)).toBe(true);
  expect(personKey(one)).toBe(personKey(other));
});

test.each([
  ['sarah@company.com', 'sara@company.com'],
  ['sarah@company.com', 'ſarah@company.com'],
  ['kim@company.com', '\u212aim@company.com'],
  ['strasse@company.com', 'straße@company.com'],
])('%s and %s are two people: nobody answers for somebody whose address only looks alike', (one, other) => {
  expect(isSamePerson(one, other)).toBe(false);
});

test('nobody is the same person as nobody', () => {
  expect(isSamePerson(null, null)).toBe(false);
  expect(isSamePerson(null, 'a@b.example')).toBe(false);
});
