import { type Request, type Response, Router } from 'express';
import { type KeyTransaction, inKeyTransaction } from '../../accounts/key-transaction';
import { addKey, changeKey, revokeKey } from '../../accounts/keys';
import type { MadeKey } from '../../accounts/make-key';
import { rotateKey, rotateWebhookSecret } from '../../accounts/rotate';
import { hasScope } from '../../accounts/scopes';
import { changeKeyRequest, createKeyRequest, rotateKeyRequest, rotateSecretRequest } from '../../contract/keys';
import { pageQuery } from '../../contract/queries';
import { parse, parseChange } from '../../contract/requests';
import { keepReply } from '../../store/idempotency';
import { type ApiKey, listKeys } from '../../store/keys';
import { authenticated, keyOf } from '../authenticated';
import type { ApiContext } from '../context';
import { onlyMethods } from '../errors';
import { idempotent } from '../idempotent';
import { jsonBody } from '../json-body';
import { keyViewOf } from '../key-view';
import { limited } from '../limited';
import { page } from '../lists';

/** `/auth/api-keys`: make, list, change, end and rotate. A key without `admin` sees itself alone, and changes nothing. */
export function apiKeyRoutes(context: ApiContext): Router {
  const router = Router();
  const { db, secrets } = context;
  const admin = authenticated(context, 'admin');
  const idOf = (request: Request): string => String(request.params.id);
  const shown = (key: ApiKey) => keyViewOf(secrets, key);
  const shownOnce = ({ key, raw }: MadeKey) => ({ ...shown(key), key: raw });

  const sealed = (reply: string): string => Buffer.from(secrets.seal(reply)).toString('base64');
  const opened = (kept: string): string => secrets.open(Buffer.from(kept, 'base64'));
  /** A POST whose reply holds a secret: kept sealed, in the transaction of what it tells. */
  const secretly = (status: number, doing: (request: Request) => (work: KeyTransaction) => Promise<object>) =>
    idempotent(
      context,
      (request, claim) => {
        const doIt = doing(request);
        return inKeyTransaction(context, keyOf(request), async (work) => {
          const body = await doIt(work);
          if (claim) await keepReply(work.sql, claim, status, sealed(JSON.stringify(body)));
          return { status, body, kept: true };
        });
      },
      opened,
    );

  router
    .route('/auth/api-keys')
    .post(
      admin,
      limited(context, 'keys'),
      jsonBody,
      secretly(201, ({ body }) => {
        const asked = parse(createKeyRequest, body);
        return async (work) => shownOnce(await addKey(work, asked));
      }),
    )
    .get(authenticated(context), async (request, response) => {
      const key = keyOf(request);
      const { limit, cursor } = parse(pageQuery, request.query);
      const only = hasScope(key, 'admin') ? null : key.id;
      const keys = await listKeys(db, { workspaceId: key.workspaceId, only }, { limit: limit + 1, cursor });
      response.json(page(keys, limit, shown));
    })
    .all(onlyMethods('GET', 'POST'));

  router
    .route('/auth/api-keys/:id')
    .patch(admin, jsonBody, async (request: Request, response: Response) => {
      const change = parseChange(changeKeyRequest, request.body);
      const key = await inKeyTransaction(context, keyOf(request), (work) => changeKey(work, idOf(request), change));
      response.json(shown(key));
    })
    .delete(admin, async (request, response) => {
      await inKeyTransaction(context, keyOf(request), (work) => revokeKey(work, idOf(request)));
      response.status(204).end();
    })
    .all(onlyMethods('PATCH', 'DELETE'));

  router
    .route('/auth/api-keys/:id/rotate')
    .post(
      admin,
      jsonBody,
      secretly(201, (request) => {
        const { overlap_minutes } = parse(rotateKeyRequest, request.body);
        return async (work) => shownOnce(await rotateKey(work, idOf(request), overlap_minutes));
      }),
    )
    .all(onlyMethods('POST'));

  router
    .route('/auth/api-keys/:id/rotate-webhook-secret')
    .post(
      admin,
      jsonBody,
      secretly(200, (request) => {
        const { overlap_minutes } = parse(rotateSecretRequest, request.body);
        return async (work) => shown(await rotateWebhookSecret(work, idOf(request), overlap_minutes));
      }),
    )
    .all(onlyMethods('POST'));

  return router;
}
