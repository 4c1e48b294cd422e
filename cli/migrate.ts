import { migrate } from '../store/migrate';
import { run, say } from './run';

/** `npm run migrate`: migrates the database, so that neither API nor worker needs DATABASE_MIGRATION_URL. */
run(async ({ DATABASE_URL, DATABASE_MIGRATION_URL = DATABASE_URL }) => {
  await migrate(DATABASE_MIGRATION_URL, DATABASE_URL);
  say('The database is up to date.');
});
