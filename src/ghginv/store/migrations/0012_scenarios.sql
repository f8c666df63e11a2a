-- Scenarios 情景 as computed: the file as received, the plan read from it, emissions and effects. The id is the hash of
-- the inputs: the same inputs are the same scenario run. Nothing here is ever edited or deleted.
CREATE TABLE scenario_run (
    scenario_run TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    run TEXT NOT NULL REFERENCES run,
    region TEXT NOT NULL,
    base_year INTEGER NOT NULL,
    last_year INTEGER NOT NULL,
    about TEXT NOT NULL,
    plan TEXT NOT NULL,
    file TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    at TEXT NOT NULL,
    actor TEXT NOT NULL,
    content BLOB NOT NULL
) STRICT;

CREATE TABLE scenario_cell (
    scenario_run TEXT NOT NULL REFERENCES scenario_run,
    scenario TEXT NOT NULL,
    year INTEGER NOT NULL,
    category TEXT NOT NULL,
    item TEXT NOT NULL,
    gas TEXT NOT NULL,
    memo TEXT NOT NULL,
    driver TEXT NOT NULL,
    counts INTEGER NOT NULL CHECK (counts IN (0, 1)),
    before_g INTEGER NOT NULL,
    after_g INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX cell_of_scenario ON scenario_cell (scenario_run, scenario, year, category, item, gas, memo, driver, counts);

CREATE TABLE scenario_effect (
    scenario_run TEXT NOT NULL REFERENCES scenario_run,
    scenario TEXT NOT NULL,
    measure TEXT NOT NULL,
    year INTEGER NOT NULL,
    share REAL NOT NULL CHECK (share BETWEEN 0 AND 1),
    effect_g INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX effect_of_scenario ON scenario_effect (scenario_run, scenario, measure, year);

CREATE TRIGGER scenario_run_kept_as_is BEFORE UPDATE ON scenario_run BEGIN SELECT RAISE(ABORT, 'scenario_run: rows are never changed'); END;
CREATE TRIGGER scenario_run_kept BEFORE DELETE ON scenario_run BEGIN SELECT RAISE(ABORT, 'scenario_run: rows are never deleted'); END;
CREATE TRIGGER scenario_cell_kept_as_is BEFORE UPDATE ON scenario_cell BEGIN SELECT RAISE(ABORT, 'scenario_cell: rows are never changed'); END;
CREATE TRIGGER scenario_cell_kept BEFORE DELETE ON scenario_cell BEGIN SELECT RAISE(ABORT, 'scenario_cell: rows are never deleted'); END;
CREATE TRIGGER scenario_effect_kept_as_is BEFORE UPDATE ON scenario_effect BEGIN SELECT RAISE(ABORT, 'scenario_effect: rows are never changed'); END;
CREATE TRIGGER scenario_effect_kept BEFORE DELETE ON scenario_effect BEGIN SELECT RAISE(ABORT, 'scenario_effect: rows are never deleted'); END;

-- An id used again would replace the row behind the back of the triggers above.
CREATE TRIGGER scenario_run_once BEFORE INSERT ON scenario_run WHEN EXISTS (SELECT 1 FROM scenario_run WHERE scenario_run = NEW.scenario_run)
BEGIN SELECT RAISE(ABORT, 'scenario_run: this run is there already'); END;
CREATE TRIGGER scenario_cell_once BEFORE INSERT ON scenario_cell
WHEN EXISTS (SELECT 1 FROM scenario_cell WHERE scenario_run = NEW.scenario_run AND scenario = NEW.scenario AND year = NEW.year AND category = NEW.category AND item = NEW.item AND gas = NEW.gas AND memo = NEW.memo AND driver = NEW.driver AND counts = NEW.counts)
BEGIN SELECT RAISE(ABORT, 'scenario_cell: this cell is there already'); END;
CREATE TRIGGER scenario_effect_once BEFORE INSERT ON scenario_effect
WHEN EXISTS (SELECT 1 FROM scenario_effect WHERE scenario_run = NEW.scenario_run AND scenario = NEW.scenario AND measure = NEW.measure AND year = NEW.year)
BEGIN SELECT RAISE(ABORT, 'scenario_effect: this effect is there already'); END;
