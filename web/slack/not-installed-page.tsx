import { failed } from '../approver/failure-page';

/** What stood in the way: what happened, in a few words, and what it means. */
const WORDS = {
  unavailable: {
    title: 'Slack cannot be installed here',
    text: 'This server is not set up for Slack, or its tier does not include it. GET /slack says which.',
  },
  ticket_unknown: {
    title: 'This link does not open anything',
    text: 'It may be incomplete, or so old that it is forgotten.',
  },
  ticket_over: {
    title: 'This link is used up',
    text: 'It works once, and for ten minutes.',
  },
  cancelled: {
    title: 'You cancelled at Slack',
    text: 'Slack gave Handover no access.',
  },
  foreign: {
    title: 'This was not begun here',
    text: 'What came back from Slack belongs to another browser, was here before, or took longer than ten minutes.',
  },
  refused: {
    title: 'Slack refused',
    text: 'Slack did not let Handover finish what you allowed.',
  },
  organisation: {
    title: 'One Slack workspace at a time',
    text: 'You allowed Handover for a whole organisation. Begin again, and choose one Slack workspace on the page of Slack.',
  },
  scopes: {
    title: 'A permission is missing',
    text: 'Slack has given Handover fewer permissions than it asked for. Compare the Slack app with the manifest in docs/slack.md.',
  },
  rotation: {
    title: 'This Slack app rotates its tokens',
    text: 'Handover needs a token that lasts, and Slack does not let an app go back to them. Make a new Slack app from the manifest in docs/slack.md.',
  },
  away: {
    title: 'Slack does not answer',
    text: 'Handover could not reach Slack, or Slack asked it to wait.',
  },
} as const;

interface NotInstalledProps {
  readonly obstacle: keyof typeof WORDS;
  /** Slack's own word, where it gave one. */
  readonly slackCode: string | null;
  readonly requestId: string;
}

/** Nothing was installed, and why. */
export function notInstalledPage({ obstacle, slackCode, requestId }: NotInstalledProps): string {
  const { title, text } = WORDS[obstacle];
  return failed({
    title,
    requestId,
    children: (
      <>
        <p>{text}</p>
        {slackCode && (
          <p>
            Slack's word for it: <code>{slackCode}</code>
          </p>
        )}
        <p>
          Nothing was installed by opening this page. To begin again, call <code>GET /slack</code> and open the new{' '}
          <code>install_url</code> in this browser. It also says where Handover is installed already.
        </p>
      </>
    ),
  });
}
