"""Reporting tables as data: captions, columns and lines, read from ``templates/reports/tables``.

A folder there bears the name of a guideline or of a category system; each ``<table>.toml`` in it is a table, its lines
stand in ``<table>.csv``. A guideline has the tables of its own folder and those of the system it reports in. What is
alike under every guideline stands in ``any.toml``.
"""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import Any

from ghginv import folders
from ghginv.errors import InputError
from ghginv.factors import guidelines
from ghginv.findings import Finding

FOLDER = "reports/tables"
Criteria = Mapping[str, tuple[bool, tuple[str, ...]]]
"""For a column of the emission rows: whether its value must be, or must not be, one of these."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a table.

    A line takes the rows of its ``category`` and below: as reported for what counts, as kept in our own tree for memo
    items (guidelines have no codes for those) and for ``source``, categories without a code in the guideline. ``*``
    takes what no other line of the same ``memo`` takes, ``|`` joins several, blank takes nothing. ``of_scope``
    narrows it to a scope. ``also`` are codes as reported that stand in a line of memo items even where a row counts or
    stands beside. ``where`` makes a line a view instead: a sum of rows wherever they stand. ``scope`` and
    ``level`` are what the guideline (GPC) says of the line. ``included_in`` is the line of undivided figures that
    holds this one's emissions where it has none. An ``optional`` line is shown where there is something to show.
    """

    line: str
    zh: str
    en: str
    parent: str = ""
    category: str = ""
    source: str = ""
    memo: str = ""
    also: str = ""
    of_scope: str = ""
    scope: str = ""
    level: str = ""
    where: str = ""
    included_in: str = ""
    optional: str = ""

    def name(self, lang: str = "zh") -> str:
        """The name for people."""
        return self.zh if lang == "zh" else self.en

    def key(self, lang: str = "zh") -> str:
        """Code and name as one text, which no sheet takes for a number or a date."""
        return f"{self.line} {self.name(lang)}"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table.

    Sums of ``mass`` or ``co2e`` in units of ``per`` tonnes, of one gas or family of gases, of a scope, or ``where``
    something holds. ``share_of`` is the percentage of another column's total, ``carbon_of`` the carbon in another's
    CO2, in its unit. Without any of these the column is not a sum: what stands there is given from elsewhere.
    """

    id: str
    zh: str
    en: str
    measure: str = ""
    gas: str = ""
    scope: str = ""
    where: str = ""
    per: int = 1
    share_of: str = ""
    carbon_of: str = ""
    optional: bool = False

    def name(self, lang: str = "zh") -> str:
        """The name for people."""
        return self.zh if lang == "zh" else self.en

    @property
    def criteria(self) -> Criteria:
        """What the rows of the column have in common."""
        narrowed = {"family": self.gas, "scope": self.scope}
        return criteria(self.where) | {key: (True, (value,)) for key, value in narrowed.items() if value}


@dataclass(frozen=True)
class Layout:
    """Caption, notes, columns and lines of a table; ``system`` is the category system the lines are coded in.

    ``sectors`` says that only rows of these sectors stand in the table; ``beside`` names memo items that stand in the
    line of their category, where a column of their own holds them; ``total`` is the line that shares refer to, the sum
    of the outermost lines unless given; ``keys`` whether notation keys fill cells without a figure.
    """

    zh: str
    en: str
    zh_notes: tuple[str, ...] = ()
    en_notes: tuple[str, ...] = ()
    columns: tuple[Column, ...] = ()
    lines: tuple[Line, ...] = ()
    name: str = ""
    system: str = ""
    sectors: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()
    total: str = ""
    keys: bool = False

    def caption(self, lang: str = "zh") -> str:
        """The title of the table."""
        return self.zh if lang == "zh" else self.en

    def notes(self, lang: str = "zh") -> tuple[str, ...]:
        """What stands below the table."""
        return self.zh_notes if lang == "zh" else self.en_notes

    @property
    def column(self) -> str:
        """The column of placed emission rows that holds their line in this table."""
        return f"line_{self.name}"

    @property
    def gases(self) -> list[str]:
        """The gases, or families of gases, that have a column of their own."""
        return list(dict.fromkeys(column.gas for column in self.columns if column.gas))

    @property
    def takes_rows(self) -> bool:
        """Whether rows stand in its lines; a table of views only sums them."""
        return any(not line.where for line in self.lines)

    def knows(self, memo: str) -> bool:
        """Whether rows of this memo, or those that count, have a line of any kind here."""
        return memo in self.beside or any(line.memo == memo and not line.where for line in self.lines)

    def below(self, line: str) -> list[Line]:
        """The lines directly below a line that add up to it, in order."""
        return [each for each in self.lines if each.parent == line and not each.where]

    def depth(self, line: Line) -> int:
        """0 for a line that stands under no other."""
        by_id = {each.line: each for each in self.lines}
        return 0 if not line.parent else 1 + self.depth(by_id[line.parent])

    def summarised(self, line: Line) -> bool:
        """Whether a line stands in the summary: totals, what lies right below them, and memo items as one."""
        return self.depth(line) <= (0 if line.memo else 1)

    def only(self, lines: Collection[str], columns: Collection[str]) -> Layout:
        """The same table, of its optional lines and columns only these; a line keeps those above it."""
        wanted = set(lines)
        by_id = {line.line: line for line in self.lines}
        for name in lines:
            while name := by_id[name].parent:
                wanted.add(name)
        return replace(
            self,
            lines=tuple(line for line in self.lines if not line.optional or line.line in wanted),
            columns=tuple(column for column in self.columns if not column.optional or column.id in columns),
        )

    def place(self, category: str, source_category: str, memo: str, scope: str = "") -> Line:
        """The line that takes an emission row; InputError when none does, so that nothing drops out of a table.

        ``category`` is the code as reported, ``source_category`` that of our own tree.
        """
        counted = memo in ("", *self.beside)
        fitting: list[tuple[tuple[int, bool], Line]] = []
        for line in self.lines:
            if line.where or line.of_scope not in ("", scope):
                continue
            if line.memo == ("" if counted else memo):
                reported, own = (line.category, line.source) if counted else ("", line.category)
            else:
                reported, own = (line.also if counted else "", "")
            codes = [each for each in reported.split("|") if self._covers(each, category)]
            codes += [each for each in own.split("|") if each == "*" or (each and _dotted(each, source_category))]
            fitting += [((len(each.rstrip("*")), bool(line.of_scope)), line) for each in codes]
        if not fitting:
            found = " ".join(filter(None, (memo, category, source_category)))
            raise InputError(Finding("table-line-missing", file=f"{FOLDER}/{self.system}/{self.name}.csv", found=found))
        return max(fitting, key=lambda each: each[0])[1]

    def _covers(self, category: str, code: str) -> bool:
        if category in ("", "*"):
            return category == "*"
        return _dotted(category, code) or (self.system == "ipcc2006" and _nested(category, code))


def _dotted(category: str, code: str) -> bool:
    return code == category or code.startswith(category + ".")


def _nested(category: str, code: str) -> bool:
    """Whether an IPCC code stands below another: letters and digits take turns, so 3C1 holds 3C1b but not 3C10.

    >>> _nested("1A", "1A2m"), _nested("3C1", "3C10")
    (True, False)
    """
    rest = code.removeprefix(category)
    return code.startswith(category) and bool(rest) and not (category[-1].isdigit() and rest[0].isdigit())


def criteria(where: str) -> dict[str, tuple[bool, tuple[str, ...]]]:
    """Criteria as written: ``column=value`` joined by ``;``, ``!=`` for not, alternatives joined by ``|``.

    >>> criteria("memo=;part!=land|waste")
    {'memo': (True, ('',)), 'part': (False, ('land', 'waste'))}
    """
    found = {}
    for part in filter(None, where.split(";")):
        column, _, values = part.partition("=")
        found[column.removesuffix("!")] = not column.endswith("!"), tuple(values.split("|"))
    return found


def available(guideline: str) -> list[str]:
    """The reporting tables of a guideline that have a layout of their own, in the order of ``any.toml``."""
    patterns = [f"{FOLDER}/{folder}/*.toml" for folder in _folders(guideline)]
    found = {path.stem for pattern in patterns for path in folders.files("templates", pattern)}
    order: list[str] = _any()["order"]
    return [name for name in order if name in found] + sorted(found - set(order))


def load(guideline: str, name: str) -> Layout:
    """A reporting table of a guideline: its own, or that of the category system it reports in."""
    system = guidelines.load(guideline).category_system
    names = [f"{FOLDER}/{folder}/{name}.toml" for folder in _folders(guideline)]
    path = next(found[0] for each in names if (found := folders.files("templates", each)))
    lines = tuple(Line(**row) for _, row in folders.rows(path.with_suffix(".csv")))
    return _layout(tomllib.loads(path.read_text("utf-8")), lines, name, system)


def shared(name: str) -> Layout:
    """Caption, notes, columns and lines of a table that is alike under every guideline."""
    described = _any()[name]
    return _layout(described, tuple(Line(**each) for each in described.get("lines", ())), name)


def _folders(guideline: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys((guideline, guidelines.load(guideline).category_system)))


def _any() -> dict[str, Any]:
    return tomllib.loads(folders.file("templates", f"{FOLDER}/any.toml").read_text("utf-8"))


def _layout(described: Mapping[str, Any], lines: tuple[Line, ...], name: str, system: str = "") -> Layout:
    columns = tuple(Column(**each) for each in described.get("columns", ()))
    given = {key: described[key] for key in ("zh", "en", "total", "keys") if key in described}
    given |= {key: tuple(described.get(key, ())) for key in ("zh_notes", "en_notes", "sectors", "beside")}
    return Layout(columns=columns, lines=lines, name=name, system=system, **given)
