/** The page that follows an installation of the Slack app. */
export { installedPage } from './installed-page';
export { notInstalledPage } from './not-installed-page';
