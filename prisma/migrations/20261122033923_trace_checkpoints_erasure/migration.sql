-- AlterTable
ALTER TABLE "traces" ALTER COLUMN "items" SET DATA TYPE JSON;

-- CreateIndex
CREATE INDEX "decisions_erased_at_created_at_idx" ON "decisions"("erased_at", "created_at");

-- What was signed stays as it was signed.
CREATE FUNCTION audit_checkpoints_are_append_only() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'audit_checkpoints is append-only';
END $$;
CREATE TRIGGER audit_checkpoints_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_checkpoints
  FOR EACH STATEMENT EXECUTE FUNCTION audit_checkpoints_are_append_only();
