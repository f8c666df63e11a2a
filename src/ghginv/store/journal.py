"""The journal 日记账 of carbon budgets: entries and their legs as posted, each posting a batch of its own.

An entry's id is its number, without gaps; the file's triggers refuse what does not balance and whatever would change a
row. Rows have no chain of hashes of their own: each posting is an entry of the audit log, which claims its rows by
digest and is chained, so that one chain proves everything in the file.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlite_utils import Database

from ghginv.store import audit

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

COLUMNS = ("entry_id", "posted_at", "effective", "kind", "document", "account", "amount_kg", "counterparty", "actor",
           "note", "vintage", "instrument", "version", "reverses")  # fmt: skip
LEG = ("entry", "leg", "account", "instrument", "vintage", "amount_kg")
_HEAD = ("kind", "effective", "document", "note", "key", "version")
_PIECE = 200_000
_MARK = "\n"


@dataclass(frozen=True, slots=True)
class Posted:
    """What was posted: the number of the batch (0 where there was nothing to post) and the ids of its entries."""

    batch: int
    entries: tuple[str, ...]


def append(
    database: Database, book: str, entries: pd.DataFrame, legs: pd.DataFrame, *, at: str = "", actor: str | None = None
) -> Posted:
    """Post entries with their legs (inside a transaction); all of them or, by an error, none.

    ``entries`` has ``entry, kind, effective, document, note, key, reverses, version``, ``legs`` has ``entry, leg,
    account, instrument, vintage, amount_kg``; ``entry`` joins the two, replaced by the next numbers of the
    journal. ``book`` is the budget that they belong to. IntegrityError where an entry does not balance or a key was
    used.
    """
    if entries.empty:
        return Posted(0, ())
    at, actor = at or audit.now(), audit.actor() if actor is None else actor
    last, batch = database.conn.execute(
        "SELECT coalesce(max(entry), 0), coalesce(max(batch), 0) + 1 FROM journal_entry"
    ).fetchone()
    numbers = {int(each): last + place for place, each in enumerate(entries["entry"], start=1)}
    rows = zip(*(legs[name].tolist() for name in LEG), strict=True)
    database.conn.executemany(
        f"INSERT INTO journal_leg (batch, {', '.join(LEG)}) VALUES (?, ?, ?, ?, ?, ?, ?)",
        ((batch, numbers[entry], *rest) for entry, *rest in rows),
    )
    counts = legs["entry"].value_counts()
    heads = [
        {**{name: row[name] for name in _HEAD}, "entry": numbers[row["entry"]], "batch": batch, "book": book,
         "reverses": number(row["reverses"]), "legs": int(counts.get(row["entry"], 0)), "posted_at": at, "actor": actor}
        for row in entries.to_dict("records")
    ]  # fmt: skip
    database.conn.executemany(
        f"INSERT INTO journal_entry ({', '.join(heads[0])}) VALUES ({', '.join(':' + name for name in heads[0])})",
        heads,
    )
    posted = Posted(batch, tuple(named(each["entry"]) for each in heads))
    told = {"book": book, "batch": batch, "entries": [posted.entries[0], posted.entries[-1]], "legs": len(legs)}
    audit.record(database, "post", book, told, owns=dict.fromkeys(audit.JOURNAL, batch), at=at, by=actor)
    return posted


def named(entry: int) -> str:
    """The id of an entry: its number as people write it."""
    return f"E{entry:06d}" if entry else ""


def number(entry_id: str) -> int:
    """The number of an entry; 0 for none. ValueError for what is no id."""
    return int(entry_id.removeprefix("E")) if entry_id else 0


def entries(database: Database, book: str) -> pd.DataFrame:
    """The entries of a book in the order of posting.

    Columns: ``entry, entry_id, batch, kind, effective, document, note, key, reverses, version, posted_at, actor``.
    """
    import pandas as pd

    names = ("entry", "batch", *_HEAD[:-1], "reverses", "version", "posted_at", "actor")
    found = database.conn.execute(f"SELECT {', '.join(names)} FROM journal_entry WHERE book = ? ORDER BY entry", [book])
    frame = pd.DataFrame(found.fetchall(), columns=list(names))
    frame = frame.astype(dict.fromkeys(("entry", "batch", "version"), "int64"))
    frame["reverses"] = [named(each) for each in frame["reverses"]]
    frame.insert(1, "entry_id", [named(each) for each in frame["entry"]])
    return frame


def legs(database: Database, book: str) -> pd.DataFrame:
    """The legs of a book in the order of posting: ``entry, leg, account, instrument, vintage, amount_kg``.

    Account and instrument are categorical, the rest 64-bit integers.
    """
    import pyarrow as pa

    pieces = list(_arrow(database, book))
    table = pa.Table.from_batches(pieces, schema=_schema()) if pieces else _schema().empty_table()
    frame = table.unify_dictionaries().to_pandas(ignore_metadata=True)
    return frame if frame["entry"].is_monotonic_increasing else frame.sort_values(["entry", "leg"], ignore_index=True)


def pieces(database: Database, book: str) -> Iterator[pd.DataFrame]:
    """The same piece by piece, for a journal of any size; an entry may continue in the next piece."""
    for piece in _arrow(database, book):
        yield piece.to_pandas()


def balances(database: Database, book: str, until: str = "") -> pd.DataFrame:
    """What stands on each account: ``account, instrument, vintage, amount_kg``, added up by the database.

    ``until`` is the last effective day that counts; accounts at nothing are left out.
    """
    import pandas as pd

    where, values = _of_book(database, book)
    if until:
        where = "WHERE entry IN (SELECT entry FROM journal_entry WHERE book = ? AND effective <= ?)"
        values = [book, until]
    found = database.conn.execute(
        f"SELECT account, instrument, vintage, sum(amount_kg) AS kg FROM journal_leg {where} "
        "GROUP BY account, instrument, vintage HAVING kg <> 0 ORDER BY account, instrument, vintage",
        values,
    )
    frame = pd.DataFrame(found.fetchall(), columns=["account", "instrument", "vintage", "amount_kg"])
    return frame.astype(dict.fromkeys(("vintage", "amount_kg"), "int64"))


def listing(
    database: Database, book: str, *, account: str = "", entry: str = "", kind: str = "", document: str = "",
    vintage: int = 0, last: int = 0,
) -> pd.DataFrame:  # fmt: skip
    """The journal as people read it, a line a leg, oldest first; columns as ``COLUMNS``.

    ``account`` is an account or the beginning of accounts (whole parts), ``last`` keeps that many of the newest lines.
    The counterparty is the account on the other side; where there are several the largest, with how many more.
    """
    import pandas as pd

    told: Mapping[str, Any] = {
        "book": book, "account": account, "begins": f"{account}:", "entry": number(entry), "kind": kind,
        "document": document, "vintage": vintage, "last": last or -1,
    }  # fmt: skip
    found = database.conn.execute(_LISTING, told)
    frame = pd.DataFrame(found.fetchall()[::-1], columns=list(COLUMNS))
    for name in ("entry_id", "reverses"):
        frame[name] = [named(each) for each in frame[name]]
    return frame


_LISTING = """
WITH chosen AS (
    SELECT e.*, l.leg, l.account, l.amount_kg, l.vintage, l.instrument
    FROM journal_entry e JOIN journal_leg l USING (entry)
    WHERE e.book = :book AND :entry IN (0, e.entry) AND :kind IN ('', e.kind) AND :document IN ('', e.document)
        AND :vintage IN (0, l.vintage)
        AND (:account = '' OR l.account = :account OR substr(l.account, 1, length(:begins)) = :begins)
    ORDER BY e.entry DESC, l.leg DESC LIMIT :last
), sides AS (
    SELECT entry, instrument, vintage, amount_kg > 0 AS debit, count(DISTINCT account) AS accounts, account AS largest,
        max(abs(amount_kg)) AS most
    FROM journal_leg WHERE entry IN (SELECT entry FROM chosen)
    GROUP BY entry, instrument, vintage, amount_kg > 0
)
SELECT c.entry, c.posted_at, c.effective, c.kind, c.document, c.account, c.amount_kg,
    s.largest || CASE s.accounts WHEN 1 THEN '' ELSE ' +' || (s.accounts - 1) END,
    c.actor, c.note, c.vintage, c.instrument, c.version, c.reverses
FROM chosen c LEFT JOIN sides s
    ON s.entry = c.entry AND s.instrument = c.instrument AND s.vintage = c.vintage AND s.debit = (c.amount_kg < 0)
ORDER BY c.entry DESC, c.leg DESC
"""


def _of_book(database: Database, book: str) -> tuple[str, list[str]]:
    """The condition for the legs of a book: none where the file holds no other."""
    others = database.conn.execute("SELECT 1 FROM journal_entry WHERE book <> ? LIMIT 1", [book]).fetchone()
    if others is None:
        return "", []
    return "WHERE entry IN (SELECT entry FROM journal_entry WHERE book = ?)", [book]


def _arrow(database: Database, book: str) -> Iterator[pa.RecordBatch]:
    """The legs as Arrow columns, a piece of the table at a time.

    SQLite hands over each column of a piece as one text, which Arrow splits: no row becomes an object of Python, which
    is what fetching rows costs. The columns of a piece are in one order, though SQLite does not say in which.
    """
    import pyarrow as pa

    where, values = _of_book(database, book)
    columns = ", ".join(f"group_concat({name}, char(10))" for name in LEG)
    bounds = "rowid > ? AND rowid <= ?" if not where else f"{where.removeprefix('WHERE ')} AND rowid > ? AND rowid <= ?"
    (end,) = database.conn.execute("SELECT coalesce(max(rowid), 0) FROM journal_leg").fetchone()
    for start in range(0, end, _PIECE):
        texts = database.conn.execute(
            f"SELECT {columns} FROM journal_leg WHERE {bounds}",
            [*values, start, start + _PIECE],
        ).fetchone()
        if texts[0] is not None:
            split = [_column(text, field.type) for text, field in zip(texts, _schema(), strict=True)]
            yield pa.RecordBatch.from_arrays(split, schema=_schema())


def _column(text: str, kind: pa.DataType) -> pa.Array:
    import pyarrow as pa
    import pyarrow.compute as pc

    values = pc.split_pattern(pa.array([text]), _MARK).values
    return values.dictionary_encode() if pa.types.is_dictionary(kind) else values.cast(kind)


def _schema() -> pa.Schema:
    import pyarrow as pa

    text = pa.dictionary(pa.int32(), pa.string())
    kinds = dict.fromkeys(LEG, pa.int64()) | {"account": text, "instrument": text}
    return pa.schema([(name, kinds[name]) for name in LEG])
