CREATE TABLE "certificates" (
	"id" text PRIMARY KEY NOT NULL,
	"cohort_id" text NOT NULL,
	"member_id" text NOT NULL,
	"shown" jsonb NOT NULL,
	"issued_at" timestamp (3) with time zone NOT NULL,
	"standing" text NOT NULL,
	"ended_at" timestamp (3) with time zone,
	"ended_by" text,
	"reason" text,
	"event_id" text NOT NULL,
	CONSTRAINT "certificates_event_id_unique" UNIQUE("event_id")
);
--> statement-breakpoint
CREATE TABLE "graduation_wishes" (
	"cohort_id" text NOT NULL,
	"member_id" text NOT NULL,
	"named" boolean NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "graduation_wishes_cohort_id_member_id_pk" PRIMARY KEY("cohort_id","member_id")
);
--> statement-breakpoint
ALTER TABLE "certificates" ADD CONSTRAINT "certificates_cohort_id_cohorts_id_fk" FOREIGN KEY ("cohort_id") REFERENCES "public"."cohorts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "certificates" ADD CONSTRAINT "certificates_member_id_members_id_fk" FOREIGN KEY ("member_id") REFERENCES "public"."members"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "graduation_wishes" ADD CONSTRAINT "graduation_wishes_cohort_id_cohorts_id_fk" FOREIGN KEY ("cohort_id") REFERENCES "public"."cohorts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "graduation_wishes" ADD CONSTRAINT "graduation_wishes_member_id_members_id_fk" FOREIGN KEY ("member_id") REFERENCES "public"."members"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "certificates_live" ON "certificates" USING btree ("cohort_id","member_id") WHERE standing = 'live';--> statement-breakpoint
CREATE INDEX "certificates_member" ON "certificates" USING btree ("member_id");