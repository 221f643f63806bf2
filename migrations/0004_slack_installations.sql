CREATE TABLE "slack_installations" (
	"id" text PRIMARY KEY NOT NULL,
	"bot_token" text NOT NULL,
	"bot_id" text NOT NULL,
	"bot_user_id" text NOT NULL,
	"installed_at" timestamp (3) with time zone NOT NULL
);
