-- AlterTable
ALTER TABLE "api_keys" ADD COLUMN     "origin_id" UUID;
UPDATE "api_keys" SET "origin_id" = "id";
ALTER TABLE "api_keys" ALTER COLUMN "origin_id" SET NOT NULL;
