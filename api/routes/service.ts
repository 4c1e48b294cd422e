import { Router } from 'express';
import { isReachable } from '../../store/db';
import type { ApiContext } from '../context';
import { onlyMethods } from '../errors';

const PATIENCE_MS = 2_000;

/** `/health`: this process lives. `/ready`: it reaches the database and Temporal. Neither needs a key. */
export function serviceRoutes({ db, temporal }: ApiContext): Router {
  const router = Router();
  router
    .route('/health')
    .get((_request, response) => void response.json({ status: 'ok' }))
    .all(onlyMethods('GET'));
  router
    .route('/ready')
    .get(async (_request, response) => {
      const [database, reached] = await Promise.all([within(isReachable(db)), within(temporal.isReachable())]);
      const state = { database: word(database), temporal: word(reached) };
      if (database && reached) return void response.json({ status: 'ok', ...state });
      const away = [database ? null : 'the database', reached ? null : 'Temporal'].filter(Boolean).join(' and ');
      response
        .status(503)
        .set('Retry-After', '2')
        .json({ status: 'unavailable', ...state, error: `Not reached: ${away}`, code: 'UNAVAILABLE' });
    })
    .all(onlyMethods('GET'));
  return router;
}

const word = (reached: boolean): string => (reached ? 'ok' : 'unreachable');

async function within(check: Promise<boolean>): Promise<boolean> {
  const late = new Promise<boolean>((resolve) => setTimeout(() => resolve(false), PATIENCE_MS).unref());
  return Promise.race([check, late]);
}
