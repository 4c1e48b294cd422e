import { bootstrap } from '../accounts/bootstrap';
import { start } from '../embedded/start';
import { migrate } from '../store/migrate';
import { assets } from '../web/assets';
import { outboxPage } from '../web/outbox-page';

/** `npm start`: gives the local servers what they need from the product. */
start({
  prepareDatabase: async (settings) => {
    await migrate(settings.migrationUrl, settings.databaseUrl);
    return bootstrap(settings);
  },
  outbox: { renderPage: outboxPage, styles: assets.get('handover.css')?.body ?? Buffer.of() },
});
