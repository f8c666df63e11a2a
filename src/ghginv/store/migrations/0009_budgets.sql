-- Carbon budgets 碳预算: plans as received, versions with their lines, requests, documents, and every step as an event.
-- An event and all that came with it share its number. Nothing here is ever edited or deleted.
CREATE TABLE budget_event (
    event_id INTEGER PRIMARY KEY,
    budget TEXT NOT NULL,
    revision INTEGER NOT NULL CHECK (revision > 0),
    version INTEGER NOT NULL,
    step TEXT NOT NULL,
    at TEXT NOT NULL,
    actor TEXT NOT NULL,
    note TEXT NOT NULL,
    detail TEXT NOT NULL,
    UNIQUE (budget, revision)
) STRICT;

CREATE TABLE budget_plan (
    event_id INTEGER PRIMARY KEY REFERENCES budget_event,
    budget TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    tables TEXT NOT NULL,
    file TEXT NOT NULL,
    file_sha256 TEXT NOT NULL,
    content BLOB NOT NULL
) STRICT;
CREATE INDEX plan_of_budget ON budget_plan (budget);

CREATE TABLE budget_version (
    event_id INTEGER PRIMARY KEY REFERENCES budget_event,
    budget TEXT NOT NULL,
    version INTEGER NOT NULL CHECK (version > 0),
    plan TEXT NOT NULL,
    about TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    UNIQUE (budget, version)
) STRICT;

CREATE TABLE budget_line (
    event_id INTEGER NOT NULL REFERENCES budget_version,
    year INTEGER NOT NULL,
    kind TEXT NOT NULL,
    region TEXT NOT NULL,
    industry TEXT NOT NULL,
    layer TEXT NOT NULL,
    enterprise TEXT NOT NULL,
    amount_kg INTEGER NOT NULL CHECK (amount_kg >= 0)
) STRICT;
CREATE UNIQUE INDEX line_of_version ON budget_line (event_id, year, kind, region, industry, layer, enterprise);

CREATE TABLE budget_request (
    event_id INTEGER NOT NULL REFERENCES budget_event,
    budget TEXT NOT NULL,
    region TEXT NOT NULL,
    industry TEXT NOT NULL,
    year INTEGER NOT NULL,
    requested_kg INTEGER NOT NULL CHECK (requested_kg >= 0),
    reason TEXT NOT NULL,
    contact TEXT NOT NULL,
    file TEXT NOT NULL
) STRICT;
CREATE INDEX request_of_budget ON budget_request (budget);

CREATE TABLE budget_document (
    document TEXT PRIMARY KEY,
    event_id INTEGER NOT NULL REFERENCES budget_event,
    budget TEXT NOT NULL,
    version INTEGER NOT NULL,
    kind TEXT NOT NULL,
    addressee TEXT NOT NULL,
    title TEXT NOT NULL,
    file TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    content BLOB NOT NULL
) STRICT;
CREATE INDEX document_of_budget ON budget_document (budget);

CREATE TRIGGER budget_event_kept_as_is BEFORE UPDATE ON budget_event BEGIN SELECT RAISE(ABORT, 'budget_event: rows are never changed'); END;
CREATE TRIGGER budget_event_kept BEFORE DELETE ON budget_event BEGIN SELECT RAISE(ABORT, 'budget_event: rows are never deleted'); END;
CREATE TRIGGER budget_plan_kept_as_is BEFORE UPDATE ON budget_plan BEGIN SELECT RAISE(ABORT, 'budget_plan: rows are never changed'); END;
CREATE TRIGGER budget_plan_kept BEFORE DELETE ON budget_plan BEGIN SELECT RAISE(ABORT, 'budget_plan: rows are never deleted'); END;
CREATE TRIGGER budget_version_kept_as_is BEFORE UPDATE ON budget_version BEGIN SELECT RAISE(ABORT, 'budget_version: rows are never changed'); END;
CREATE TRIGGER budget_version_kept BEFORE DELETE ON budget_version BEGIN SELECT RAISE(ABORT, 'budget_version: rows are never deleted'); END;
CREATE TRIGGER budget_line_kept_as_is BEFORE UPDATE ON budget_line BEGIN SELECT RAISE(ABORT, 'budget_line: rows are never changed'); END;
CREATE TRIGGER budget_line_kept BEFORE DELETE ON budget_line BEGIN SELECT RAISE(ABORT, 'budget_line: rows are never deleted'); END;
CREATE TRIGGER budget_request_kept_as_is BEFORE UPDATE ON budget_request BEGIN SELECT RAISE(ABORT, 'budget_request: rows are never changed'); END;
CREATE TRIGGER budget_request_kept BEFORE DELETE ON budget_request BEGIN SELECT RAISE(ABORT, 'budget_request: rows are never deleted'); END;
CREATE TRIGGER budget_document_kept_as_is BEFORE UPDATE ON budget_document BEGIN SELECT RAISE(ABORT, 'budget_document: rows are never changed'); END;
CREATE TRIGGER budget_document_kept BEFORE DELETE ON budget_document BEGIN SELECT RAISE(ABORT, 'budget_document: rows are never deleted'); END;

-- An id used again would replace the row behind the back of the triggers above.
CREATE TRIGGER budget_event_once BEFORE INSERT ON budget_event
WHEN EXISTS (SELECT 1 FROM budget_event WHERE event_id = NEW.event_id OR (budget = NEW.budget AND revision = NEW.revision))
BEGIN SELECT RAISE(ABORT, 'budget_event: this revision is there already'); END;
CREATE TRIGGER budget_plan_once BEFORE INSERT ON budget_plan WHEN EXISTS (SELECT 1 FROM budget_plan WHERE event_id = NEW.event_id)
BEGIN SELECT RAISE(ABORT, 'budget_plan: this plan is there already'); END;
CREATE TRIGGER budget_version_once BEFORE INSERT ON budget_version
WHEN EXISTS (SELECT 1 FROM budget_version WHERE event_id = NEW.event_id OR (budget = NEW.budget AND version = NEW.version))
BEGIN SELECT RAISE(ABORT, 'budget_version: this version is there already'); END;
CREATE TRIGGER budget_line_once BEFORE INSERT ON budget_line
WHEN EXISTS (SELECT 1 FROM budget_line WHERE event_id = NEW.event_id AND year = NEW.year AND kind = NEW.kind AND region = NEW.region AND industry = NEW.industry AND layer = NEW.layer AND enterprise = NEW.enterprise)
BEGIN SELECT RAISE(ABORT, 'budget_line: this line is there already'); END;
CREATE TRIGGER budget_document_once BEFORE INSERT ON budget_document WHEN EXISTS (SELECT 1 FROM budget_document WHERE document = NEW.document)
BEGIN SELECT RAISE(ABORT, 'budget_document: this document is there already'); END;
