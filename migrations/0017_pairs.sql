CREATE TABLE "pair_groups" (
	"round_id" text NOT NULL,
	"number" integer NOT NULL,
	"reason" jsonb NOT NULL,
	CONSTRAINT "pair_groups_round_id_number_pk" PRIMARY KEY("round_id","number")
);
--> statement-breakpoint
CREATE TABLE "pair_meetings" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "pair_meetings_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"round_id" text NOT NULL,
	"number" integer NOT NULL,
	"member_id" text NOT NULL,
	"said" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"event_id" text NOT NULL,
	CONSTRAINT "pair_meetings_event_id_unique" UNIQUE("event_id")
);
--> statement-breakpoint
CREATE TABLE "pair_places" (
	"round_id" text NOT NULL,
	"number" integer NOT NULL,
	"member_id" text NOT NULL,
	"is_odd" boolean NOT NULL,
	CONSTRAINT "pair_places_round_id_member_id_pk" PRIMARY KEY("round_id","member_id")
);
--> statement-breakpoint
CREATE TABLE "pair_rounds" (
	"id" text PRIMARY KEY NOT NULL,
	"cohort_id" text NOT NULL,
	"session" integer NOT NULL,
	"draw" integer NOT NULL,
	"drawn_at" timestamp (3) with time zone NOT NULL,
	"drawn_by" text,
	"event_id" text,
	"tell_at" timestamp (3) with time zone NOT NULL,
	"told_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "pair_wishes" (
	"member_id" text PRIMARY KEY NOT NULL,
	"takes_part" boolean,
	"zone" text,
	"hours_from" time (0),
	"hours_until" time (0),
	"away_from" date,
	"away_until" date,
	CONSTRAINT "pair_wishes_hours" CHECK (num_nulls("pair_wishes"."zone", "pair_wishes"."hours_from", "pair_wishes"."hours_until") in (0, 3)),
	CONSTRAINT "pair_wishes_away" CHECK (num_nulls("pair_wishes"."away_from", "pair_wishes"."away_until") in (0, 2))
);
--> statement-breakpoint
ALTER TABLE "cohorts" ADD COLUMN "pairs" integer;--> statement-breakpoint
ALTER TABLE "reminder_wishes" ADD COLUMN "course" text DEFAULT 'on' NOT NULL;--> statement-breakpoint
ALTER TABLE "reminder_wishes" ADD COLUMN "pairs" text DEFAULT 'on' NOT NULL;--> statement-breakpoint
ALTER TABLE "pair_groups" ADD CONSTRAINT "pair_groups_round_id_pair_rounds_id_fk" FOREIGN KEY ("round_id") REFERENCES "public"."pair_rounds"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "pair_meetings" ADD CONSTRAINT "pair_meetings_round_id_pair_rounds_id_fk" FOREIGN KEY ("round_id") REFERENCES "public"."pair_rounds"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "pair_meetings" ADD CONSTRAINT "pair_meetings_member_id_members_id_fk" FOREIGN KEY ("member_id") REFERENCES "public"."members"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "pair_places" ADD CONSTRAINT "pair_places_member_id_members_id_fk" FOREIGN KEY ("member_id") REFERENCES "public"."members"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "pair_places" ADD CONSTRAINT "pair_places_round_id_number_pair_groups_round_id_number_fk" FOREIGN KEY ("round_id","number") REFERENCES "public"."pair_groups"("round_id","number") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "pair_rounds" ADD CONSTRAINT "pair_rounds_cohort_id_cohorts_id_fk" FOREIGN KEY ("cohort_id") REFERENCES "public"."cohorts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "pair_wishes" ADD CONSTRAINT "pair_wishes_member_id_members_id_fk" FOREIGN KEY ("member_id") REFERENCES "public"."members"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "pair_meetings_round" ON "pair_meetings" USING btree ("round_id","number");--> statement-breakpoint
CREATE INDEX "pair_places_member" ON "pair_places" USING btree ("member_id");--> statement-breakpoint
CREATE UNIQUE INDEX "pair_rounds_module" ON "pair_rounds" USING btree ("cohort_id","session");