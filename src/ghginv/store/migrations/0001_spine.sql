-- Submissions 提交, their activity data and measured parameters, and compiled runs. Nothing here is ever edited or deleted.
CREATE TABLE submission (
    submission TEXT PRIMARY KEY,
    file TEXT NOT NULL,
    sha256 TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL,
    template_version TEXT NOT NULL,
    region TEXT NOT NULL,
    year INTEGER NOT NULL,
    enterprise TEXT NOT NULL,
    content BLOB NOT NULL
) STRICT;

CREATE TABLE submission_event (
    event_id INTEGER PRIMARY KEY,
    submission TEXT NOT NULL REFERENCES submission,
    state TEXT NOT NULL CHECK (state IN ('submitted', 'returned', 'superseded', 'verified', 'locked')),
    at TEXT NOT NULL,
    actor TEXT NOT NULL,
    note TEXT NOT NULL
) STRICT;

CREATE TABLE submission_finding (
    submission TEXT NOT NULL REFERENCES submission,
    code TEXT NOT NULL,
    severity TEXT NOT NULL,
    sheet TEXT NOT NULL,
    cell TEXT NOT NULL,
    found TEXT NOT NULL,
    expected TEXT NOT NULL,
    zh TEXT NOT NULL,
    en TEXT NOT NULL
) STRICT;

CREATE TABLE activity (
    activity_id TEXT PRIMARY KEY,
    submission TEXT NOT NULL REFERENCES submission,
    region TEXT NOT NULL,
    year INTEGER NOT NULL,
    month INTEGER NOT NULL,
    enterprise TEXT NOT NULL,
    facility TEXT NOT NULL,
    category TEXT NOT NULL,
    item TEXT NOT NULL,
    technology TEXT NOT NULL,
    quantity REAL,
    unit TEXT NOT NULL,
    notation TEXT NOT NULL,
    uncertainty REAL,
    sheet TEXT NOT NULL,
    cell TEXT NOT NULL,
    reported_value TEXT NOT NULL,
    reported_unit TEXT NOT NULL
) STRICT;

CREATE INDEX activity_of_submission ON activity (submission);

CREATE TABLE measured_parameter (
    parameter_id TEXT PRIMARY KEY,
    submission TEXT NOT NULL REFERENCES submission,
    record TEXT NOT NULL
) STRICT;

CREATE TABLE run (
    run TEXT PRIMARY KEY,
    region TEXT NOT NULL,
    year INTEGER NOT NULL,
    guideline TEXT NOT NULL,
    gwp TEXT NOT NULL,
    about TEXT NOT NULL,
    compiled_at TEXT NOT NULL
) STRICT;

CREATE TABLE run_choice (
    run TEXT NOT NULL REFERENCES run,
    choice_id INTEGER NOT NULL,
    category TEXT NOT NULL,
    formula TEXT NOT NULL,
    gas TEXT NOT NULL,
    scope TEXT NOT NULL,
    memo TEXT NOT NULL,
    parameter_ids TEXT NOT NULL,
    record TEXT NOT NULL,
    PRIMARY KEY (run, choice_id)
) STRICT;

CREATE TABLE run_parameter (
    run TEXT NOT NULL REFERENCES run,
    parameter_id TEXT NOT NULL,
    record TEXT NOT NULL,
    PRIMARY KEY (run, parameter_id)
) STRICT;

CREATE TABLE emission_row (
    run TEXT NOT NULL REFERENCES run,
    activity_id TEXT NOT NULL REFERENCES activity,
    choice_id INTEGER NOT NULL,
    mass_g INTEGER NOT NULL,
    co2e_g INTEGER NOT NULL,
    PRIMARY KEY (run, activity_id, choice_id)
) STRICT, WITHOUT ROWID;

CREATE VIEW submission_state AS
SELECT s.submission, s.file, s.sha256, s.kind, s.template_version, s.region, s.year, s.enterprise,
       e.state, e.at AS since, e.actor, e.note
FROM submission s
JOIN submission_event e ON e.event_id = (SELECT max(event_id) FROM submission_event WHERE submission = s.submission);

CREATE VIEW emissions AS
SELECT r.run, a.region, a.year, r.guideline, c.category, a.item, c.gas, e.mass_g / 1e6 AS mass_t, e.co2e_g / 1e6 AS co2e_t,
       c.scope, c.memo, c.formula, e.activity_id, c.parameter_ids
FROM emission_row e
JOIN run r ON r.run = e.run
JOIN run_choice c ON c.run = e.run AND c.choice_id = e.choice_id
JOIN activity a ON a.activity_id = e.activity_id;

CREATE TRIGGER submission_kept_as_is BEFORE UPDATE ON submission BEGIN SELECT RAISE(ABORT, 'submission: rows are never changed'); END;
CREATE TRIGGER submission_kept BEFORE DELETE ON submission BEGIN SELECT RAISE(ABORT, 'submission: rows are never deleted'); END;

CREATE TRIGGER submission_event_kept_as_is BEFORE UPDATE ON submission_event BEGIN SELECT RAISE(ABORT, 'submission_event: rows are never changed'); END;
CREATE TRIGGER submission_event_kept BEFORE DELETE ON submission_event BEGIN SELECT RAISE(ABORT, 'submission_event: rows are never deleted'); END;

CREATE TRIGGER submission_finding_kept_as_is BEFORE UPDATE ON submission_finding BEGIN SELECT RAISE(ABORT, 'submission_finding: rows are never changed'); END;
CREATE TRIGGER submission_finding_kept BEFORE DELETE ON submission_finding BEGIN SELECT RAISE(ABORT, 'submission_finding: rows are never deleted'); END;

CREATE TRIGGER activity_kept_as_is BEFORE UPDATE ON activity BEGIN SELECT RAISE(ABORT, 'activity: rows are never changed'); END;
CREATE TRIGGER activity_kept BEFORE DELETE ON activity BEGIN SELECT RAISE(ABORT, 'activity: rows are never deleted'); END;

CREATE TRIGGER measured_parameter_kept_as_is BEFORE UPDATE ON measured_parameter BEGIN SELECT RAISE(ABORT, 'measured_parameter: rows are never changed'); END;
CREATE TRIGGER measured_parameter_kept BEFORE DELETE ON measured_parameter BEGIN SELECT RAISE(ABORT, 'measured_parameter: rows are never deleted'); END;

CREATE TRIGGER run_kept_as_is BEFORE UPDATE ON run BEGIN SELECT RAISE(ABORT, 'run: rows are never changed'); END;
CREATE TRIGGER run_kept BEFORE DELETE ON run BEGIN SELECT RAISE(ABORT, 'run: rows are never deleted'); END;

CREATE TRIGGER run_choice_kept_as_is BEFORE UPDATE ON run_choice BEGIN SELECT RAISE(ABORT, 'run_choice: rows are never changed'); END;
CREATE TRIGGER run_choice_kept BEFORE DELETE ON run_choice BEGIN SELECT RAISE(ABORT, 'run_choice: rows are never deleted'); END;

CREATE TRIGGER run_parameter_kept_as_is BEFORE UPDATE ON run_parameter BEGIN SELECT RAISE(ABORT, 'run_parameter: rows are never changed'); END;
CREATE TRIGGER run_parameter_kept BEFORE DELETE ON run_parameter BEGIN SELECT RAISE(ABORT, 'run_parameter: rows are never deleted'); END;

CREATE TRIGGER emission_row_kept_as_is BEFORE UPDATE ON emission_row BEGIN SELECT RAISE(ABORT, 'emission_row: rows are never changed'); END;
CREATE TRIGGER emission_row_kept BEFORE DELETE ON emission_row BEGIN SELECT RAISE(ABORT, 'emission_row: rows are never deleted'); END;
