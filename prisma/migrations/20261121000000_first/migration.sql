-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "public";

-- CreateTable
CREATE TABLE "workspaces" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "audit_sequence" BIGINT NOT NULL DEFAULT 0,
    "audit_hash" TEXT NOT NULL DEFAULT '',

    CONSTRAINT "workspaces_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "members" (
    "id" UUID NOT NULL,
    "workspace_id" UUID NOT NULL,
    "email" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "members_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "api_keys" (
    "id" UUID NOT NULL,
    "workspace_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "prefix" TEXT NOT NULL,
    "hash" TEXT NOT NULL,
    "webhook_secret" BYTEA NOT NULL,
    "scopes" TEXT[],
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "revoked_at" TIMESTAMPTZ(3),

    CONSTRAINT "api_keys_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "decisions" (
    "id" UUID NOT NULL,
    "workspace_id" UUID NOT NULL,
    "api_key_id" UUID NOT NULL,
    "action" TEXT NOT NULL,
    "context" TEXT,
    "agent" TEXT,
    "approver" TEXT NOT NULL,
    "approver_key" TEXT NOT NULL,
    "backup_approver" TEXT,
    "urgency" TEXT NOT NULL,
    "channel" TEXT NOT NULL,
    "options" TEXT[],
    "response_type" JSONB NOT NULL,
    "amount" DOUBLE PRECISION,
    "metadata" JSONB,
    "callback_url" TEXT,
    "enforce" BOOLEAN NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "timeout_minutes" DOUBLE PRECISION,
    "escalate_after_minutes" DOUBLE PRECISION,
    "expires_at" TIMESTAMPTZ(3),
    "started_at" TIMESTAMPTZ(3),
    "status" TEXT NOT NULL DEFAULT 'pending',
    "answer_id" TEXT,
    "escalated_at" TIMESTAMPTZ(3),
    "execute_at" TIMESTAMPTZ(3),
    "due_at" TIMESTAMPTZ(3),
    "resolved_at" TIMESTAMPTZ(3),
    "resolved_by" TEXT,
    "resolved_via" TEXT,
    "assurance" TEXT,
    "response_notes" TEXT,
    "response_data" JSONB,
    "cancelled" BOOLEAN NOT NULL DEFAULT false,

    CONSTRAINT "decisions_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "answers" (
    "decision_id" UUID NOT NULL,
    "id" TEXT NOT NULL,
    "verdict" TEXT NOT NULL,
    "execute_at" TIMESTAMPTZ(3),
    "received_at" TIMESTAMPTZ(3) NOT NULL,
    "notes" TEXT,
    "data" JSONB,
    "author" TEXT NOT NULL,
    "via" TEXT NOT NULL,
    "assurance" TEXT NOT NULL,
    "api_key_id" UUID,
    "link_id" UUID,
    "state" TEXT NOT NULL DEFAULT 'untaken',

    CONSTRAINT "answers_pkey" PRIMARY KEY ("decision_id","id")
);

-- CreateTable
CREATE TABLE "links" (
    "id" UUID NOT NULL,
    "decision_id" UUID NOT NULL,
    "token_hash" TEXT NOT NULL,
    "recipient" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "notified_at" TIMESTAMPTZ(3),
    "opened_at" TIMESTAMPTZ(3),
    "used_at" TIMESTAMPTZ(3),

    CONSTRAINT "links_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "deliveries" (
    "id" UUID NOT NULL,
    "decision_id" UUID NOT NULL,
    "event" TEXT NOT NULL,
    "cause" TEXT NOT NULL,
    "url" TEXT NOT NULL,
    "body" TEXT NOT NULL,
    "status" TEXT NOT NULL DEFAULT 'pending',
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "next_attempt_at" TIMESTAMPTZ(3),

    CONSTRAINT "deliveries_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "delivery_attempts" (
    "delivery_id" UUID NOT NULL,
    "number" INTEGER NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "status_code" INTEGER,
    "error" TEXT,
    "duration_ms" INTEGER NOT NULL,

    CONSTRAINT "delivery_attempts_pkey" PRIMARY KEY ("delivery_id","number")
);

-- CreateTable
CREATE TABLE "audit_events" (
    "workspace_id" UUID NOT NULL,
    "sequence" BIGINT NOT NULL,
    "id" UUID NOT NULL,
    "type" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "actor" JSONB NOT NULL,
    "decision_id" UUID,
    "data" JSONB NOT NULL,
    "previous_hash" TEXT NOT NULL,
    "hash" TEXT NOT NULL,

    CONSTRAINT "audit_events_pkey" PRIMARY KEY ("workspace_id","sequence")
);

-- CreateTable
CREATE TABLE "idempotency" (
    "api_key_id" UUID NOT NULL,
    "key" TEXT NOT NULL,
    "request_hash" TEXT NOT NULL,
    "claim" UUID NOT NULL,
    "status" INTEGER,
    "body" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "idempotency_pkey" PRIMARY KEY ("api_key_id","key")
);

-- CreateIndex
CREATE UNIQUE INDEX "members_workspace_id_email_key" ON "members"("workspace_id", "email");

-- CreateIndex
CREATE UNIQUE INDEX "api_keys_hash_key" ON "api_keys"("hash");

-- CreateIndex
CREATE INDEX "api_keys_workspace_id_idx" ON "api_keys"("workspace_id");

-- CreateIndex
CREATE INDEX "decisions_workspace_id_id_idx" ON "decisions"("workspace_id", "id" DESC);

-- CreateIndex
CREATE INDEX "decisions_workspace_id_status_id_idx" ON "decisions"("workspace_id", "status", "id" DESC);

-- CreateIndex
CREATE INDEX "decisions_workspace_id_approver_key_id_idx" ON "decisions"("workspace_id", "approver_key", "id" DESC);

-- CreateIndex
CREATE INDEX "decisions_api_key_id_status_idx" ON "decisions"("api_key_id", "status");

-- CreateIndex
CREATE INDEX "decisions_started_at_idx" ON "decisions"("started_at");

-- CreateIndex
CREATE INDEX "answers_state_received_at_idx" ON "answers"("state", "received_at");

-- CreateIndex
CREATE UNIQUE INDEX "links_token_hash_key" ON "links"("token_hash");

-- CreateIndex
CREATE UNIQUE INDEX "links_decision_id_recipient_key" ON "links"("decision_id", "recipient");

-- CreateIndex
CREATE UNIQUE INDEX "deliveries_decision_id_event_cause_key" ON "deliveries"("decision_id", "event", "cause");

-- CreateIndex
CREATE UNIQUE INDEX "audit_events_id_key" ON "audit_events"("id");

-- CreateIndex
CREATE INDEX "audit_events_decision_id_idx" ON "audit_events"("decision_id");

-- CreateIndex
CREATE INDEX "idempotency_created_at_idx" ON "idempotency"("created_at");

-- AddForeignKey
ALTER TABLE "members" ADD CONSTRAINT "members_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspaces"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "api_keys" ADD CONSTRAINT "api_keys_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspaces"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "decisions" ADD CONSTRAINT "decisions_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspaces"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "decisions" ADD CONSTRAINT "decisions_api_key_id_fkey" FOREIGN KEY ("api_key_id") REFERENCES "api_keys"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "answers" ADD CONSTRAINT "answers_decision_id_fkey" FOREIGN KEY ("decision_id") REFERENCES "decisions"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "links" ADD CONSTRAINT "links_decision_id_fkey" FOREIGN KEY ("decision_id") REFERENCES "decisions"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "deliveries" ADD CONSTRAINT "deliveries_decision_id_fkey" FOREIGN KEY ("decision_id") REFERENCES "decisions"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "delivery_attempts" ADD CONSTRAINT "delivery_attempts_delivery_id_fkey" FOREIGN KEY ("delivery_id") REFERENCES "deliveries"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "audit_events" ADD CONSTRAINT "audit_events_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspaces"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "idempotency" ADD CONSTRAINT "idempotency_api_key_id_fkey" FOREIGN KEY ("api_key_id") REFERENCES "api_keys"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

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
