-- CreateTable
CREATE TABLE "messages" (
    "id" UUID NOT NULL,
    "link_id" UUID NOT NULL,
    "channel" TEXT NOT NULL,
    "reference" JSONB NOT NULL,
    "shown" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "settled_at" TIMESTAMPTZ(3),

    CONSTRAINT "messages_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "slack_installations" (
    "workspace_id" UUID NOT NULL,
    "team_id" TEXT NOT NULL,
    "team_name" TEXT NOT NULL,
    "bot_token" BYTEA NOT NULL,
    "bot_user_id" TEXT NOT NULL,
    "installed_by" TEXT NOT NULL,
    "installed_at" TIMESTAMPTZ(3) NOT NULL,
    "disabled_at" TIMESTAMPTZ(3),
    "disabled_reason" TEXT,

    CONSTRAINT "slack_installations_pkey" PRIMARY KEY ("workspace_id","team_id")
);

-- CreateTable
CREATE TABLE "slack_tickets" (
    "hash" TEXT NOT NULL,
    "workspace_id" UUID NOT NULL,
    "api_key_id" UUID NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "state_hash" TEXT,
    "used_at" TIMESTAMPTZ(3),

    CONSTRAINT "slack_tickets_pkey" PRIMARY KEY ("hash")
);

-- CreateTable
CREATE TABLE "slack_requests" (
    "signature" TEXT NOT NULL,
    "seen_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "slack_requests_pkey" PRIMARY KEY ("signature")
);

-- CreateIndex
CREATE INDEX "messages_settled_at_idx" ON "messages"("settled_at");

-- CreateIndex
CREATE UNIQUE INDEX "messages_link_id_channel_reference_key" ON "messages"("link_id", "channel", "reference");

-- CreateIndex
CREATE INDEX "slack_installations_team_id_idx" ON "slack_installations"("team_id");

-- CreateIndex
CREATE UNIQUE INDEX "slack_tickets_state_hash_key" ON "slack_tickets"("state_hash");

-- CreateIndex
CREATE INDEX "slack_tickets_expires_at_idx" ON "slack_tickets"("expires_at");

-- CreateIndex
CREATE INDEX "slack_requests_seen_at_idx" ON "slack_requests"("seen_at");

-- AddForeignKey
ALTER TABLE "messages" ADD CONSTRAINT "messages_link_id_fkey" FOREIGN KEY ("link_id") REFERENCES "links"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "slack_installations" ADD CONSTRAINT "slack_installations_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspaces"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "slack_tickets" ADD CONSTRAINT "slack_tickets_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspaces"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
