CREATE TABLE "chosen_tracks" (
	"member_id" text PRIMARY KEY NOT NULL,
	"track" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "cohort_tracks" (
	"cohort_id" text PRIMARY KEY NOT NULL,
	"track" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "roadmap_ticks" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "roadmap_ticks_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"member_id" text NOT NULL,
	"track" text NOT NULL,
	"stage" text NOT NULL,
	"done" boolean NOT NULL,
	"at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "roadmaps" (
	"id" text PRIMARY KEY NOT NULL,
	"member_id" text NOT NULL,
	"track" text NOT NULL,
	"hours_a_week" integer NOT NULL,
	"laid_at" timestamp (3) with time zone NOT NULL,
	"months" integer NOT NULL,
	"stages" jsonb NOT NULL,
	"later" text[] NOT NULL,
	"next_at" timestamp (3) with time zone
);
--> statement-breakpoint
ALTER TABLE "reminder_wishes" ADD COLUMN "months" text DEFAULT 'off' NOT NULL;--> statement-breakpoint
ALTER TABLE "chosen_tracks" ADD CONSTRAINT "chosen_tracks_member_id_members_id_fk" FOREIGN KEY ("member_id") REFERENCES "public"."members"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "cohort_tracks" ADD CONSTRAINT "cohort_tracks_cohort_id_cohorts_id_fk" FOREIGN KEY ("cohort_id") REFERENCES "public"."cohorts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "roadmap_ticks" ADD CONSTRAINT "roadmap_ticks_member_id_members_id_fk" FOREIGN KEY ("member_id") REFERENCES "public"."members"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "roadmaps" ADD CONSTRAINT "roadmaps_member_id_members_id_fk" FOREIGN KEY ("member_id") REFERENCES "public"."members"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "roadmap_ticks_member" ON "roadmap_ticks" USING btree ("member_id","track");--> statement-breakpoint
CREATE INDEX "roadmaps_member" ON "roadmaps" USING btree ("member_id","laid_at");--> statement-breakpoint
CREATE INDEX "roadmaps_next" ON "roadmaps" USING btree ("next_at");