-- Appends events to a workspace's audit chain. Each event comes as the two halves of its canonical JSON (RFC 8785)
-- between which previous_hash and sequence belong, and as the columns it is kept in. The lock on the workspace's row
-- is the chain's lock: call this last in a transaction.
CREATE FUNCTION audit_append(workspace UUID, events JSONB) RETURNS VOID LANGUAGE plpgsql AS $$
DECLARE
  head RECORD;
  event JSONB;
  canonical TEXT;
BEGIN
  SELECT audit_sequence AS sequence, audit_hash AS hash INTO head FROM workspaces WHERE id = workspace FOR NO KEY UPDATE;
  FOR event IN SELECT * FROM jsonb_array_elements(events) LOOP
    canonical := (event->>'left') || '"previous_hash":"' || head.hash || '","sequence":' || (head.sequence + 1) || (event->>'right');
    INSERT INTO audit_events (workspace_id, sequence, id, type, at, actor, decision_id, data, previous_hash, hash)
    VALUES (workspace, head.sequence + 1, (event->>'id')::uuid, event->>'type', (event->>'at')::timestamptz, event->'actor',
            (event->>'decision_id')::uuid, event->'data', head.hash, encode(sha256(convert_to(canonical, 'UTF8')), 'hex'))
    RETURNING audit_events.sequence, audit_events.hash INTO head;
  END LOOP;
  UPDATE workspaces SET audit_sequence = head.sequence, audit_hash = head.hash WHERE id = workspace;
END $$;

-- What happened stays as it was written.
CREATE FUNCTION audit_is_append_only() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'audit_events is append-only';
END $$;
CREATE TRIGGER audit_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_events
  FOR EACH STATEMENT EXECUTE FUNCTION audit_is_append_only();

CREATE FUNCTION policies_are_immutable() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'a version of a policy is never changed';
END $$;
CREATE TRIGGER policies_immutable BEFORE UPDATE OR DELETE OR TRUNCATE ON policies
  FOR EACH STATEMENT EXECUTE FUNCTION policies_are_immutable();

CREATE FUNCTION audit_checkpoints_are_append_only() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'audit_checkpoints is append-only';
END $$;
CREATE TRIGGER audit_checkpoints_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_checkpoints
  FOR EACH STATEMENT EXECUTE FUNCTION audit_checkpoints_are_append_only();
