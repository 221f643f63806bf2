CREATE TABLE "retired_feeds" (
	"token" text PRIMARY KEY NOT NULL
);
