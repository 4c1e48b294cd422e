import { renderFrame } from '../approver/frame';
import { Icon } from '../icons';

/** The way through Slack's pages ended well. */
export function installedPage(team: string): string {
  return renderFrame({
    title: `Handover is installed in ${team}`,
    recipient: null,
    children: (
      <main class="ask ask-done" id="main">
        <h1 class="verdict verdict-approved">
          <Icon name="approved" />
          <span>
            Handover is installed in <bdi>{team}</bdi>
          </span>
        </h1>
        <div class="prose">
          <p>From now on, Handover can ask the people of this Slack workspace in a direct message.</p>
          <ul>
            <li>
              Create a decision with <code>"channel": "slack"</code>, and as <code>approver</code> the e-mail address
              that somebody has in their Slack profile.
            </li>
            <li>
              For one more Slack workspace, call <code>GET /slack</code> and open its new <code>install_url</code> in a
              browser.
            </li>
          </ul>
          <p class="quiet">You can close this page.</p>
        </div>
      </main>
    ),
  });
}
