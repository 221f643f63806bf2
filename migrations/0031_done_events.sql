CREATE TABLE "done_events" (
	"event_id" text PRIMARY KEY NOT NULL,
	"at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE INDEX "done_events_at" ON "done_events" USING btree ("at");