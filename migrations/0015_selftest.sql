CREATE TABLE "selftest_answers" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "selftest_answers_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"selftest_id" text NOT NULL,
	"member_id" text NOT NULL,
	"item" text NOT NULL,
	"response" jsonb,
	"right" boolean NOT NULL,
	"answered_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "selftest_answers_once" UNIQUE("selftest_id","item")
);
--> statement-breakpoint
CREATE TABLE "selftests" (
	"id" text PRIMARY KEY NOT NULL,
	"member_id" text NOT NULL,
	"claims" text[] NOT NULL,
	"shared" boolean DEFAULT false NOT NULL,
	"begun_at" timestamp (3) with time zone NOT NULL,
	"finished_at" timestamp (3) with time zone
);
--> statement-breakpoint
ALTER TABLE "selftest_answers" ADD CONSTRAINT "selftest_answers_selftest_id_selftests_id_fk" FOREIGN KEY ("selftest_id") REFERENCES "public"."selftests"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "selftest_answers" ADD CONSTRAINT "selftest_answers_member_id_members_id_fk" FOREIGN KEY ("member_id") REFERENCES "public"."members"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "selftests" ADD CONSTRAINT "selftests_member_id_members_id_fk" FOREIGN KEY ("member_id") REFERENCES "public"."members"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "selftests_member" ON "selftests" USING btree ("member_id","begun_at");