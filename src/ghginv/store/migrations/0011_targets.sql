-- Target register 实施方案目标: plans as registered, version by version, and progress as reported, filing by filing.
-- A filing and all that came with it share its id. Nothing here is ever edited or deleted: the newest counts.
CREATE TABLE target_filing (
    filing TEXT PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ('plan', 'progress')),
    plan TEXT NOT NULL,
    version INTEGER NOT NULL CHECK (version > 0),
    file TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    at TEXT NOT NULL,
    actor TEXT NOT NULL,
    note TEXT NOT NULL,
    content BLOB NOT NULL,
    UNIQUE (kind, plan, version)
) STRICT;

CREATE TABLE target_fact (
    filing TEXT NOT NULL REFERENCES target_filing,
    fact TEXT NOT NULL,
    value TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX fact_of_target_plan ON target_fact (filing, fact);

CREATE TABLE target_goal (
    filing TEXT NOT NULL REFERENCES target_filing,
    plan TEXT NOT NULL,
    position INTEGER NOT NULL,
    indicator TEXT NOT NULL,
    name TEXT NOT NULL,
    section TEXT NOT NULL,
    unit TEXT NOT NULL,
    measure TEXT NOT NULL,
    base_year INTEGER NOT NULL,
    base REAL,
    direction TEXT NOT NULL,
    path TEXT NOT NULL,
    lead TEXT NOT NULL,
    support TEXT NOT NULL,
    kind TEXT NOT NULL,
    frequency TEXT NOT NULL,
    definition TEXT NOT NULL,
    source TEXT NOT NULL,
    year INTEGER NOT NULL,
    role TEXT NOT NULL,
    operator TEXT NOT NULL,
    target REAL,
    upper REAL,
    evidence TEXT NOT NULL,
    note TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX goal_of_target_plan ON target_goal (filing, indicator, year, role);

CREATE TABLE target_report (
    filing TEXT NOT NULL REFERENCES target_filing,
    plan TEXT NOT NULL,
    indicator TEXT NOT NULL,
    period TEXT NOT NULL,
    amount REAL,
    done TEXT NOT NULL,
    basis TEXT NOT NULL,
    status TEXT NOT NULL,
    proof TEXT NOT NULL,
    note TEXT NOT NULL,
    unit TEXT NOT NULL,
    sheet TEXT NOT NULL,
    cell TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX report_of_target_filing ON target_report (filing, indicator, period);
CREATE INDEX report_of_target ON target_report (plan, indicator);

CREATE TRIGGER target_filing_kept_as_is BEFORE UPDATE ON target_filing BEGIN SELECT RAISE(ABORT, 'target_filing: rows are never changed'); END;
CREATE TRIGGER target_filing_kept BEFORE DELETE ON target_filing BEGIN SELECT RAISE(ABORT, 'target_filing: rows are never deleted'); END;
CREATE TRIGGER target_fact_kept_as_is BEFORE UPDATE ON target_fact BEGIN SELECT RAISE(ABORT, 'target_fact: rows are never changed'); END;
CREATE TRIGGER target_fact_kept BEFORE DELETE ON target_fact BEGIN SELECT RAISE(ABORT, 'target_fact: rows are never deleted'); END;
CREATE TRIGGER target_goal_kept_as_is BEFORE UPDATE ON target_goal BEGIN SELECT RAISE(ABORT, 'target_goal: rows are never changed'); END;
CREATE TRIGGER target_goal_kept BEFORE DELETE ON target_goal BEGIN SELECT RAISE(ABORT, 'target_goal: rows are never deleted'); END;
CREATE TRIGGER target_report_kept_as_is BEFORE UPDATE ON target_report BEGIN SELECT RAISE(ABORT, 'target_report: rows are never changed'); END;
CREATE TRIGGER target_report_kept BEFORE DELETE ON target_report BEGIN SELECT RAISE(ABORT, 'target_report: rows are never deleted'); END;

-- An id used again would replace the row behind the back of the triggers above.
CREATE TRIGGER target_filing_once BEFORE INSERT ON target_filing
WHEN EXISTS (SELECT 1 FROM target_filing WHERE filing = NEW.filing OR (kind = NEW.kind AND plan = NEW.plan AND version = NEW.version))
BEGIN SELECT RAISE(ABORT, 'target_filing: this filing is there already'); END;
CREATE TRIGGER target_fact_once BEFORE INSERT ON target_fact
WHEN EXISTS (SELECT 1 FROM target_fact WHERE filing = NEW.filing AND fact = NEW.fact)
BEGIN SELECT RAISE(ABORT, 'target_fact: this fact is there already'); END;
CREATE TRIGGER target_goal_once BEFORE INSERT ON target_goal
WHEN EXISTS (SELECT 1 FROM target_goal WHERE filing = NEW.filing AND indicator = NEW.indicator AND year = NEW.year AND role = NEW.role)
BEGIN SELECT RAISE(ABORT, 'target_goal: this target is there already'); END;
CREATE TRIGGER target_report_once BEFORE INSERT ON target_report
WHEN EXISTS (SELECT 1 FROM target_report WHERE filing = NEW.filing AND indicator = NEW.indicator AND period = NEW.period)
BEGIN SELECT RAISE(ABORT, 'target_report: this report is there already'); END;
