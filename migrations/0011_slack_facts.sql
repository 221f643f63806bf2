CREATE TABLE "slack_facts" (
	"workspace" text NOT NULL,
	"about" text NOT NULL,
	"value" jsonb NOT NULL,
	"known_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "slack_facts_workspace_about_pk" PRIMARY KEY("workspace","about")
);
--> statement-breakpoint
CREATE INDEX "slack_facts_age" ON "slack_facts" USING btree ("known_at");