-- Monthly and quarterly data 月度、季度数据: who reports which months, what a row of activity data is part of, and economic
-- indicators 经济指标. A submission of kind monthly never counts as an annual filing. Nothing here is ever edited or deleted.
CREATE TABLE monthly_filing (
    submission TEXT PRIMARY KEY REFERENCES submission,
    sender TEXT NOT NULL,
    name TEXT NOT NULL,
    year INTEGER NOT NULL,
    first_month INTEGER NOT NULL CHECK (first_month BETWEEN 1 AND 12),
    last_month INTEGER NOT NULL CHECK (last_month BETWEEN first_month AND 12)
) STRICT;
CREATE INDEX filing_of_sender ON monthly_filing (sender, year);

CREATE TABLE monthly_row (
    activity_id TEXT PRIMARY KEY REFERENCES activity,
    submission TEXT NOT NULL REFERENCES submission,
    form TEXT NOT NULL CHECK (form IN ('enterprise', 'indicator')),
    industry TEXT NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('metered', 'reported', 'estimated', 'filled')),
    evidence TEXT NOT NULL
) STRICT;
CREATE INDEX monthly_row_of_submission ON monthly_row (submission);

CREATE TABLE economic_figure (
    submission TEXT NOT NULL REFERENCES submission,
    region TEXT NOT NULL,
    industry TEXT NOT NULL,
    year INTEGER NOT NULL,
    month INTEGER NOT NULL CHECK (month BETWEEN 1 AND 12),
    indicator TEXT NOT NULL,
    value REAL NOT NULL,
    unit TEXT NOT NULL,
    price_base TEXT NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('metered', 'reported', 'estimated', 'filled')),
    sheet TEXT NOT NULL,
    cell TEXT NOT NULL,
    PRIMARY KEY (submission, sheet, cell)
) STRICT;

CREATE TRIGGER monthly_filing_kept_as_is BEFORE UPDATE ON monthly_filing BEGIN SELECT RAISE(ABORT, 'monthly_filing: rows are never changed'); END;
CREATE TRIGGER monthly_filing_kept BEFORE DELETE ON monthly_filing BEGIN SELECT RAISE(ABORT, 'monthly_filing: rows are never deleted'); END;
CREATE TRIGGER monthly_row_kept_as_is BEFORE UPDATE ON monthly_row BEGIN SELECT RAISE(ABORT, 'monthly_row: rows are never changed'); END;
CREATE TRIGGER monthly_row_kept BEFORE DELETE ON monthly_row BEGIN SELECT RAISE(ABORT, 'monthly_row: rows are never deleted'); END;
CREATE TRIGGER economic_figure_kept_as_is BEFORE UPDATE ON economic_figure BEGIN SELECT RAISE(ABORT, 'economic_figure: rows are never changed'); END;
CREATE TRIGGER economic_figure_kept BEFORE DELETE ON economic_figure BEGIN SELECT RAISE(ABORT, 'economic_figure: rows are never deleted'); END;
