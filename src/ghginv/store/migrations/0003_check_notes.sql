-- Explanations that reviewers give for what a check found. Nothing here is ever edited or deleted; the last one holds.
CREATE TABLE check_note (
    note_id INTEGER PRIMARY KEY,
    run TEXT NOT NULL REFERENCES run,
    finding TEXT NOT NULL,
    note TEXT NOT NULL,
    at TEXT NOT NULL,
    actor TEXT NOT NULL
) STRICT;

CREATE TRIGGER check_note_kept_as_is BEFORE UPDATE ON check_note BEGIN SELECT RAISE(ABORT, 'check_note: rows are never changed'); END;
CREATE TRIGGER check_note_kept BEFORE DELETE ON check_note BEGIN SELECT RAISE(ABORT, 'check_note: rows are never deleted'); END;
