-- DropIndex
DROP INDEX "answers_state_received_at_idx";

-- AlterTable
ALTER TABLE "answers" ADD COLUMN     "settled" BOOLEAN NOT NULL DEFAULT false;

-- Answers of before count as known to their workflows, but for those that nobody has taken or refused.
UPDATE "answers" SET "settled" = true WHERE "state" <> 'untaken';

-- CreateIndex
CREATE INDEX "answers_settled_received_at_idx" ON "answers"("settled", "received_at");
