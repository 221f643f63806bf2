ALTER TABLE "cohorts" ADD COLUMN "certainty" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "answers" ADD COLUMN "certainty" text;