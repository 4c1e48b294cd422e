-- AlterTable
ALTER TABLE "api_keys" ADD COLUMN     "approvers" TEXT[] DEFAULT ARRAY[]::TEXT[],
ADD COLUMN     "backup_approver" TEXT,
ADD COLUMN     "expires_at" TIMESTAMPTZ(3),
ADD COLUMN     "last_used_at" TIMESTAMPTZ(3),
ADD COLUMN     "previous_webhook_secret" BYTEA,
ADD COLUMN     "previous_webhook_secret_ends_at" TIMESTAMPTZ(3),
ADD COLUMN     "self_resolve" BOOLEAN NOT NULL DEFAULT true;

-- AlterTable
ALTER TABLE "decisions" ADD COLUMN     "attachments" JSONB NOT NULL DEFAULT '[]',
ADD COLUMN     "auto_resolved" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "content_hash" TEXT NOT NULL DEFAULT '',
ADD COLUMN     "context_images" TEXT[] DEFAULT ARRAY[]::TEXT[],
ADD COLUMN     "erased_at" TIMESTAMPTZ(3),
ADD COLUMN     "min_assurance" TEXT NOT NULL DEFAULT 'link',
ADD COLUMN     "policy_version" JSONB,
ADD COLUMN     "require_reason_on_deny" BOOLEAN NOT NULL DEFAULT false;

-- CreateTable
CREATE TABLE "traces" (
    "decision_id" UUID NOT NULL,
    "items" JSONB NOT NULL,

    CONSTRAINT "traces_pkey" PRIMARY KEY ("decision_id")
);

-- CreateTable
CREATE TABLE "policies" (
    "id" UUID NOT NULL,
    "workspace_id" UUID NOT NULL,
    "api_key_id" UUID,
    "version" INTEGER NOT NULL,
    "rules" JSONB NOT NULL,
    "note" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "created_by" TEXT NOT NULL,

    CONSTRAINT "policies_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "audit_checkpoints" (
    "workspace_id" UUID NOT NULL,
    "sequence" BIGINT NOT NULL,
    "hash" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "signature" TEXT NOT NULL,
    "public_key" TEXT NOT NULL,

    CONSTRAINT "audit_checkpoints_pkey" PRIMARY KEY ("workspace_id","sequence")
);

-- Not logged: counts of a minute need not outlive a crash, and nobody waits for the disk to have them.
CREATE UNLOGGED TABLE "rate_limits" (
    "key" TEXT NOT NULL,
    "points" INTEGER NOT NULL DEFAULT 0,
    "expire" BIGINT,

    CONSTRAINT "rate_limits_pkey" PRIMARY KEY ("key")
);

-- CreateIndex
CREATE UNIQUE INDEX "policies_workspace_id_api_key_id_version_key" ON "policies"("workspace_id", "api_key_id", "version") NULLS NOT DISTINCT;

-- AddForeignKey
ALTER TABLE "traces" ADD CONSTRAINT "traces_decision_id_fkey" FOREIGN KEY ("decision_id") REFERENCES "decisions"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "policies" ADD CONSTRAINT "policies_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspaces"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "policies" ADD CONSTRAINT "policies_api_key_id_fkey" FOREIGN KEY ("api_key_id") REFERENCES "api_keys"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "audit_checkpoints" ADD CONSTRAINT "audit_checkpoints_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspaces"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- A version of a policy stays as it was written.
CREATE FUNCTION policies_are_immutable() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'a version of a policy is never changed';
END $$;
CREATE TRIGGER policies_immutable BEFORE UPDATE OR DELETE OR TRUNCATE ON policies
  FOR EACH STATEMENT EXECUTE FUNCTION policies_are_immutable();
