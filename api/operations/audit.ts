import { auditQuery, checkpointsQuery, exportQuery, pageQuery } from '../../contract/queries';
import { auditEventReply, checkpointReply, verificationReply } from '../../contract/replies/audit';
import { pageOf } from '../../contract/replies/shapes';
import { find } from '../../decisions/find';
import { everyAudit, listAudit } from '../../store/audit';
import { listCheckpoints } from '../../store/checkpoints';
import { verifyAudit } from '../../store/verify-audit';
import { sendAuditExport } from '../audit-export';
import { content, defineOperation, json } from '../operation';
import { page } from '../pagination';
import { auditEventView, checkpointView } from '../views/audit';

const listDecisionEvents = defineOperation({
  id: 'listDecisionEvents',
  method: 'get',
  path: '/decisions/{id}/events',
  summary: 'List decision events',
  description: 'The audit events of a decision. Newest first.',
  scope: 'decisions:read',
  limit: 'read',
  query: pageQuery,
  responses: { 200: json('A page of audit events.', pageOf(auditEventReply)) },
  errors: ['NOT_FOUND'],
  async handler(context, { principal, params, query: { limit, cursor } }) {
    const { workspaceId, id: decisionId } = await find(context, principal.workspaceId, params.id);
    const events = await listAudit(context.db, { workspaceId, decisionId }, { limit: limit + 1, cursor });
    return { status: 200, body: page(events, limit, auditEventView) };
  },
});

const listAuditEvents = defineOperation({
  id: 'listAuditEvents',
  method: 'get',
  path: '/audit',
  summary: 'List audit events',
  description: 'Newest first.',
  scope: 'admin',
  query: auditQuery,
  responses: { 200: json('A page of audit events.', pageOf(auditEventReply)) },
  async handler({ db }, { principal: { workspaceId }, query: { limit, cursor, decision_id: decisionId, ...query } }) {
    const events = await listAudit(db, { workspaceId, decisionId, ...query }, { limit: limit + 1, cursor });
    return { status: 200, body: page(events, limit, auditEventView) };
  },
});

const exportAudit = defineOperation({
  id: 'exportAudit',
  method: 'get',
  path: '/audit/export',
  summary: 'Export audit events',
  description: 'Streamed, oldest first.',
  scope: 'admin',
  query: exportQuery,
  responses: { 200: content('All events, one per line.', 'application/x-ndjson', 'text/csv') },
  async handler({ db }, { principal: { workspaceId }, query: { format, decision_id: decisionId, ...query } }) {
    const events = everyAudit(db, { workspaceId, decisionId, ...query });
    return { status: 200, send: (response) => sendAuditExport(response, events, format) };
  },
});

const verifyAuditChain = defineOperation({
  id: 'verifyAudit',
  method: 'get',
  path: '/audit/verify',
  summary: 'Verify audit chain',
  description: 'Recomputes the hash of every event and compares the chain with its checkpoints.',
  scope: 'admin',
  responses: { 200: json('The result.', verificationReply) },
  async handler({ db, secrets }, { principal: { workspaceId } }) {
    const { ok, checked, firstBad } = await verifyAudit(db, workspaceId, [secrets.auditSigner.publicKey]);
    return { status: 200, body: { ok, checked, first_bad: firstBad } };
  },
});

const listAuditCheckpoints = defineOperation({
  id: 'listAuditCheckpoints',
  method: 'get',
  path: '/audit/checkpoints',
  summary: 'List audit checkpoints',
  description: 'The signed heads of the audit chain. Newest first.',
  scope: 'admin',
  query: checkpointsQuery,
  responses: { 200: json('A page of checkpoints.', pageOf(checkpointReply)) },
  async handler({ db }, { principal: { workspaceId }, query: { limit, cursor: before } }) {
    const rows = await listCheckpoints(db, workspaceId, { limit: limit + 1, before });
    const numbered = rows.map((row) => ({ ...row, id: String(row.sequence) }));
    return { status: 200, body: page(numbered, limit, checkpointView) };
  },
});

/** The audit of the workspace, and proof that nobody changed it. */
export const auditOperations = [
  ...[listDecisionEvents, listAuditEvents, exportAudit],
  ...[verifyAuditChain, listAuditCheckpoints],
];
