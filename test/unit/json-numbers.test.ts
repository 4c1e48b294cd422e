import { pathOfInexactNumber } from '../../api/middleware/json-numbers';

test.each([
  ['{"metadata":{"order_id":9007199254740993}}', 'metadata.order_id'],
  ['{"trace":[{"content":[1,{"id":12345678901234567890}]}]}', 'trace.0.content.1.id'],
  ['{"amount":0.12345678901234567890}', 'amount'],
  ['{"amount":1e400}', 'amount'],
  ['{"a":1,"b":-1E-400}', 'b'],
  [`{"a":${'9'.repeat(5_000)}}`, 'a'],
])('%s is refused at its path', (json, path) => {
  expect(pathOfInexactNumber(json)).toBe(path);
});

test.each([
  '{"a":9007199254740992,"b":0.1,"c":1e21,"d":-0,"e":1.0}',
  '{"a":"9007199254740993 and 1e400"}',
  '{"a":100000000000000000000}',
  '{"a":1e5,"a":2e5}',
])('%s keeps every digit', (json) => {
  expect(pathOfInexactNumber(json)).toBeNull();
});
