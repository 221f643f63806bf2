CREATE TABLE "checkpoint_entries" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "checkpoint_entries_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"request_id" text NOT NULL,
	"member_id" text NOT NULL,
	"kind" text NOT NULL,
	"words" text NOT NULL,
	"links" jsonb NOT NULL,
	"runs" jsonb NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"event_id" text NOT NULL,
	CONSTRAINT "checkpoint_entries_event_id_unique" UNIQUE("event_id")
);
--> statement-breakpoint
CREATE TABLE "checkpoint_requests" (
	"id" text PRIMARY KEY NOT NULL,
	"cohort_id" text NOT NULL,
	"member_id" text NOT NULL,
	"area" text NOT NULL,
	"standing" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "checkpoint_ticks" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "checkpoint_ticks_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"request_id" text NOT NULL,
	"member_id" text NOT NULL,
	"step" integer NOT NULL
);
--> statement-breakpoint
ALTER TABLE "checkpoint_entries" ADD CONSTRAINT "checkpoint_entries_request_id_checkpoint_requests_id_fk" FOREIGN KEY ("request_id") REFERENCES "public"."checkpoint_requests"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "checkpoint_entries" ADD CONSTRAINT "checkpoint_entries_member_id_members_id_fk" FOREIGN KEY ("member_id") REFERENCES "public"."members"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "checkpoint_requests" ADD CONSTRAINT "checkpoint_requests_cohort_id_cohorts_id_fk" FOREIGN KEY ("cohort_id") REFERENCES "public"."cohorts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "checkpoint_requests" ADD CONSTRAINT "checkpoint_requests_member_id_members_id_fk" FOREIGN KEY ("member_id") REFERENCES "public"."members"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "checkpoint_ticks" ADD CONSTRAINT "checkpoint_ticks_request_id_checkpoint_requests_id_fk" FOREIGN KEY ("request_id") REFERENCES "public"."checkpoint_requests"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "checkpoint_ticks" ADD CONSTRAINT "checkpoint_ticks_member_id_members_id_fk" FOREIGN KEY ("member_id") REFERENCES "public"."members"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "checkpoint_entries_request" ON "checkpoint_entries" USING btree ("request_id","id");--> statement-breakpoint
CREATE UNIQUE INDEX "checkpoint_requests_live" ON "checkpoint_requests" USING btree ("member_id","area") WHERE standing = 'live';--> statement-breakpoint
CREATE INDEX "checkpoint_requests_cohort" ON "checkpoint_requests" USING btree ("cohort_id");--> statement-breakpoint
CREATE UNIQUE INDEX "checkpoint_ticks_step" ON "checkpoint_ticks" USING btree ("request_id","member_id","step");