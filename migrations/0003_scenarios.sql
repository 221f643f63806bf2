CREATE TABLE "incidents" (
	"id" text PRIMARY KEY NOT NULL,
	"cohort_id" text NOT NULL,
	"scenario" text NOT NULL,
	"opened_at" timestamp (3) with time zone NOT NULL,
	"closes_at" timestamp (3) with time zone NOT NULL,
	"closed_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "investigation_moves" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "investigation_moves_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"investigation_id" text NOT NULL,
	"member_id" text NOT NULL,
	"move" jsonb NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"event_id" text NOT NULL,
	CONSTRAINT "investigation_moves_event_id_unique" UNIQUE("event_id")
);
--> statement-breakpoint
CREATE TABLE "investigations" (
	"id" text PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"workspace_id" text NOT NULL,
	"cohort_id" text,
	"incident_id" text,
	"member_id" text,
	"number" integer,
	"scenario" text NOT NULL,
	"version" text NOT NULL,
	"opened_at" timestamp (3) with time zone NOT NULL,
	"closes_at" timestamp (3) with time zone,
	"closed_at" timestamp (3) with time zone,
	"outcome" text,
	"score" integer,
	"thread" text,
	CONSTRAINT "investigations_owner" CHECK (("investigations"."kind" = 'solo') = ("investigations"."member_id" is not null))
);
--> statement-breakpoint
CREATE TABLE "investigators" (
	"investigation_id" text NOT NULL,
	"incident_id" text NOT NULL,
	"member_id" text NOT NULL,
	"joined_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "investigators_investigation_id_member_id_pk" PRIMARY KEY("investigation_id","member_id")
);
--> statement-breakpoint
CREATE TABLE "post_mortems" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "post_mortems_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"investigation_id" text NOT NULL,
	"member_id" text NOT NULL,
	"kind" text NOT NULL,
	"blanks" jsonb,
	"words" text,
	"at" timestamp (3) with time zone NOT NULL,
	"event_id" text NOT NULL,
	CONSTRAINT "post_mortems_event_id_unique" UNIQUE("event_id")
);
--> statement-breakpoint
ALTER TABLE "incidents" ADD CONSTRAINT "incidents_cohort_id_cohorts_id_fk" FOREIGN KEY ("cohort_id") REFERENCES "public"."cohorts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "investigation_moves" ADD CONSTRAINT "investigation_moves_investigation_id_investigations_id_fk" FOREIGN KEY ("investigation_id") REFERENCES "public"."investigations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "investigation_moves" ADD CONSTRAINT "investigation_moves_member_id_members_id_fk" FOREIGN KEY ("member_id") REFERENCES "public"."members"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "investigations" ADD CONSTRAINT "investigations_cohort_id_cohorts_id_fk" FOREIGN KEY ("cohort_id") REFERENCES "public"."cohorts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "investigations" ADD CONSTRAINT "investigations_incident_id_incidents_id_fk" FOREIGN KEY ("incident_id") REFERENCES "public"."incidents"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "investigations" ADD CONSTRAINT "investigations_member_id_members_id_fk" FOREIGN KEY ("member_id") REFERENCES "public"."members"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "investigators" ADD CONSTRAINT "investigators_investigation_id_investigations_id_fk" FOREIGN KEY ("investigation_id") REFERENCES "public"."investigations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "investigators" ADD CONSTRAINT "investigators_incident_id_incidents_id_fk" FOREIGN KEY ("incident_id") REFERENCES "public"."incidents"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "investigators" ADD CONSTRAINT "investigators_member_id_members_id_fk" FOREIGN KEY ("member_id") REFERENCES "public"."members"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "post_mortems" ADD CONSTRAINT "post_mortems_investigation_id_investigations_id_fk" FOREIGN KEY ("investigation_id") REFERENCES "public"."investigations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "post_mortems" ADD CONSTRAINT "post_mortems_member_id_members_id_fk" FOREIGN KEY ("member_id") REFERENCES "public"."members"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "incidents_cohort" ON "incidents" USING btree ("cohort_id","opened_at");--> statement-breakpoint
CREATE INDEX "incidents_open" ON "incidents" USING btree ("scenario") WHERE closed_at is null;--> statement-breakpoint
CREATE INDEX "investigation_moves_run" ON "investigation_moves" USING btree ("investigation_id","id");--> statement-breakpoint
CREATE INDEX "investigations_member" ON "investigations" USING btree ("member_id","opened_at");--> statement-breakpoint
CREATE INDEX "investigations_incident" ON "investigations" USING btree ("incident_id");--> statement-breakpoint
CREATE UNIQUE INDEX "investigations_team" ON "investigations" USING btree ("incident_id","number");--> statement-breakpoint
CREATE UNIQUE INDEX "investigations_own" ON "investigations" USING btree ("incident_id","member_id");--> statement-breakpoint
CREATE UNIQUE INDEX "investigators_once" ON "investigators" USING btree ("incident_id","member_id");--> statement-breakpoint
CREATE INDEX "investigators_member" ON "investigators" USING btree ("member_id");--> statement-breakpoint
CREATE INDEX "post_mortems_run" ON "post_mortems" USING btree ("investigation_id","id");