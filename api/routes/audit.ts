import { pipeline } from 'node:stream/promises';
import { stringify } from 'csv-stringify';
import { Router } from 'express';
import { auditQuery, checkpointsQuery, exportQuery, pageQuery } from '../../contract/queries';
import { parse } from '../../contract/requests';
import { find } from '../../decisions/find';
import { type AuditEvent, everyAudit, listAudit } from '../../store/audit';
import { listCheckpoints } from '../../store/checkpoints';
import { verifyAudit } from '../../store/verify-audit';
import { authenticated, keyOf } from '../authenticated';
import type { ApiContext } from '../context';
import { onlyMethods } from '../errors';
import { limited } from '../limited';
import { page } from '../lists';
import { noteDecision } from '../observe';
import { checkpointView, eventView } from '../views';

/** `/audit` and `/decisions/:id/events`: what happened, by whom, and that nobody changed it since. */
export function auditRoutes(context: ApiContext): Router {
  const router = Router();
  const { db, vault } = context;
  const admin = authenticated(context, 'admin');

  router
    .route('/audit')
    .get(admin, async (request, response) => {
      const { limit, cursor, decision_id: decisionId, ...query } = parse(auditQuery, request.query);
      const filter = { workspaceId: keyOf(request).workspaceId, decisionId, ...query };
      response.json(page(await listAudit(db, filter, { limit: limit + 1, cursor }), limit, eventView));
    })
    .all(onlyMethods('GET'));

  router
    .route('/audit/export')
    .get(admin, async (request, response) => {
      const { format, decision_id: decisionId, ...query } = parse(exportQuery, request.query);
      const events = everyAudit(db, { workspaceId: keyOf(request).workspaceId, decisionId, ...query });
      response.type(format === 'csv' ? 'text/csv' : 'application/x-ndjson');
      response.set('Content-Disposition', `attachment; filename="audit.${format}"`);
      const sent = format === 'csv' ? pipeline(rowsOf(events), asCsv(), response) : pipeline(linesOf(events), response);
      await sent.catch((error: unknown) => {
        if (!isHangUp(error)) throw error;
      });
    })
    .all(onlyMethods('GET'));

  router
    .route('/audit/verify')
    .get(admin, async (request, response) => {
      const { ok, checked, firstBad } = await verifyAudit(db, keyOf(request).workspaceId, [
        vault.auditSigner.publicKey,
      ]);
      response.json({ ok, checked, first_bad: firstBad });
    })
    .all(onlyMethods('GET'));

  router
    .route('/audit/checkpoints')
    .get(admin, async (request, response) => {
      const { limit, cursor: before } = parse(checkpointsQuery, request.query);
      const rows = await listCheckpoints(db, keyOf(request).workspaceId, { limit: limit + 1, before });
      const numbered = rows.map((row) => ({ ...row, id: String(row.sequence) }));
      response.json(page(numbered, limit, checkpointView));
    })
    .all(onlyMethods('GET'));

  router.param('id', noteDecision);
  router
    .route('/decisions/:id/events')
    .get(authenticated(context, 'decisions:read'), limited(context, 'read'), async (request, response) => {
      const { workspaceId, id: decisionId } = await find(context, keyOf(request).workspaceId, request.params.id);
      const { limit, cursor } = parse(pageQuery, request.query);
      const events = await listAudit(db, { workspaceId, decisionId }, { limit: limit + 1, cursor });
      response.json(page(events, limit, eventView));
    })
    .all(onlyMethods('GET'));

  return router;
}

const isHangUp = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'ERR_STREAM_PREMATURE_CLOSE';

async function* linesOf(events: AsyncIterable<AuditEvent>): AsyncGenerator<string> {
  for await (const event of events) yield `${JSON.stringify(eventView(event))}\n`;
}

async function* rowsOf(events: AsyncIterable<AuditEvent>): AsyncGenerator<Record<string, unknown>> {
  for await (const event of events) {
    const { actor, ...row } = eventView(event);
    yield { ...row, actor_type: actor.type, actor_id: actor.id, assurance: actor.assurance };
  }
}

/** The actor in columns of its own, data as JSON. What a spreadsheet would take for a formula gets an apostrophe before it. */
const asCsv = () =>
  stringify({
    header: true,
    escape_formulas: true,
    columns: [
      ...['sequence', 'id', 'type', 'at', 'actor_type', 'actor_id', 'assurance'],
      ...['decision_id', 'data', 'previous_hash', 'hash'],
    ],
  });
