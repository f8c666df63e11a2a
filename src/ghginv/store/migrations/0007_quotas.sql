-- Quotas 配额 as allocated: by which rules, from which inputs, by whom and when. Nothing here is ever edited or deleted.
CREATE TABLE quota_allocation (
    quota TEXT PRIMARY KEY,
    rules TEXT NOT NULL,
    stage TEXT NOT NULL CHECK (stage IN ('pre', 'final')),
    region TEXT NOT NULL,
    year INTEGER NOT NULL,
    about TEXT NOT NULL,
    totals TEXT NOT NULL,
    at TEXT NOT NULL,
    actor TEXT NOT NULL
) STRICT;

CREATE TABLE quota_unit (
    quota TEXT NOT NULL REFERENCES quota_allocation,
    enterprise TEXT NOT NULL,
    facility TEXT NOT NULL,
    quota_t INTEGER NOT NULL,
    record TEXT NOT NULL,
    PRIMARY KEY (quota, enterprise, facility)
) STRICT;
CREATE INDEX quota_of_enterprise ON quota_unit (enterprise);

CREATE TABLE quota_entity (
    quota TEXT NOT NULL REFERENCES quota_allocation,
    enterprise TEXT NOT NULL,
    quota_t INTEGER NOT NULL,
    record TEXT NOT NULL,
    PRIMARY KEY (quota, enterprise)
) STRICT;

CREATE TRIGGER quota_allocation_kept_as_is BEFORE UPDATE ON quota_allocation BEGIN SELECT RAISE(ABORT, 'quota_allocation: rows are never changed'); END;
CREATE TRIGGER quota_allocation_kept BEFORE DELETE ON quota_allocation BEGIN SELECT RAISE(ABORT, 'quota_allocation: rows are never deleted'); END;

CREATE TRIGGER quota_unit_kept_as_is BEFORE UPDATE ON quota_unit BEGIN SELECT RAISE(ABORT, 'quota_unit: rows are never changed'); END;
CREATE TRIGGER quota_unit_kept BEFORE DELETE ON quota_unit BEGIN SELECT RAISE(ABORT, 'quota_unit: rows are never deleted'); END;

CREATE TRIGGER quota_entity_kept_as_is BEFORE UPDATE ON quota_entity BEGIN SELECT RAISE(ABORT, 'quota_entity: rows are never changed'); END;
CREATE TRIGGER quota_entity_kept BEFORE DELETE ON quota_entity BEGIN SELECT RAISE(ABORT, 'quota_entity: rows are never deleted'); END;
