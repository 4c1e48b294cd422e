import { z } from 'zod';
import { newId } from './ids';
import type { Call, Method } from './method';
import { Refusal, read } from './refusal';
import type { Grant, Person } from './state';

/** Who somebody is, and the way to write to them. */
export const userMethods: Readonly<Record<string, Method>> = {
  'auth.test': {
    answer: ({ team }) => ({
      url: `https://${team.domain}.slack.com/`,
      team: team.name,
      user: 'handover',
      team_id: team.id,
      user_id: team.bot_user_id,
      bot_id: team.bot_id,
      is_enterprise_install: false,
    }),
  },
  'users.lookupByEmail': {
    scope: 'users:read.email',
    answer: (call) => {
      const email = read(z.object({ email: z.string() }), call.args).email.toLowerCase();
      const found = colleagues(call).find((one) => one.email.toLowerCase() === email && !one.deleted);
      if (found === undefined) throw new Refusal('users_not_found');
      return { user: userObject(found, call.grant) };
    },
  },
  'users.info': {
    scope: 'users:read',
    answer: (call) => {
      const { user } = read(z.object({ user: z.string() }), call.args);
      return { user: userObject(colleague(call, user), call.grant) };
    },
  },
  'conversations.open': {
    scope: 'im:write',
    answer: (call) => {
      const { users } = read(
        z.object({ users: z.string().regex(/^[^,]+$/, 'this Slack opens talks with one') }),
        call.args,
      );
      const user = colleague(call, users);
      if (user.deleted) throw new Refusal('user_disabled');
      const open = call.state.conversations.find((one) => one.user === user);
      if (open) return { no_op: true, already_open: true, channel: { id: open.id } };
      const conversation = { id: newId('D'), team: call.team, user };
      call.state.conversations.push(conversation);
      return { channel: { id: conversation.id } };
    },
  },
};

const colleagues = ({ state, team }: Call) =>
  state.members.filter((member) => member.team === team).map(({ person }) => person);

function colleague(call: Call, id: string): Person {
  const found = colleagues(call).find((one) => one.id === id);
  if (found === undefined) throw new Refusal('user_not_found');
  return found;
}

/** The documented user object (docs.slack.dev/reference/objects/user-object); the address needs a scope of its own. */
function userObject(person: Person, { scopes }: Grant) {
  const { email, tz, ...user } = person;
  const name = { real_name: person.name, real_name_normalized: person.name };
  return {
    ...user,
    ...{ color: '9f69e7', real_name: person.name, updated: 1_700_000_000 },
    ...{ is_admin: false, is_owner: false, is_primary_owner: false, is_app_user: false, is_email_confirmed: true },
    ...(person.deleted ? {} : timeZone(tz)),
    profile: {
      ...{ ...name, display_name: person.name, display_name_normalized: person.name, team: person.team_id },
      ...{ avatar_hash: 'ge3b51ca72de', status_text: '', status_emoji: '' },
      ...(scopes.includes('users:read.email') ? { email } : {}),
    },
  };
}

function timeZone(tz: string) {
  const named = (timeZoneName: 'long' | 'longOffset') =>
    new Intl.DateTimeFormat('en-US', { timeZone: tz, timeZoneName })
      .formatToParts()
      .find(({ type }) => type === 'timeZoneName')?.value ?? '';
  const [, sign, hours, minutes] = /([+-])(\d\d):(\d\d)/.exec(named('longOffset')) ?? ['', '+', '0', '0'];
  return { tz, tz_label: named('long'), tz_offset: Number(`${sign}1`) * (Number(hours) * 3600 + Number(minutes) * 60) };
}
