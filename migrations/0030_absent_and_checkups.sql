CREATE TABLE "checkups" (
	"cohort_id" text PRIMARY KEY NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"found" jsonb NOT NULL
);
--> statement-breakpoint
ALTER TABLE "enrolments" ADD COLUMN "absent_since" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "checkups" ADD CONSTRAINT "checkups_cohort_id_cohorts_id_fk" FOREIGN KEY ("cohort_id") REFERENCES "public"."cohorts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "enrolments_absent" ON "enrolments" USING btree ("absent_since") WHERE absent_since is not null and left_at is null;