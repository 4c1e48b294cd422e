/** What whoever installs the Slack app sees when they come back. */
export { installedPage } from './installed-page';
export { notInstalledPage } from './not-installed-page';
