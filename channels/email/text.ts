import type { DetailRow } from '../../domain/detail-rows';
import type { Message } from '../message';
import type { Limits } from '../shorten';
import { shortenForMail } from './limits';
import { choicesNote } from './words';

const WIDEST_NAME = 30;

/** The message in plain text. */
export function textOf(message: Message, limits: Limits): string {
  const { context, contextLeft, details, detailsLeft } = shortenForMail(message, limits);
  const parts = [
    `${message.urgency.toUpperCase()} URGENCY`,
    message.title,
    askingOf(message),
    ...message.choices.map(({ label, url }) => `${label}\n${url}`),
    choicesNote(message),
    context && section('Context', lines(context, contextLeft && `[${contextLeft}]`)),
    details.length > 0 && section('Details', lines(tableOf(details), detailsLeft && `[${detailsLeft}]`)),
    section('On the page', lines(message.more, `All the details:\n${message.link}`)),
    `-- \n${lines(...message.closing)}`,
  ];
  return `${parts.filter(Boolean).join('\n\n')}\n`;
}

function askingOf({ asker, asksFor, remarks, note, deadline }: Message): string {
  return lines(
    `${asker} ${asksFor}.`,
    ...remarks,
    note === null ? null : `Note: ${note}`,
    deadline.date === null ? `${deadline.text}.` : `${deadline.text} (${deadline.date}).`,
    deadline.afterwards,
  );
}

/** Names and values in two columns. */
function tableOf(details: readonly DetailRow[]): string {
  const width = Math.min(WIDEST_NAME, Math.max(...details.map(({ name }) => name.length)));
  return lines(...details.map(({ name, value }) => `${name.padEnd(width)}   ${value}`));
}

const section = (title: string, body: string): string => `\n${title.toUpperCase()}\n\n${body}`;
const lines = (...parts: readonly (string | null)[]): string => parts.filter((part) => part !== null).join('\n');
