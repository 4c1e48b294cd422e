import type { DetailRow } from '../../domain/detail-rows';
import type { Message } from '../message';
import type { Limits } from '../shortened';
import { mailed } from './limits';
import { choicesNote } from './words';

const WIDEST_NAME = 30;

/** The message in plain text. */
export function textOf(message: Message, limits: Limits): string {
  const { context, contextLeft, facts, factsLeft } = mailed(message, limits);
  const parts = [
    `${message.urgency.toUpperCase()} URGENCY`,
    message.title,
    askingOf(message),
    ...message.choices.map(({ label, url }) => `${label}\n${url}`),
    choicesNote(message),
    context && section('Context', lines(context, contextLeft && `[${contextLeft}]`)),
    facts.length > 0 && section('Details', lines(tableOf(facts), factsLeft && `[${factsLeft}]`)),
    section('On the page', lines(message.more, `Everything there is to this decision:\n${message.link}`)),
    `-- \n${lines(...message.closing)}`,
  ];
  return `${parts.filter(Boolean).join('\n\n')}\n`;
}

function askingOf({ asker, asksFor, standIn, deadline }: Message): string {
  return lines(
    `${asker} ${asksFor}.`,
    standIn,
    deadline.date === null ? `${deadline.text}.` : `${deadline.text} (${deadline.date}).`,
    deadline.afterwards,
  );
}

/** Names and values in two columns. */
function tableOf(facts: readonly DetailRow[]): string {
  const width = Math.min(WIDEST_NAME, Math.max(...facts.map(({ name }) => name.length)));
  return lines(...facts.map(({ name, value }) => `${name.padEnd(width)}   ${value}`));
}

const section = (title: string, body: string): string => `\n${title.toUpperCase()}\n\n${body}`;
const lines = (...parts: readonly (string | null)[]): string => parts.filter((part) => part !== null).join('\n');
