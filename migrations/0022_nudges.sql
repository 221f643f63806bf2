CREATE TABLE "nudges" (
	"id" text PRIMARY KEY NOT NULL,
	"cohort_id" text NOT NULL,
	"member_id" text NOT NULL,
	"sent_by" text NOT NULL,
	"words" text NOT NULL,
	"session" integer,
	"scenario" text,
	"at" timestamp (3) with time zone NOT NULL,
	"event_id" text NOT NULL
);
--> statement-breakpoint
ALTER TABLE "reminder_wishes" ADD COLUMN "nudges" text DEFAULT 'on' NOT NULL;--> statement-breakpoint
ALTER TABLE "reminder_wishes" ADD COLUMN "risk" text DEFAULT 'on' NOT NULL;--> statement-breakpoint
ALTER TABLE "nudges" ADD CONSTRAINT "nudges_cohort_id_cohorts_id_fk" FOREIGN KEY ("cohort_id") REFERENCES "public"."cohorts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "nudges" ADD CONSTRAINT "nudges_member_id_members_id_fk" FOREIGN KEY ("member_id") REFERENCES "public"."members"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "nudges" ADD CONSTRAINT "nudges_sent_by_members_id_fk" FOREIGN KEY ("sent_by") REFERENCES "public"."members"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "nudges_event" ON "nudges" USING btree ("event_id","member_id");--> statement-breakpoint
CREATE INDEX "nudges_member" ON "nudges" USING btree ("member_id","at");