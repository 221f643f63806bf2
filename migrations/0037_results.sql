ALTER TABLE "reminder_wishes" ADD COLUMN "talks" text DEFAULT 'on' NOT NULL;--> statement-breakpoint
ALTER TABLE "reminder_wishes" ADD COLUMN "results" text DEFAULT 'off' NOT NULL;