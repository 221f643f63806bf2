CREATE TABLE "help_events" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "help_events_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"request_id" text NOT NULL,
	"kind" text NOT NULL,
	"member_id" text,
	"other_id" text,
	"detail" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"cause" text NOT NULL,
	CONSTRAINT "help_events_cause_unique" UNIQUE("cause")
);
--> statement-breakpoint
CREATE TABLE "mentor_hours" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "mentor_hours_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"member_id" text NOT NULL,
	"hours" jsonb NOT NULL,
	"at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "help_requests" DROP CONSTRAINT "help_requests_taken_by_members_id_fk";
--> statement-breakpoint
ALTER TABLE "help_requests" DROP CONSTRAINT "help_requests_answered_by_members_id_fk";
--> statement-breakpoint
DROP INDEX "help_requests_open";--> statement-breakpoint
ALTER TABLE "help_requests" ADD COLUMN "tried" text;--> statement-breakpoint
ALTER TABLE "help_requests" ADD COLUMN "urgency" text DEFAULT 'soon' NOT NULL;--> statement-breakpoint
ALTER TABLE "help_requests" ADD COLUMN "place" text DEFAULT 'thread' NOT NULL;--> statement-breakpoint
ALTER TABLE "help_requests" ADD COLUMN "skill" text;--> statement-breakpoint
ALTER TABLE "reminder_wishes" ADD COLUMN "questions" text DEFAULT 'ping' NOT NULL;--> statement-breakpoint
ALTER TABLE "help_events" ADD CONSTRAINT "help_events_request_id_help_requests_id_fk" FOREIGN KEY ("request_id") REFERENCES "public"."help_requests"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "help_events" ADD CONSTRAINT "help_events_member_id_members_id_fk" FOREIGN KEY ("member_id") REFERENCES "public"."members"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "help_events" ADD CONSTRAINT "help_events_other_id_members_id_fk" FOREIGN KEY ("other_id") REFERENCES "public"."members"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "mentor_hours" ADD CONSTRAINT "mentor_hours_member_id_members_id_fk" FOREIGN KEY ("member_id") REFERENCES "public"."members"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "help_events_request" ON "help_events" USING btree ("request_id","id");--> statement-breakpoint
CREATE INDEX "help_events_taken" ON "help_events" USING btree ("member_id") WHERE kind in ('taken', 'handed-over');--> statement-breakpoint
CREATE INDEX "mentor_hours_member" ON "mentor_hours" USING btree ("member_id","id");--> statement-breakpoint
CREATE INDEX "help_requests_cohort" ON "help_requests" USING btree ("cohort_id","asked_at");--> statement-breakpoint
CREATE INDEX "help_requests_member" ON "help_requests" USING btree ("member_id");--> statement-breakpoint
INSERT INTO "help_events" ("request_id", "kind", "member_id", "at", "cause")
	SELECT told.id, told.kind, told.by_id, told.at, 'ask/' || told.id || '/' || told.kind FROM (
		SELECT id, 'asked' AS kind, member_id AS by_id, asked_at AS at, 1 AS place FROM "help_requests" WHERE cohort_id IS NOT NULL
		UNION ALL SELECT id, 'taken', taken_by, taken_at, 2 FROM "help_requests" WHERE cohort_id IS NOT NULL AND taken_by IS NOT NULL AND taken_at IS NOT NULL
		UNION ALL SELECT id, 'resolved', answered_by, answered_at, 3 FROM "help_requests" WHERE cohort_id IS NOT NULL AND answered_at IS NOT NULL
	) told ORDER BY told.id, told.place;--> statement-breakpoint
ALTER TABLE "help_requests" DROP COLUMN "taken_by";--> statement-breakpoint
ALTER TABLE "help_requests" DROP COLUMN "taken_at";--> statement-breakpoint
ALTER TABLE "help_requests" DROP COLUMN "answered_by";--> statement-breakpoint
ALTER TABLE "help_requests" DROP COLUMN "answered_at";