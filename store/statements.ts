/** Whether the request still has the claim on its Idempotency-Key, if it has one. Nobody can take it over until this commits. */
const isClaimed = ([apiKeyId, key, claim]: readonly string[]): string => `
  (${claim}::uuid IS NULL OR EXISTS (
    SELECT FROM idempotency WHERE api_key_id = ${apiKeyId}::uuid AND key = ${key} AND claim = ${claim}::uuid AND status IS NULL
    FOR UPDATE))`;

/**
 * What every change writes besides the decision's own row, in the same statement. `moved` is that row, `change` the
 * parameter with everything to write (JSON as text, so that an answer's fields keep their order), `reply` the five
 * parameters of the reply that is kept for an Idempotency-Key.
 */
const consequences = (change: string, reply: readonly string[]): string => {
  const [apiKeyId, key, claim, status, body] = reply;
  return `
  asked AS (
    INSERT INTO assignments (decision_id, id, step, approver, approver_key, status, token_hash, note)
    SELECT moved.id, a.id, a.step, a.approver, a.approver_key, a.status, a.token_hash, a.note
    FROM moved, json_populate_recordset(NULL::assignments, ${change}->'assignments') a
    ON CONFLICT (decision_id, id) DO UPDATE SET status = excluded.status
    RETURNING 1
  ), answered AS (
    INSERT INTO answers (decision_id, id, assignment_id, verdict, execute_at, received_at, notes, data, author, author_key, via, assurance, api_key_id)
    SELECT moved.id, a.id, a.assignment_id, a.verdict, a.execute_at, a.received_at, a.notes, a.data, a.author, a.author_key, a.via, a.assurance, a.api_key_id
    FROM moved, json_populate_recordset(NULL::answers, ${change}->'answers') a
    RETURNING 1
  ), notified AS (
    INSERT INTO notifications (decision_id, assignment_id, occasion, channel, created_at)
    SELECT moved.id, n.assignment_id, n.occasion, moved.channel, moved.changed_at
    FROM moved, json_populate_recordset(NULL::notifications, ${change}->'notifications') n
    ON CONFLICT DO NOTHING
    RETURNING 1
  ), happened AS (
    INSERT INTO events (id, decision_id, sequence, type, body, created_at)
    SELECT e.id, moved.id, e.sequence, e.type, e.body, e.created_at
    FROM moved, json_populate_recordset(NULL::events, ${change}->'events') e
    RETURNING 1
  ), delivered AS (
    INSERT INTO deliveries (id, decision_id, event_id, url, created_at, next_attempt_at)
    SELECT d.id, moved.id, d.event_id, moved.callback_url, moved.changed_at, moved.changed_at
    FROM moved, json_populate_recordset(NULL::deliveries, ${change}->'deliveries') d
    RETURNING 1
  ), kept AS (
    UPDATE files SET kept_at = moved.changed_at, answer_id = ${change}->'answers'->0->>'id'
    FROM moved WHERE files.decision_id = moved.id AND files.id IN (SELECT value::uuid FROM json_array_elements_text(${change}->'files'))
    RETURNING 1
  ), replied AS (
    UPDATE idempotency SET decision_id = moved.id, status = ${status}::int, body = ${body}
    FROM moved WHERE idempotency.api_key_id = ${apiKeyId}::uuid AND key = ${key} AND claim = ${claim}::uuid
    RETURNING 1
  )`;
};

/** Appends to the audit, once everything else is written: its lock comes last. */
const auditOf = (change: string): string => `
  audit_append(moved.workspace_id, (${change}->'audit')::jsonb)
  FROM moved, (SELECT count(*) FROM asked) a, (SELECT count(*) FROM answered) b, (SELECT count(*) FROM notified) c,
       (SELECT count(*) FROM happened) d, (SELECT count(*) FROM delivered) e, (SELECT count(*) FROM kept) f,
       (SELECT count(*) FROM replied) g`;

const MOVE_REPLY = ['$5', '$6', '$7', '$8', '$9'];
/** Changes a decision that still has the revision $2. */
export const MOVE = `
  WITH moved AS (
    UPDATE decisions SET
      revision = revision + 1,
      seen_revision = CASE WHEN $3::boolean THEN revision + 1 ELSE seen_revision END,
      state = ($4::json->'state')::jsonb, status = $4::json->'state'->>'status', reason = $4::json->>'reason',
      wake_at = ($4::json->>'wake_at')::timestamptz, ended_at = ($4::json->>'ended_at')::timestamptz,
      changed_at = ($4::json->>'at')::timestamptz
    WHERE id = $1 AND revision = $2 AND ${isClaimed(MOVE_REPLY)}
    RETURNING id, workspace_id, channel, callback_url, changed_at
  ), ${consequences('$4::json', MOVE_REPLY)}
  SELECT pg_notify('decision', moved.id::text), ${auditOf('$4::json')}`;

const INSERT_REPLY = ['$4', '$5', '$6', '$7', '$8'];
/** Inserts a decision with its trace ($3). Nobody waits for a change of it yet. $1 is its row, $2 what follows from its creation. */
export const INSERT = `
  WITH moved AS (
    INSERT INTO decisions SELECT * FROM json_populate_record(NULL::decisions, $1::json) WHERE ${isClaimed(INSERT_REPLY)}
    RETURNING id, workspace_id, channel, callback_url, changed_at
  ), traced AS (
    INSERT INTO traces (decision_id, items) SELECT id, $3::json FROM moved WHERE $3::json IS NOT NULL
  ), ${consequences('$2::json', INSERT_REPLY)}
  SELECT ${auditOf('$2::json')}`;
