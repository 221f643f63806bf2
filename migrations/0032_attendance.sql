CREATE TABLE "attendance_corrections" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "attendance_corrections_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"cohort_id" text NOT NULL,
	"session" integer NOT NULL,
	"member_id" text NOT NULL,
	"said" text NOT NULL,
	"made_by" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"event_id" text NOT NULL,
	CONSTRAINT "attendance_corrections_event_id_unique" UNIQUE("event_id")
);
--> statement-breakpoint
ALTER TABLE "attendance_corrections" ADD CONSTRAINT "attendance_corrections_cohort_id_cohorts_id_fk" FOREIGN KEY ("cohort_id") REFERENCES "public"."cohorts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "attendance_corrections" ADD CONSTRAINT "attendance_corrections_member_id_members_id_fk" FOREIGN KEY ("member_id") REFERENCES "public"."members"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "attendance_corrections_session" ON "attendance_corrections" USING btree ("cohort_id","session");