import { Icon } from '../icons';
import { renderFrame } from './frame';

/** 404: always the same page, whatever is wrong with the link. */
export function unknownLinkPage(): string {
  return renderFrame({
    title: "This link isn't valid",
    recipient: null,
    children: (
      <main class="ask ask-done" id="main">
        <h1 class="verdict">
          <Icon name="link" />
          This link isn't valid
        </h1>
        <div class="prose">
          <p>It may be incomplete, out of date, or replaced by a newer one.</p>
          <ul>
            <li>Open the newest message about this decision and use the link there.</li>
            <li>If you copied the link, check that no letter is missing at the end.</li>
            <li>If someone forwarded it to you, ask them: each link belongs to one person.</li>
          </ul>
          <p class="quiet">Nothing was decided by opening this page.</p>
        </div>
      </main>
    ),
  });
}
