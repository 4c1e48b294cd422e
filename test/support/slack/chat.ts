import { z } from 'zod';
import { type Content, content } from './block-kit/message';
import { newTs } from './ids';
import type { Call, Method } from './method';
import { Refusal, read } from './refusal';
import type { Conversation, Message } from './state';

/** Messages: sent, changed, or shown to one person alone. */
export const chatMethods: Readonly<Record<string, Method>> = {
  'chat.postMessage': {
    scope: 'chat:write',
    answer: (call) => {
      const { id: channel, team, user } = conversation(call);
      const shown = { ...NOTHING, ...newContent(call) };
      const message: Message = { channel, ts: newTs(), team, user, ...shown, edits: 0, history: [] };
      call.state.messages.push(message);
      return { channel, ts: message.ts, message: messageObject(message) };
    },
  },
  'chat.update': {
    scope: 'chat:write',
    answer: (call) => {
      const { id: channel } = conversation(call);
      const { ts } = read(z.object({ ts: z.string() }), call.args);
      if (call.state.privateNotes.some((note) => note.ts === ts)) throw new Refusal('cant_update_message');
      const message = call.state.messages.find((one) => one.channel === channel && one.ts === ts);
      if (message === undefined) throw new Refusal('message_not_found');
      change(message, newContent(call, MOST_TEXT_OF_A_CHANGE));
      return { channel, ts, text: message.text, message: messageObject(message) };
    },
  },
  'chat.postEphemeral': {
    scope: 'chat:write',
    answer: (call) => {
      const { id: channel, team, user } = conversation(call);
      const named = read(z.object({ user: z.string() }), call.args).user;
      if (named !== user.id) throw new Refusal('user_not_in_channel');
      const note = { channel, ts: newTs(), team, user, ...NOTHING, ...newContent(call) };
      call.state.privateNotes.push(note);
      return { message_ts: note.ts };
    },
  },
};

const NOTHING = { text: '', blocks: [], attachments: [] };
const MOST_TEXT = 40_000;
/** Seen, though documented only as `msg_too_long`: `chat.update` takes less text than `chat.postMessage`. */
const MOST_TEXT_OF_A_CHANGE = 4000;
const MOST_ATTACHMENTS = 100;

function conversation({ args, state, team }: Call): Conversation {
  const { channel } = read(z.object({ channel: z.string() }), args);
  const found = state.conversations.find((one) => one.id === channel && one.team === team);
  if (found === undefined) throw new Refusal('channel_not_found');
  return found;
}

function newContent({ args }: Call, mostText = MOST_TEXT): Content {
  const given = read(content, args);
  if (!given.text && given.blocks === undefined && given.attachments === undefined) throw new Refusal('no_text');
  if ((given.text ?? '').length > mostText) throw new Refusal('msg_too_long');
  if ((given.attachments ?? []).length > MOST_ATTACHMENTS) throw new Refusal('too_many_attachments');
  return given;
}

/** A new text without blocks takes the old blocks away; attachments stay until others, or none, are given. */
function change(message: Message, given: Content): void {
  const { text, blocks, attachments } = message;
  message.history.push({ text, blocks, attachments });
  message.edits += 1;
  Object.assign(message, given.text === undefined ? {} : { blocks: [] }, given);
}

/** A message as Slack tells of it, in replies and with clicks. */
export function messageObject({ ts, team, text, blocks, attachments, edits }: Message) {
  return {
    type: 'message',
    ...{ user: team.bot_user_id, bot_id: team.bot_id, team: team.id, ts, text, blocks },
    attachments: attachments.map((one, index) => ({ id: index + 1, fallback: '[no preview available]', ...one })),
    ...(edits === 0 ? {} : { edited: { user: team.bot_user_id, ts: newTs() } }),
  };
}
