CREATE TABLE "reminder_wishes" (
	"member_id" text PRIMARY KEY NOT NULL,
	"sessions" text NOT NULL,
	"rounds" text NOT NULL,
	"zone" text,
	"quiet_from" time (0),
	"quiet_until" time (0),
	CONSTRAINT "reminder_wishes_quiet" CHECK (num_nulls("reminder_wishes"."zone", "reminder_wishes"."quiet_from", "reminder_wishes"."quiet_until") in (0, 3))
);
--> statement-breakpoint
CREATE TABLE "reminders" (
	"key" text PRIMARY KEY NOT NULL,
	"member_id" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "reminder_wishes" ADD CONSTRAINT "reminder_wishes_member_id_members_id_fk" FOREIGN KEY ("member_id") REFERENCES "public"."members"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "reminders" ADD CONSTRAINT "reminders_member_id_members_id_fk" FOREIGN KEY ("member_id") REFERENCES "public"."members"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "reminders_member" ON "reminders" USING btree ("member_id","at");