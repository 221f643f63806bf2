CREATE TABLE "troubles" (
	"cohort_id" text PRIMARY KEY NOT NULL,
	"remedy" text NOT NULL,
	"since" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "troubles" ADD CONSTRAINT "troubles_cohort_id_cohorts_id_fk" FOREIGN KEY ("cohort_id") REFERENCES "public"."cohorts"("id") ON DELETE cascade ON UPDATE no action;