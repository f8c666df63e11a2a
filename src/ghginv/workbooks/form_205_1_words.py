"""The words of form 205-1 能源购进、消费与库存: which row and which column a printed label means.

Rows (with their codes by edition), columns, facts and what ends the table stand in
``templates/workbooks/form_205_1_rows.csv`` and ``form_205_1_columns.csv``. A name counts before a code: codes changed
from edition to edition, and of most of them no public copy was found (``code_status``).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cached_property

from ghginv import folders
from ghginv.domain import items
from ghginv.workbooks.balance_labels import bare

_BRACKETED = re.compile(r"[(\[{【〔<].*?[)\]}】〕>]")
_NUMBERING = re.compile(
    r"(?:其中|#|[一二三四五六七八九十]+[、.．,]|[(（]?[0-9一二三四五六七八九十]{1,2}[)）、.．,])[:：、.]*"
)
_PERIOD = re.compile(r"^1?至?本月")
_REST = "其他"


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the form: ``item`` in ``unit``, its ``code`` in an edition with the evidence for it.

    ``kind`` is ``fuel``, ``energy`` or ``total``. ``adds`` says how a row stands to the one it is ``part_of``: ``yes``
    (all such rows add up to it), ``maybe`` (editions differ), ``rest`` (what the others leave) or ``no`` (in other
    units). ``low`` and ``high`` bound a plausible coefficient in tce per ``unit``.
    """

    row: str
    code: str
    code_status: str
    item: str
    kind: str
    part_of: str
    adds: str
    unit: str
    low: float | None
    high: float | None
    zh: str
    en: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """A column, a fact above the table or what ends it, by ``kind``; ``category`` is that of its activities."""

    column: str
    kind: str
    category: str
    zh: str
    en: str
    names: tuple[str, ...]


@dataclass(frozen=True)
class Vocabulary:
    """All rows of one edition and all columns."""

    edition: int
    rows: Mapping[str, Row]
    columns: Mapping[str, Column]

    @cached_property
    def _exact(self) -> Mapping[str, Row]:
        return {_plain(name): row for row in reversed(list(self.rows.values())) for name in row.names}

    @cached_property
    def _bare(self) -> Mapping[str, Row]:
        """Without brackets 其他（石油制品） would be 其他石油制品: what is left over is known by its brackets alone."""
        known = [row for row in self.rows.values() if row.adds != "rest"]
        return {bare(name): row for row in reversed(known) for name in row.names}

    @cached_property
    def _columns(self) -> Mapping[str, Column]:
        known = [column for column in self.columns.values() if column.kind not in ("fact", "end")]
        return {bare(name): column for column in known for name in column.names}

    @cached_property
    def _by_code(self) -> Mapping[str, Row]:
        return {row.code: row for row in self.rows.values() if row.code}

    def row(self, label: str, above: Row | None = None) -> Row | None:
        """The row that a label means; 其他 alone is what is left of the group that the row ``above`` belongs to."""
        for form in _forms(label):
            if found := self._exact.get(_plain(form)) or self._bare.get(bare(form)):
                return found
            if bare(form) == _REST and above is not None:
                whole = above.part_of or above.row
                return next((row for row in self.rows.values() if row.adds == "rest" and row.part_of == whole), None)
        return None

    def coded(self, code: str) -> Row | None:
        """The row with this code."""
        return self._by_code.get(code)

    def column(self, label: str) -> Column | None:
        """The column that a header means."""
        forms = (bare(label), _PERIOD.sub("", bare(label)), bare(_BRACKETED.sub("", _nfkc(label))))
        return next((self._columns[form] for form in forms if form in self._columns), None)

    def facts(self) -> list[Column]:
        """What stands above the table: who reports."""
        return [column for column in self.columns.values() if column.kind == "fact"]

    def ends(self, label: str) -> bool:
        """Whether a label stands below the table."""
        text = _plain(label)
        return any(
            text.startswith(_plain(name))
            for column in self.columns.values()
            if column.kind == "end"
            for name in column.names
        )

    def parts(self, row: Row) -> list[Row]:
        """The rows below one that add up to it, in all or in some editions."""
        return [part for part in self.rows.values() if part.part_of == row.row and part.adds != "no"]

    def near_rows(self, label: str) -> str:
        """Names of rows close to an unknown label."""
        return _near(label, ((name, row.zh) for row in self.rows.values() for name in row.names))

    def near_columns(self, label: str) -> str:
        """Names of columns close to an unknown header."""
        known = (column for column in self.columns.values() if column.kind not in ("fact", "end", "ignored"))
        return _near(label, ((name, column.zh) for column in known for name in column.names))


def editions() -> list[int]:
    """The years of the editions whose codes are known."""
    path = folders.file("templates", "workbooks/form_205_1_rows.csv")
    return sorted({int(row["edition"]) for _, row in folders.rows(path)})


def vocabulary(year: int | None = None) -> Vocabulary:
    """The words in force in a year: the latest edition until then, else the earliest."""
    known = editions()
    edition = max((each for each in known if year is None or each <= year), default=known[0])
    rows = {row.row: row for row in _rows(edition)}
    columns = {column.column: column for column in _columns()}
    return Vocabulary(edition, rows, columns)


def _rows(edition: int) -> Iterator[Row]:
    for _, row in folders.rows(folders.file("templates", "workbooks/form_205_1_rows.csv")):
        if int(row["edition"]) != edition:
            continue
        aliases = _split(row["aliases"])
        known = items.load()[row["item"]] if row["item"] else None
        # An item may have several rows; only the row that bears its code bears its name.
        named = (known.zh, known.en, *known.aliases) if known and row["row"] == row["item"] else ()
        zh = known.zh if known and named else aliases[0]
        yield Row(
            **{name: row[name] for name in ("row", "code", "code_status", "item", "kind", "part_of", "adds", "unit")},
            low=float(row["low"]) if row["low"] else None,
            high=float(row["high"]) if row["high"] else None,
            zh=zh,
            en=known.en if known else "Total",
            names=tuple(dict.fromkeys(name for name in (*aliases, *named) if name)),
        )


def _columns() -> Iterator[Column]:
    for _, row in folders.rows(folders.file("templates", "workbooks/form_205_1_columns.csv")):
        names = (row["zh"], row["en"], *_split(row["aliases"]))
        yield Column(row["column"], row["kind"], row["category"], row["zh"], row["en"], names)


def _forms(label: str) -> Iterator[str]:
    """A label with and without numbering, with and without what stands in brackets."""
    text = "".join(_nfkc(label).split())
    seen = []
    while text:
        seen.append(text)
        numbering = _NUMBERING.match(text)
        if not numbering:
            break
        text = text[numbering.end() :]
    yield from seen
    yield from (outside for form in seen if (outside := _BRACKETED.sub("", form)) and outside != form)


def _near(label: str, named: Iterable[tuple[str, str]]) -> str:
    known = {bare(name): shown for name, shown in named}
    close = get_close_matches(bare(label), list(known), n=4, cutoff=0.4)
    return "、".join(dict.fromkeys(known[name] for name in close)) or "-"


def _plain(label: str) -> str:
    return "".join(_nfkc(label).split()).casefold()


def _nfkc(label: str) -> str:
    return unicodedata.normalize("NFKC", label)


def _split(aliases: str) -> tuple[str, ...]:
    return tuple(alias.strip() for alias in aliases.split(";") if alias.strip())
