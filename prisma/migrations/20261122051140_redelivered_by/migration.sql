-- AlterTable
ALTER TABLE "deliveries" ADD COLUMN     "redelivered_by" UUID;
