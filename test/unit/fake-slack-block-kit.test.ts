import { type Acme, refusal, startAcme } from '../support/slack/acme';
import { actions, button, input, plain, section } from '../support/slack/sample-blocks';

let slack: Acme['slack'];
let client: Acme['client'];
let channel: Acme['channel'];
let post: Acme['post'];

beforeAll(async () => {
  ({ slack, client, channel, post } = await startAcme());
});
afterAll(() => slack.close());

const select = (many: number) => ({
  type: 'static_select',
  options: Array.from({ length: many }, (_, n) => ({ text: plain(`${n}`), value: `${n}` })),
});
const radio = (many: number) => ({ ...select(many), type: 'radio_buttons' });
const rich = (type: string, ...elements: object[]) => ({ type: 'rich_text', elements: [{ type, elements }] });
const x = (many: number) => 'x'.repeat(many);

test.each<[string, string, ...object[]]>([
  ['51 blocks', 'no more than 50 items allowed [json-pointer:/blocks]', ...Array(51).fill({ type: 'divider' })],
  ['a section of 3001', 'must be less than 3001 characters [json-pointer:/blocks/0/text/text]', section(x(3001))],
  ['an empty section', 'must be more than 0 characters [json-pointer:/blocks/0/text/text]', section('')],
  ['no text, no fields', 'missing required field: text or fields [json-pointer:/blocks/0]', { type: 'section' }],
  ['a header of 151', 'must be less than 151 characters', { type: 'header', text: plain(x(151)) }],
  ['11 in a context', 'no more than 10 items', { type: 'context', elements: Array(11).fill(plain('x')) }],
  ['26 actions', 'no more than 25 items', actions(...Array(26).fill(button('x')))],
  ['a button of 76', 'must be less than 76 characters', actions(button(x(76)))],
  ['a value of 2001', 'must be less than 2001 characters', actions(button('x', { value: x(2001) }))],
  ['an action_id of 256', 'must be less than 256 characters', actions(button('x', { action_id: x(256) }))],
  [
    'one action_id twice',
    '`action_id` a already exists',
    ...['1', '2'].map((one) => actions(button(one, { action_id: 'a' }))),
  ],
  ['one block_id twice', '`block_id` b already exists', ...Array(2).fill({ type: 'divider', block_id: 'b' })],
  ['101 options', 'no more than 100 items', actions(select(101))],
  ['11 radio buttons', 'no more than 10 items', actions(radio(11))],
  [
    'an initial option not offered',
    'not found',
    actions({ ...radio(1), initial_option: { text: plain('2'), value: '2' } }),
  ],
  ['a number of unknown kind', 'expected boolean', input({ type: 'number_input' })],
  ['a moment in milliseconds', 'initial_date_time', input({ type: 'datetimepicker', initial_date_time: Date.now() })],
  ['an unknown block', 'unsupported type [json-pointer:/blocks/0/type]', { type: 'paragraph' }],
  ['a text input among buttons', 'unsupported type', actions({ type: 'plain_text_input' })],
  ['an unknown field', 'invalid additional property: colour', { type: 'divider', colour: 'red' }],
  [
    'an emoji in preformatted text',
    'unsupported type',
    rich('rich_text_preformatted', { type: 'emoji', name: 'tada' }),
  ],
  ['an empty rich text', 'must be more than 0 characters', rich('rich_text_section', { type: 'text', text: '' })],
])('refuses %s: %s', async (_what, message, ...blocks) => {
  const { error, messages } = await refusal(post(...blocks));
  expect({ error, messages }).toEqual({ error: 'invalid_blocks', messages: [expect.stringContaining(`${message}`)] });
});

test('takes every block and element up to its limits, and names what has no name', async () => {
  const styled = { type: 'text', text: 'x', style: { bold: true, code: true } };
  const message = await post(
    ...[
      { type: 'header', text: plain(x(150)) },
      { type: 'divider' },
      section(x(3000)),
      actions(select(100), radio(10)),
    ],
    ...[rich('rich_text_section', styled, { type: 'link', url: 'https://x.com' }), rich('rich_text_quote', styled)],
    {
      type: 'rich_text',
      elements: [
        { type: 'rich_text_list', style: 'bullet', elements: [{ type: 'rich_text_section', elements: [styled] }] },
      ],
    },
  );
  expect(message.blocks).toHaveLength(7);
  const { blocks } = await post(actions(...Array(25).fill(button('x'))));
  expect(blocks).toMatchObject([
    { block_id: expect.any(String), elements: Array(25).fill({ action_id: expect.any(String) }) },
  ]);
});

test('holds in attachments as well', async () => {
  const attachments = [{ color: '#ff0000', blocks: [section(x(3001))] }];
  const { error, messages } = await refusal(client.chat.postMessage({ channel, text: 'x', attachments }));
  expect(error).toBe('invalid_attachments');
  expect(messages).toEqual([expect.stringContaining('/attachments/0/blocks/0/text/text')]);
});
