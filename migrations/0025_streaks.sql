CREATE TABLE "streak_wishes" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "streak_wishes_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"member_id" text NOT NULL,
	"days" integer[] NOT NULL,
	"zone" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "streak_wishes_days" CHECK (cardinality("streak_wishes"."days") between 1 and 7)
);
--> statement-breakpoint
ALTER TABLE "streak_wishes" ADD CONSTRAINT "streak_wishes_member_id_members_id_fk" FOREIGN KEY ("member_id") REFERENCES "public"."members"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "streak_wishes_member" ON "streak_wishes" USING btree ("member_id","id");