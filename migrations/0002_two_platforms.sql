CREATE TABLE "calendar_feeds" (
	"cohort_id" text PRIMARY KEY NOT NULL,
	"token" text NOT NULL,
	CONSTRAINT "calendar_feeds_token_unique" UNIQUE("token")
);
--> statement-breakpoint
CREATE TABLE "code_tries" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "code_tries_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"member_id" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"event_id" text NOT NULL,
	CONSTRAINT "code_tries_event_id_unique" UNIQUE("event_id")
);
--> statement-breakpoint
CREATE TABLE "codes" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "codes_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"purpose" text NOT NULL,
	"subject" text NOT NULL,
	"selector" text NOT NULL,
	"hash" text NOT NULL,
	"made_by" text NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"tries" integer DEFAULT 0 NOT NULL,
	"used_at" timestamp (3) with time zone,
	"event_id" text NOT NULL,
	CONSTRAINT "codes_event_id_unique" UNIQUE("event_id")
);
--> statement-breakpoint
CREATE TABLE "homes" (
	"cohort_id" text NOT NULL,
	"workspace_id" text NOT NULL,
	"channel" text NOT NULL,
	"mentor_role" text,
	"since" timestamp (3) with time zone NOT NULL,
	"closed_at" timestamp (3) with time zone,
	CONSTRAINT "homes_cohort_id_workspace_id_pk" PRIMARY KEY("cohort_id","workspace_id")
);
--> statement-breakpoint
CREATE TABLE "links" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "links_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"primary_id" text NOT NULL,
	"secondary_id" text NOT NULL,
	"undoes" bigint,
	"merged" jsonb,
	"made_by" text NOT NULL,
	"made_at" timestamp (3) with time zone NOT NULL,
	"event_id" text NOT NULL,
	CONSTRAINT "links_undoes_unique" UNIQUE("undoes"),
	CONSTRAINT "links_event_id_unique" UNIQUE("event_id")
);
--> statement-breakpoint
CREATE TABLE "mentors" (
	"cohort_id" text NOT NULL,
	"member_id" text NOT NULL,
	"named_by" text NOT NULL,
	"named_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "mentors_cohort_id_member_id_pk" PRIMARY KEY("cohort_id","member_id")
);
--> statement-breakpoint
CREATE TABLE "organisers" (
	"workspace_id" text NOT NULL,
	"member_id" text NOT NULL,
	"named_by" text NOT NULL,
	"named_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "organisers_workspace_id_member_id_pk" PRIMARY KEY("workspace_id","member_id")
);
--> statement-breakpoint
ALTER TABLE "members" ADD COLUMN "primary_id" text;--> statement-breakpoint
ALTER TABLE "members" ADD COLUMN "direct_id" text;--> statement-breakpoint
ALTER TABLE "workspaces" ADD COLUMN "left_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "workspaces" ADD COLUMN "forgotten_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "calendar_feeds" ADD CONSTRAINT "calendar_feeds_cohort_id_cohorts_id_fk" FOREIGN KEY ("cohort_id") REFERENCES "public"."cohorts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "homes" ADD CONSTRAINT "homes_cohort_id_cohorts_id_fk" FOREIGN KEY ("cohort_id") REFERENCES "public"."cohorts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "links" ADD CONSTRAINT "links_primary_id_members_id_fk" FOREIGN KEY ("primary_id") REFERENCES "public"."members"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "links" ADD CONSTRAINT "links_secondary_id_members_id_fk" FOREIGN KEY ("secondary_id") REFERENCES "public"."members"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "mentors" ADD CONSTRAINT "mentors_cohort_id_cohorts_id_fk" FOREIGN KEY ("cohort_id") REFERENCES "public"."cohorts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "code_tries_member" ON "code_tries" USING btree ("member_id","at");--> statement-breakpoint
CREATE INDEX "codes_selector" ON "codes" USING btree ("selector");--> statement-breakpoint
CREATE INDEX "homes_workspace" ON "homes" USING btree ("workspace_id") WHERE closed_at is null;--> statement-breakpoint
CREATE INDEX "links_primary" ON "links" USING btree ("primary_id");--> statement-breakpoint
CREATE INDEX "links_secondary" ON "links" USING btree ("secondary_id");--> statement-breakpoint
ALTER TABLE "members" ADD CONSTRAINT "members_primary_id_members_id_fk" FOREIGN KEY ("primary_id") REFERENCES "public"."members"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "members_primary" ON "members" USING btree ("primary_id");--> statement-breakpoint
INSERT INTO "homes" ("cohort_id", "workspace_id", "channel", "mentor_role", "since")
	SELECT "id", "workspace_id", "channel", "mentor_role", "created_at" FROM "cohorts";--> statement-breakpoint
ALTER TABLE "cohorts" DROP COLUMN "channel";--> statement-breakpoint
ALTER TABLE "cohorts" DROP COLUMN "mentor_role";