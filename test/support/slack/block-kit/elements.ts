import { z } from 'zod';
import { anyText, id, plainText, url } from './text';

/** Block elements (docs.slack.dev/reference/block-kit/block-elements): those that a decision can need. */

const confirm = z.strictObject({
  title: plainText(100).optional(),
  text: anyText(300),
  confirm: plainText(30).optional(),
  deny: plainText(30).optional(),
  style: z.enum(['primary', 'danger']).optional(),
});

const optionWith = <Text extends z.ZodType<{ text: string }>>(text: Text) =>
  z.strictObject({ text, value: z.string().min(1).max(150), description: plainText(75).optional() });
const menuOption = optionWith(plainText(75));
const listOption = optionWith(anyText(75));

const focus = { action_id: id, focus_on_load: z.boolean().optional() };
const choice = { ...focus, confirm: confirm.optional() };
const typed = { ...focus, placeholder: plainText(150).optional() };

const button = z.strictObject({
  type: z.literal('button'),
  action_id: id,
  text: plainText(75),
  value: z.string().max(2000).optional(),
  url: url.optional(),
  style: z.enum(['primary', 'danger']).optional(),
  confirm: confirm.optional(),
  accessibility_label: z.string().max(75).optional(),
});

const staticSelect = z.strictObject({
  ...{ type: z.literal('static_select'), ...choice, placeholder: plainText(150).optional() },
  options: z.array(menuOption).min(1).max(100),
  initial_option: menuOption.optional(),
});

const multiStaticSelect = z.strictObject({
  ...{ type: z.literal('multi_static_select'), ...choice, placeholder: plainText(150).optional() },
  options: z.array(menuOption).min(1).max(100),
  initial_options: z.array(menuOption).min(1).optional(),
  max_selected_items: z.int().min(1).optional(),
});

const radioButtons = z.strictObject({
  ...{ type: z.literal('radio_buttons'), ...choice },
  options: z.array(listOption).min(1).max(10),
  initial_option: listOption.optional(),
});

const checkboxes = z.strictObject({
  ...{ type: z.literal('checkboxes'), ...choice },
  options: z.array(listOption).min(1).max(10),
  initial_options: z.array(listOption).min(1).optional(),
});

const datepicker = z.strictObject({
  ...{ type: z.literal('datepicker'), ...choice, placeholder: plainText(150).optional() },
  initial_date: z.iso.date().optional(),
});

const dateTimePicker = z.strictObject({
  ...{ type: z.literal('datetimepicker'), ...choice },
  initial_date_time: z.int().min(1_000_000_000).max(9_999_999_999).optional(),
});

const plainTextInput = z.strictObject({
  ...{ type: z.literal('plain_text_input'), ...typed },
  initial_value: z.string().max(3000).optional(),
  multiline: z.boolean().optional(),
  min_length: z.int().min(0).max(3000).optional(),
  max_length: z.int().min(1).max(3000).optional(),
});

const number = z.string().regex(/^-?\d+(\.\d+)?$/, 'must be a number');
const numberInput = z.strictObject({
  ...{ type: z.literal('number_input'), ...typed },
  is_decimal_allowed: z.boolean(),
  initial_value: number.optional(),
  min_value: number.optional(),
  max_value: number.optional(),
});

const emailInput = z.strictObject({
  ...{ type: z.literal('email_text_input'), ...typed },
  initial_value: z.string().optional(),
});

const urlInput = z.strictObject({
  ...{ type: z.literal('url_text_input'), ...typed },
  initial_value: z.string().optional(),
});

export const image = z.strictObject({
  type: z.literal('image'),
  image_url: url,
  alt_text: z.string().max(2000),
});

const choices = [staticSelect, multiStaticSelect, radioButtons, checkboxes, datepicker] as const;
const inputs = [plainTextInput, numberInput, emailInput, urlInput, dateTimePicker, ...choices] as const;

/** Which elements go where. */
export const actionsElement = withInitialAmongOptions(
  z.discriminatedUnion('type', [button, dateTimePicker, ...choices]),
);
export const inputElement = withInitialAmongOptions(z.discriminatedUnion('type', inputs));
export const accessory = withInitialAmongOptions(z.discriminatedUnion('type', [button, image, ...choices]));

export type Element = Exclude<
  z.infer<typeof actionsElement> | z.infer<typeof inputElement> | z.infer<typeof accessory>,
  { type: 'image' }
>;
export type Button = z.infer<typeof button>;

/** What is chosen at first must be one of the options, in every field. */
function withInitialAmongOptions<Schema extends z.ZodType<object>>(schema: Schema): Schema {
  return schema.refine((element) => {
    const { options = [], initial_option, initial_options = [] } = element as Partial<Chosen>;
    const offered = options.map((option) => JSON.stringify(option));
    const initial = initial_option === undefined ? initial_options : [initial_option];
    return initial.every((option) => offered.includes(JSON.stringify(option)));
  }, 'initial option not found in options');
}
type Chosen = { options: unknown[]; initial_option: unknown; initial_options: unknown[] };
