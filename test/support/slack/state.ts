import type { Content } from './block-kit/message';
import type { Modal } from './block-kit/modal';

export interface Team {
  readonly id: string;
  readonly name: string;
  readonly domain: string;
  /** The app's own user in this team. */
  readonly bot_user_id: string;
  readonly bot_id: string;
}

export interface Person {
  readonly id: string;
  readonly team_id: string;
  readonly name: string;
  readonly email: string;
  readonly tz: string;
  readonly is_bot: boolean;
  readonly deleted: boolean;
  readonly is_restricted: boolean;
  readonly is_ultra_restricted: boolean;
  /** Somebody of another company, met through Slack Connect. */
  readonly is_stranger?: boolean;
}

/** Somebody whom a team sees, a stranger of another team perhaps. */
interface Member {
  readonly team: Team;
  readonly person: Person;
}

/** A direct message between the app and one person. */
export interface Conversation {
  readonly id: string;
  readonly team: Team;
  readonly user: Person;
}

/** A message as it stands now. `user` is the person it was sent to. */
export interface Message extends Required<Content> {
  readonly channel: string;
  readonly ts: string;
  readonly team: Team;
  readonly user: Person;
  edits: number;
  /** What it showed before, oldest first. */
  readonly history: Content[];
}

/** What only one person sees, and only until they reload: `chat.postEphemeral`. */
export type PrivateNote = Omit<Message, 'edits' | 'history'>;

/** A modal as it stands on somebody's screen now. */
export interface View extends Modal {
  readonly id: string;
  readonly team: Team;
  readonly user: Person;
  hash: string;
  open: boolean;
  /** What stands in red below its inputs, by `block_id`. */
  errors: Readonly<Record<string, string>>;
}

/** A bot's token, and why it is refused once it is. */
export interface Grant {
  readonly token: string;
  readonly team: Team;
  readonly scopes: readonly string[];
  dead: 'token_revoked' | 'account_inactive' | null;
}

/** What `/oauth/v2/authorize` gave out, until it is exchanged. */
interface Code {
  readonly code: string;
  readonly team: Team;
  readonly user: Person;
  readonly scopes: readonly string[];
  readonly redirectUri: string;
}

/** The right to open one modal for somebody who has just clicked. */
export interface Trigger {
  readonly id: string;
  readonly team: Team;
  readonly user: Person;
  readonly at: number;
  used: boolean;
}

export interface ApiCall {
  readonly method: string;
  readonly args: Readonly<Record<string, unknown>>;
  readonly token: string | null;
}

/** All that this Slack knows. */
export const emptyState = () => ({
  members: [] as Member[],
  conversations: [] as Conversation[],
  messages: [] as Message[],
  privateNotes: [] as PrivateNote[],
  views: [] as View[],
  grants: [] as Grant[],
  codes: [] as Code[],
  triggers: [] as Trigger[],
  calls: [] as ApiCall[],
});
export type State = ReturnType<typeof emptyState>;
