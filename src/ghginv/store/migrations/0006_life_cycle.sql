-- The life cycle with drafts and resubmissions, versions, what enterprises say of themselves, and the audit log.
-- Nothing here is ever edited or deleted. The digests of what was there before are entered by store/audit.py.
DROP VIEW submission_state;

CREATE TABLE submission_event_new (
    event_id INTEGER PRIMARY KEY,
    submission TEXT NOT NULL REFERENCES submission,
    state TEXT NOT NULL CHECK (state IN ('draft', 'submitted', 'returned', 'resubmitted', 'verified', 'locked', 'superseded', 'withdrawn')),
    at TEXT NOT NULL,
    actor TEXT NOT NULL,
    note TEXT NOT NULL
) STRICT;
INSERT INTO submission_event_new SELECT event_id, submission, state, at, actor, note FROM submission_event ORDER BY event_id;
DROP TABLE submission_event;
ALTER TABLE submission_event_new RENAME TO submission_event;
CREATE INDEX event_of_submission ON submission_event (submission);

-- Beside the filing, not in it: columns behind the content of a workbook are slow to read.
CREATE TABLE submission_version (
    submission TEXT PRIMARY KEY REFERENCES submission,
    version INTEGER NOT NULL,
    replaces TEXT NOT NULL
) STRICT;
INSERT INTO submission_version
SELECT submission, row_number() OVER older, coalesce(lag(submission) OVER older, '') FROM submission
WINDOW older AS (PARTITION BY kind, region, year, enterprise ORDER BY rowid) ORDER BY rowid;

CREATE TABLE enterprise_year (
    submission TEXT PRIMARY KEY REFERENCES submission,
    enterprise TEXT NOT NULL,
    name TEXT NOT NULL,
    year INTEGER NOT NULL,
    region TEXT NOT NULL,
    industry TEXT NOT NULL,
    template TEXT NOT NULL,
    market TEXT NOT NULL,
    closed TEXT NOT NULL,
    sheet TEXT NOT NULL,
    cell TEXT NOT NULL
) STRICT;
CREATE INDEX year_of_enterprise ON enterprise_year (enterprise, year);

CREATE TABLE facility (
    submission TEXT NOT NULL REFERENCES submission,
    enterprise TEXT NOT NULL,
    facility TEXT NOT NULL,
    name TEXT NOT NULL,
    region TEXT NOT NULL,
    opened TEXT NOT NULL,
    closed TEXT NOT NULL,
    sheet TEXT NOT NULL,
    cell TEXT NOT NULL
) STRICT;
CREATE INDEX facility_of_submission ON facility (submission);

CREATE TABLE indicator (
    submission TEXT NOT NULL REFERENCES submission,
    region TEXT NOT NULL,
    year INTEGER NOT NULL,
    month INTEGER NOT NULL,
    enterprise TEXT NOT NULL,
    facility TEXT NOT NULL,
    item TEXT NOT NULL,
    quantity REAL NOT NULL,
    unit TEXT NOT NULL,
    sheet TEXT NOT NULL,
    cell TEXT NOT NULL,
    reported_value TEXT NOT NULL,
    reported_unit TEXT NOT NULL,
    source TEXT NOT NULL
) STRICT;
CREATE INDEX indicator_of_submission ON indicator (submission);

CREATE TABLE evidence (
    submission TEXT NOT NULL REFERENCES submission,
    enterprise TEXT NOT NULL,
    number TEXT NOT NULL,
    title TEXT NOT NULL,
    kind TEXT NOT NULL,
    supports TEXT NOT NULL,
    sheet TEXT NOT NULL,
    cell TEXT NOT NULL
) STRICT;
CREATE INDEX evidence_of_submission ON evidence (submission);

CREATE INDEX finding_of_submission ON submission_finding (submission);
CREATE INDEX measured_in_submission ON measured_parameter (submission);

CREATE TABLE audit (
    seq INTEGER PRIMARY KEY,
    at TEXT NOT NULL,
    actor TEXT NOT NULL,
    action TEXT NOT NULL,
    subject TEXT NOT NULL,
    detail TEXT NOT NULL,
    previous TEXT NOT NULL,
    hash TEXT NOT NULL
) STRICT;

-- The end of the chain, so that a last entry cannot go missing unnoticed. The only row that changes, and only with the log.
CREATE TABLE audit_end (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    seq INTEGER NOT NULL,
    hash TEXT NOT NULL
) STRICT;
INSERT INTO audit_end VALUES (1, 0, '');

CREATE VIEW submission_state AS
SELECT s.submission, s.file, s.sha256, s.kind, s.template_version, s.region, s.year, s.enterprise,
       coalesce(y.name, '') AS name, v.version, v.replaces, e.state, e.at AS since, e.actor, e.note
FROM submission s
JOIN submission_event e ON e.event_id = (SELECT max(event_id) FROM submission_event WHERE submission = s.submission)
JOIN submission_version v ON v.submission = s.submission
LEFT JOIN enterprise_year y ON y.submission = s.submission;

CREATE TRIGGER audit_continues BEFORE INSERT ON audit
WHEN NEW.previous IS NOT (SELECT hash FROM audit_end) OR NEW.seq IS NOT (SELECT seq + 1 FROM audit_end)
BEGIN SELECT RAISE(ABORT, 'audit: an entry continues the last one'); END;
CREATE TRIGGER audit_ends AFTER INSERT ON audit BEGIN UPDATE audit_end SET seq = NEW.seq, hash = NEW.hash; END;
CREATE TRIGGER audit_end_follows BEFORE UPDATE ON audit_end
WHEN NEW.seq IS NOT (SELECT max(seq) FROM audit) OR NEW.hash IS NOT (SELECT hash FROM audit WHERE seq = NEW.seq)
BEGIN SELECT RAISE(ABORT, 'audit_end: changes with the log only'); END;
CREATE TRIGGER audit_end_kept BEFORE DELETE ON audit_end BEGIN SELECT RAISE(ABORT, 'audit_end: rows are never deleted'); END;

CREATE TRIGGER audit_kept_as_is BEFORE UPDATE ON audit BEGIN SELECT RAISE(ABORT, 'audit: rows are never changed'); END;
CREATE TRIGGER audit_kept BEFORE DELETE ON audit BEGIN SELECT RAISE(ABORT, 'audit: rows are never deleted'); END;

CREATE TRIGGER submission_event_kept_as_is BEFORE UPDATE ON submission_event BEGIN SELECT RAISE(ABORT, 'submission_event: rows are never changed'); END;
CREATE TRIGGER submission_event_kept BEFORE DELETE ON submission_event BEGIN SELECT RAISE(ABORT, 'submission_event: rows are never deleted'); END;

CREATE TRIGGER submission_version_kept_as_is BEFORE UPDATE ON submission_version BEGIN SELECT RAISE(ABORT, 'submission_version: rows are never changed'); END;
CREATE TRIGGER submission_version_kept BEFORE DELETE ON submission_version BEGIN SELECT RAISE(ABORT, 'submission_version: rows are never deleted'); END;

CREATE TRIGGER enterprise_year_kept_as_is BEFORE UPDATE ON enterprise_year BEGIN SELECT RAISE(ABORT, 'enterprise_year: rows are never changed'); END;
CREATE TRIGGER enterprise_year_kept BEFORE DELETE ON enterprise_year BEGIN SELECT RAISE(ABORT, 'enterprise_year: rows are never deleted'); END;

CREATE TRIGGER facility_kept_as_is BEFORE UPDATE ON facility BEGIN SELECT RAISE(ABORT, 'facility: rows are never changed'); END;
CREATE TRIGGER facility_kept BEFORE DELETE ON facility BEGIN SELECT RAISE(ABORT, 'facility: rows are never deleted'); END;

CREATE TRIGGER indicator_kept_as_is BEFORE UPDATE ON indicator BEGIN SELECT RAISE(ABORT, 'indicator: rows are never changed'); END;
CREATE TRIGGER indicator_kept BEFORE DELETE ON indicator BEGIN SELECT RAISE(ABORT, 'indicator: rows are never deleted'); END;

CREATE TRIGGER evidence_kept_as_is BEFORE UPDATE ON evidence BEGIN SELECT RAISE(ABORT, 'evidence: rows are never changed'); END;
CREATE TRIGGER evidence_kept BEFORE DELETE ON evidence BEGIN SELECT RAISE(ABORT, 'evidence: rows are never deleted'); END;
