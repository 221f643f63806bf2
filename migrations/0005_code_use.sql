ALTER TABLE "codes" ADD COLUMN "used_by" text;--> statement-breakpoint
ALTER TABLE "codes" ADD CONSTRAINT "codes_used_by_unique" UNIQUE("used_by");