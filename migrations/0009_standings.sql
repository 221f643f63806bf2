CREATE TABLE "standings" (
	"cohort_id" text NOT NULL,
	"board" text NOT NULL,
	"week" date NOT NULL,
	"member_id" text NOT NULL,
	"points" integer NOT NULL,
	"entries" integer NOT NULL,
	CONSTRAINT "standings_cohort_id_board_week_member_id_pk" PRIMARY KEY("cohort_id","board","week","member_id")
);
--> statement-breakpoint
-- The Monday on which a moment's week begins in a zone. What this server does not know as a zone is read as UTC: an answer must not fail for it.
CREATE FUNCTION "standings_week"(moment timestamptz, zone text) RETURNS date LANGUAGE plpgsql STABLE AS $$
BEGIN
	RETURN date_trunc('week', moment AT TIME ZONE zone)::date;
EXCEPTION WHEN invalid_parameter_value THEN
	RETURN date_trunc('week', moment AT TIME ZONE 'UTC')::date;
END
$$;
--> statement-breakpoint
CREATE FUNCTION "keep_standings"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	IF tg_op IN ('UPDATE', 'DELETE') THEN
		INSERT INTO standings (cohort_id, board, week, member_id, points, entries)
		SELECT l.cohort_id, l.board, w.week, l.member_id, -sum(l.points), -count(*)
		FROM old_rows l JOIN cohorts c ON c.id = l.cohort_id
			CROSS JOIN LATERAL (VALUES ('-infinity'::date), (standings_week(l.at, c.zone))) AS w(week)
		GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4
		ON CONFLICT (cohort_id, board, week, member_id)
			DO UPDATE SET points = standings.points + excluded.points, entries = standings.entries + excluded.entries;
	END IF;
	IF tg_op IN ('UPDATE', 'INSERT') THEN
		INSERT INTO standings (cohort_id, board, week, member_id, points, entries)
		SELECT l.cohort_id, l.board, w.week, l.member_id, sum(l.points), count(*)
		FROM new_rows l JOIN cohorts c ON c.id = l.cohort_id
			CROSS JOIN LATERAL (VALUES ('-infinity'::date), (standings_week(l.at, c.zone))) AS w(week)
		GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4
		ON CONFLICT (cohort_id, board, week, member_id)
			DO UPDATE SET points = standings.points + excluded.points, entries = standings.entries + excluded.entries;
	END IF;
	RETURN NULL;
END
$$;
--> statement-breakpoint
CREATE FUNCTION "rebuild_standings"() RETURNS void LANGUAGE plpgsql AS $$
BEGIN
	LOCK TABLE ledger IN SHARE MODE;
	DELETE FROM standings;
	INSERT INTO standings (cohort_id, board, week, member_id, points, entries)
	SELECT l.cohort_id, l.board, w.week, l.member_id, sum(l.points), count(*)
	FROM ledger l JOIN cohorts c ON c.id = l.cohort_id
		CROSS JOIN LATERAL (VALUES ('-infinity'::date), (standings_week(l.at, c.zone))) AS w(week)
	GROUP BY 1, 2, 3, 4;
END
$$;
--> statement-breakpoint
CREATE TRIGGER "ledger_added" AFTER INSERT ON "ledger" REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION "keep_standings"();
--> statement-breakpoint
CREATE TRIGGER "ledger_changed" AFTER UPDATE ON "ledger" REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION "keep_standings"();
--> statement-breakpoint
CREATE TRIGGER "ledger_removed" AFTER DELETE ON "ledger" REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION "keep_standings"();
--> statement-breakpoint
SELECT "rebuild_standings"();
