-- The journal 日记账 of carbon budgets: entries 分录 and their legs 明细. Nothing here is ever edited or deleted.
-- The legs of an entry come first, the entry seals them: it is taken only when all of them are there and balance, and from
-- then on takes no more. A number is used once, and numbers have no gaps.
CREATE TABLE journal_entry (
    entry INTEGER PRIMARY KEY,
    batch INTEGER NOT NULL,
    book TEXT NOT NULL,
    kind TEXT NOT NULL,
    effective TEXT NOT NULL,
    document TEXT NOT NULL,
    note TEXT NOT NULL,
    key TEXT NOT NULL,
    reverses INTEGER NOT NULL,
    version INTEGER NOT NULL,
    legs INTEGER NOT NULL CHECK (legs >= 2),
    posted_at TEXT NOT NULL,
    actor TEXT NOT NULL
) STRICT;
CREATE INDEX entry_of_batch ON journal_entry (batch);
CREATE UNIQUE INDEX entry_of_key ON journal_entry (book, key) WHERE key <> '';
CREATE UNIQUE INDEX entry_reversed ON journal_entry (reverses) WHERE reverses > 0;

CREATE TABLE journal_leg (
    entry INTEGER NOT NULL REFERENCES journal_entry DEFERRABLE INITIALLY DEFERRED,
    leg INTEGER NOT NULL CHECK (leg > 0),
    batch INTEGER NOT NULL,
    account TEXT NOT NULL CHECK (instr(account, char(10)) = 0),
    instrument TEXT NOT NULL CHECK (instr(instrument, char(10)) = 0),
    vintage INTEGER NOT NULL,
    amount_kg INTEGER NOT NULL CHECK (amount_kg <> 0),
    PRIMARY KEY (entry, leg)
) STRICT;
CREATE INDEX leg_of_batch ON journal_leg (batch);

CREATE TRIGGER journal_leg_sealed BEFORE INSERT ON journal_leg WHEN EXISTS (SELECT 1 FROM journal_entry WHERE entry = NEW.entry)
BEGIN SELECT RAISE(ABORT, 'journal_leg: a posted entry takes no more legs'); END;
CREATE TRIGGER journal_leg_once BEFORE INSERT ON journal_leg
WHEN EXISTS (SELECT 1 FROM journal_leg WHERE entry = NEW.entry AND leg = NEW.leg)
BEGIN SELECT RAISE(ABORT, 'journal_leg: this leg is there already'); END;
CREATE TRIGGER journal_leg_kept_as_is BEFORE UPDATE ON journal_leg BEGIN SELECT RAISE(ABORT, 'journal_leg: rows are never changed'); END;
CREATE TRIGGER journal_leg_kept BEFORE DELETE ON journal_leg BEGIN SELECT RAISE(ABORT, 'journal_leg: rows are never deleted'); END;

CREATE TRIGGER journal_entry_continues BEFORE INSERT ON journal_entry
WHEN NEW.entry IS NOT (SELECT coalesce(max(entry), 0) + 1 FROM journal_entry)
    OR NEW.batch - (SELECT coalesce(max(batch), 0) FROM journal_entry) NOT IN (0, 1)
BEGIN SELECT RAISE(ABORT, 'journal_entry: an entry continues the last one'); END;
CREATE TRIGGER journal_entry_key_once BEFORE INSERT ON journal_entry
WHEN NEW.key <> '' AND EXISTS (SELECT 1 FROM journal_entry WHERE book = NEW.book AND key = NEW.key)
BEGIN SELECT RAISE(ABORT, 'journal_entry: this key was used'); END;
CREATE TRIGGER journal_entry_reverses BEFORE INSERT ON journal_entry
WHEN NEW.reverses <> 0 AND (NOT EXISTS (SELECT 1 FROM journal_entry WHERE entry = NEW.reverses AND book = NEW.book)
    OR EXISTS (SELECT 1 FROM journal_entry WHERE reverses = NEW.reverses AND reverses > 0))
BEGIN SELECT RAISE(ABORT, 'journal_entry: an entry of the same book is reversed once'); END;
CREATE TRIGGER journal_entry_whole BEFORE INSERT ON journal_entry
WHEN NEW.legs IS NOT (SELECT count(*) FROM journal_leg WHERE entry = NEW.entry AND +batch = NEW.batch)
BEGIN SELECT RAISE(ABORT, 'journal_entry: not all legs are there'); END;
CREATE TRIGGER journal_entry_balances BEFORE INSERT ON journal_entry
WHEN EXISTS (SELECT 1 FROM journal_leg WHERE entry = NEW.entry GROUP BY instrument, vintage HAVING sum(amount_kg) <> 0)
BEGIN SELECT RAISE(ABORT, 'journal_entry: legs do not balance'); END;
CREATE TRIGGER journal_entry_kept_as_is BEFORE UPDATE ON journal_entry BEGIN SELECT RAISE(ABORT, 'journal_entry: rows are never changed'); END;
CREATE TRIGGER journal_entry_kept BEFORE DELETE ON journal_entry BEGIN SELECT RAISE(ABORT, 'journal_entry: rows are never deleted'); END;
