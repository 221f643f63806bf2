CREATE TABLE "allowances" (
	"owner" text NOT NULL,
	"what" text NOT NULL,
	"full_at" timestamp (3) with time zone NOT NULL,
	"spent_by" text NOT NULL,
	CONSTRAINT "allowances_owner_what_pk" PRIMARY KEY("owner","what")
);
--> statement-breakpoint
CREATE INDEX "allowances_full" ON "allowances" USING btree ("full_at");