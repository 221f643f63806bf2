CREATE TABLE "assessment_marks" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "assessment_marks_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"assessor_id" bigint NOT NULL,
	"capstone_id" text NOT NULL,
	"member_id" text NOT NULL,
	"row" text NOT NULL,
	"level" text NOT NULL,
	"words" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"event_id" text NOT NULL,
	CONSTRAINT "assessment_marks_event_id_unique" UNIQUE("event_id")
);
--> statement-breakpoint
CREATE TABLE "assessors" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "assessors_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"capstone_id" text NOT NULL,
	"seat" integer NOT NULL,
	"member_id" text NOT NULL,
	"how" text NOT NULL,
	"since" timestamp (3) with time zone NOT NULL,
	"left_at" timestamp (3) with time zone,
	"handed_in_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "capstone_entries" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "capstone_entries_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"capstone_id" text NOT NULL,
	"member_id" text NOT NULL,
	"kind" text NOT NULL,
	"about" text,
	"title" text,
	"words" text NOT NULL,
	"links" jsonb NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"event_id" text NOT NULL,
	CONSTRAINT "capstone_entries_event_id_unique" UNIQUE("event_id")
);
--> statement-breakpoint
CREATE TABLE "capstones" (
	"id" text PRIMARY KEY NOT NULL,
	"cohort_id" text NOT NULL,
	"member_id" text NOT NULL
);
--> statement-breakpoint
ALTER TABLE "assessment_marks" ADD CONSTRAINT "assessment_marks_assessor_id_assessors_id_fk" FOREIGN KEY ("assessor_id") REFERENCES "public"."assessors"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "assessment_marks" ADD CONSTRAINT "assessment_marks_capstone_id_capstones_id_fk" FOREIGN KEY ("capstone_id") REFERENCES "public"."capstones"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "assessment_marks" ADD CONSTRAINT "assessment_marks_member_id_members_id_fk" FOREIGN KEY ("member_id") REFERENCES "public"."members"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "assessors" ADD CONSTRAINT "assessors_capstone_id_capstones_id_fk" FOREIGN KEY ("capstone_id") REFERENCES "public"."capstones"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "assessors" ADD CONSTRAINT "assessors_member_id_members_id_fk" FOREIGN KEY ("member_id") REFERENCES "public"."members"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "capstone_entries" ADD CONSTRAINT "capstone_entries_capstone_id_capstones_id_fk" FOREIGN KEY ("capstone_id") REFERENCES "public"."capstones"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "capstone_entries" ADD CONSTRAINT "capstone_entries_member_id_members_id_fk" FOREIGN KEY ("member_id") REFERENCES "public"."members"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "capstones" ADD CONSTRAINT "capstones_cohort_id_cohorts_id_fk" FOREIGN KEY ("cohort_id") REFERENCES "public"."cohorts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "capstones" ADD CONSTRAINT "capstones_member_id_members_id_fk" FOREIGN KEY ("member_id") REFERENCES "public"."members"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "assessment_marks_assessor" ON "assessment_marks" USING btree ("assessor_id","id");--> statement-breakpoint
CREATE UNIQUE INDEX "assessors_seat" ON "assessors" USING btree ("capstone_id","seat") WHERE left_at is null;--> statement-breakpoint
CREATE UNIQUE INDEX "assessors_once" ON "assessors" USING btree ("capstone_id","member_id") WHERE left_at is null;--> statement-breakpoint
CREATE INDEX "capstone_entries_capstone" ON "capstone_entries" USING btree ("capstone_id","id");--> statement-breakpoint
CREATE UNIQUE INDEX "capstones_one" ON "capstones" USING btree ("cohort_id","member_id");