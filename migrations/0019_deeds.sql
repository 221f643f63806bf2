CREATE TABLE "deeds" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "deeds_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"workspace_id" text NOT NULL,
	"cohort_id" text,
	"member_id" text NOT NULL,
	"route" text NOT NULL,
	"did" text NOT NULL,
	"options" jsonb NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"done_at" timestamp (3) with time zone,
	"event_id" text NOT NULL,
	CONSTRAINT "deeds_event_id_unique" UNIQUE("event_id")
);
--> statement-breakpoint
CREATE INDEX "deeds_cohort" ON "deeds" USING btree ("cohort_id","id");--> statement-breakpoint
CREATE INDEX "deeds_workspace" ON "deeds" USING btree ("workspace_id","at");