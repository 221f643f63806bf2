CREATE TABLE "edits" (
	"id" text PRIMARY KEY NOT NULL,
	"cohort_id" text NOT NULL,
	"edit" jsonb NOT NULL,
	"made_by" text NOT NULL,
	"made_at" timestamp (3) with time zone NOT NULL,
	"done_by" text
);
--> statement-breakpoint
ALTER TABLE "homes" ADD COLUMN "ping_role" text;--> statement-breakpoint
ALTER TABLE "edits" ADD CONSTRAINT "edits_cohort_id_cohorts_id_fk" FOREIGN KEY ("cohort_id") REFERENCES "public"."cohorts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "edits_cohort" ON "edits" USING btree ("cohort_id");