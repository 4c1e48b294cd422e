-- Everything that schema.prisma cannot express. The migration before this one has the tables and is generated.

-- Counters for one minute: losing them in a crash costs nothing, and no request should wait for the disk.
ALTER TABLE rate_limits SET UNLOGGED;

-- The workspace's own rules have no key, and their versions are numbered like those of a key.
DROP INDEX policies_workspace_id_api_key_id_version_key;
CREATE UNIQUE INDEX policies_workspace_id_api_key_id_version_key
  ON policies (workspace_id, api_key_id, version) NULLS NOT DISTINCT;

-- Decisions whose workflow has not seen their latest change, or slept through its time.
CREATE INDEX decisions_behind_idx ON decisions (changed_at) WHERE seen_revision < revision;
CREATE INDEX decisions_wake_at_idx ON decisions (wake_at) WHERE wake_at IS NOT NULL;

-- Messages that are to be sent or edited, deliveries that are to be made, and files that nothing keeps yet.
CREATE INDEX notifications_pending_idx ON notifications (decision_id) WHERE status = 'pending';
CREATE INDEX notifications_editable_idx ON notifications (decision_id) WHERE reference IS NOT NULL AND settled_at IS NULL;
CREATE INDEX deliveries_pending_idx ON deliveries (decision_id) WHERE status = 'pending';
CREATE INDEX files_uploading_idx ON files (created_at) WHERE kept_at IS NULL;

-- Appends events to a workspace's audit chain. Each event comes as the two halves of its canonical JSON (RFC 8785),
-- between which previous_hash and sequence belong, and as the values of its columns. The lock on the workspace's row
-- is the lock of the chain: call this last in a transaction.
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

-- A table with this trigger is append-only, for the owner too. ALWAYS: session_replication_role does not skip it.
-- `grant_runtime` finds the append-only tables by it.
CREATE FUNCTION refuse_change() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is append-only', TG_TABLE_NAME;
END $$;

CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_events
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
ALTER TABLE audit_events ENABLE ALWAYS TRIGGER append_only;

CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_checkpoints
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
ALTER TABLE audit_checkpoints ENABLE ALWAYS TRIGGER append_only;

CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON policies
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
ALTER TABLE policies ENABLE ALWAYS TRIGGER append_only;

-- Grants the role of the API and the workers what they need: to read and write rows, and in append-only tables only to
-- read and insert them. The owner runs it after each migration, so that it covers the tables that are new.
CREATE FUNCTION grant_runtime(runtime NAME) RETURNS VOID LANGUAGE plpgsql AS $$
DECLARE
  target REGCLASS;
  privileges TEXT;
BEGIN
  EXECUTE format('GRANT USAGE ON SCHEMA public TO %I', runtime);
  FOR target, privileges IN
    SELECT oid, CASE
      WHEN oid = '_prisma_migrations'::regclass THEN 'SELECT'
      WHEN EXISTS (SELECT FROM pg_trigger WHERE tgrelid = c.oid AND tgfoid = 'refuse_change'::regproc) THEN 'SELECT, INSERT'
      ELSE 'SELECT, INSERT, UPDATE, DELETE'
    END
    FROM pg_class c
    WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') AND relowner = current_user::regrole
  LOOP
    EXECUTE format('REVOKE ALL ON %s FROM %I', target, runtime);
    EXECUTE format('GRANT %s ON %s TO %I', privileges, target, runtime);
  END LOOP;
END $$;
REVOKE EXECUTE ON FUNCTION grant_runtime FROM PUBLIC;
