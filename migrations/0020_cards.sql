CREATE TABLE "cards" (
	"id" text PRIMARY KEY NOT NULL,
	"member_id" text NOT NULL,
	"kind" text NOT NULL,
	"subject" text NOT NULL,
	"source" text NOT NULL,
	"seen_as" text,
	"made_at" timestamp (3) with time zone NOT NULL,
	"reviews" integer DEFAULT 0 NOT NULL,
	"stability" double precision,
	"difficulty" double precision,
	"misses" integer DEFAULT 0 NOT NULL,
	"streak" integer DEFAULT 0 NOT NULL,
	"last_at" timestamp (3) with time zone,
	"due_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "review_settings" (
	"member_id" text PRIMARY KEY NOT NULL,
	"days" integer[] NOT NULL,
	"at" time (0),
	"zone" text NOT NULL,
	"most" integer NOT NULL,
	"paused" boolean DEFAULT false NOT NULL,
	"next_at" timestamp (3) with time zone,
	CONSTRAINT "review_settings_most" CHECK ("review_settings"."most" between 1 and 50)
);
--> statement-breakpoint
CREATE TABLE "reviews" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "reviews_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"card_id" text NOT NULL,
	"number" integer NOT NULL,
	"cause" text NOT NULL,
	"grade" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"event_id" text NOT NULL,
	CONSTRAINT "reviews_event_id_unique" UNIQUE("event_id")
);
--> statement-breakpoint
ALTER TABLE "reminder_wishes" ADD COLUMN "reviews" text DEFAULT 'on' NOT NULL;--> statement-breakpoint
ALTER TABLE "cards" ADD CONSTRAINT "cards_member_id_members_id_fk" FOREIGN KEY ("member_id") REFERENCES "public"."members"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "review_settings" ADD CONSTRAINT "review_settings_member_id_members_id_fk" FOREIGN KEY ("member_id") REFERENCES "public"."members"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "reviews" ADD CONSTRAINT "reviews_card_id_cards_id_fk" FOREIGN KEY ("card_id") REFERENCES "public"."cards"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "cards_subject" ON "cards" USING btree ("member_id","kind","subject");--> statement-breakpoint
CREATE INDEX "cards_due" ON "cards" USING btree ("member_id","due_at");--> statement-breakpoint
CREATE INDEX "review_settings_next" ON "review_settings" USING btree ("next_at") WHERE next_at is not null;--> statement-breakpoint
CREATE UNIQUE INDEX "reviews_number" ON "reviews" USING btree ("card_id","number");