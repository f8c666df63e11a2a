-- Runs that were sealed: what was handed over, when, by whom. Nothing here is ever edited or deleted.
CREATE TABLE run_seal (
    run TEXT NOT NULL REFERENCES run,
    seal TEXT NOT NULL,
    sealed_at TEXT NOT NULL,
    actor TEXT NOT NULL,
    PRIMARY KEY (run, seal)
) STRICT;

CREATE TRIGGER run_seal_kept_as_is BEFORE UPDATE ON run_seal BEGIN SELECT RAISE(ABORT, 'run_seal: rows are never changed'); END;
CREATE TRIGGER run_seal_kept BEFORE DELETE ON run_seal BEGIN SELECT RAISE(ABORT, 'run_seal: rows are never deleted'); END;
