"""Reporting tables as data: which emission rows each figure sums.

A table has lines and columns (``templates/reports/tables``); a figure is the sum of whole grams over the rows of its
line and of the lines below it. It is read twice: as numbers for people and programs, as live sums in the result
workbook. Here it is decided in which line a row stands, so that the two cannot disagree.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ghginv import folders
from ghginv.domain import categories, items
from ghginv.errors import InputError
from ghginv.factors import guidelines
from ghginv.findings import Finding

if TYPE_CHECKING:
    import pandas as pd

    from ghginv.calculation.inventory import Inventory

FOLDER = "reports/tables"
REFERENCE = "reference"
FUELS = ("coal", "oil", "gas")
BURNERS = ("vehicle", "aircraft", "machine")
_PLACED_BY = ("category", "source_category", "memo", "gas", "item", "activity_category")
_PLACE = ("line", "sector", "fuel", "group", "approach")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of an energy table.

    It takes the rows of its ``category`` and below: as reported for what counts, as kept in our own tree for memo
    items (guidelines have no codes for those). ``*`` takes what no other line of the same ``memo`` takes, blank takes
    nothing. ``included_in`` is the line of undivided figures that holds this one's emissions where it has none.
    """

    line: str
    zh: str
    en: str
    parent: str = ""
    category: str = ""
    memo: str = ""
    included_in: str = ""

    def name(self, lang: str = "zh") -> str:
        """The name for people."""
        return self.zh if lang == "zh" else self.en

    def key(self, lang: str = "zh") -> str:
        """Code and name as one text, which no sheet takes for a number or a date."""
        return f"{self.line} {self.name(lang)}"


@dataclass(frozen=True, slots=True)
class Column:
    """A column: sums of ``mass`` or ``co2e``, of one gas or scope or of all; without a measure just a title."""

    id: str
    zh: str
    en: str
    measure: str = ""
    gas: str = ""
    scope: str = ""

    def name(self, lang: str = "zh") -> str:
        """The name for people."""
        return self.zh if lang == "zh" else self.en


@dataclass(frozen=True)
class Layout:
    """Caption, notes, columns and lines of a table; ``system`` is the category system the lines are coded in."""

    zh: str
    en: str
    zh_notes: tuple[str, ...] = ()
    en_notes: tuple[str, ...] = ()
    columns: tuple[Column, ...] = ()
    lines: tuple[Line, ...] = ()
    system: str = ""

    def caption(self, lang: str = "zh") -> str:
        """The title of the table."""
        return self.zh if lang == "zh" else self.en

    def notes(self, lang: str = "zh") -> tuple[str, ...]:
        """What stands below the table."""
        return self.zh_notes if lang == "zh" else self.en_notes

    @property
    def gases(self) -> list[str]:
        """The gases that have a column of their own."""
        return list(dict.fromkeys(column.gas for column in self.columns if column.gas))

    def below(self, line: str) -> list[Line]:
        """The lines directly below a line, in order."""
        return [each for each in self.lines if each.parent == line]

    def depth(self, line: Line) -> int:
        """0 for a line that stands under no other."""
        by_id = {each.line: each for each in self.lines}
        return 0 if not line.parent else 1 + self.depth(by_id[line.parent])

    def summarised(self, line: Line) -> bool:
        """Whether a line stands in the summary: totals, what lies right below them, and memo items as one."""
        return self.depth(line) <= (0 if line.memo else 1)

    def place(self, category: str, source_category: str, memo: str) -> Line:
        """The line that takes an emission row; InputError when none does, so that nothing drops out of a table."""
        code = source_category if memo else category
        fitting = [line for line in self.lines if line.memo == memo and _takes(line.category, code)]
        if not fitting:
            found = " ".join(filter(None, (memo, category, source_category)))
            raise InputError(Finding("table-line-missing", file=f"{FOLDER}/{self.system}.csv", found=found))
        return max(fitting, key=lambda line: len(line.category.rstrip("*")))


def _takes(category: str, code: str) -> bool:
    return category == "*" or (category != "" and (code == category or code.startswith(category + ".")))


def energy_layout(guideline: str) -> Layout:
    """The energy table of a guideline: its own, or that of the category system it reports in."""
    system = guidelines.load(guideline).category_system
    names = [f"{FOLDER}/{name}.toml" for name in (guideline, system)]
    path = next(found[0] for name in names if (found := folders.files("templates", name)))
    lines = tuple(Line(**row) for _, row in folders.rows(path.with_suffix(".csv")))
    return _layout(tomllib.loads(path.read_text("utf-8")), lines, system)


def layout(name: str) -> Layout:
    """Caption, notes, columns and lines of a table that is alike under every guideline."""
    described = tomllib.loads(folders.file("templates", f"{FOLDER}/any.toml").read_text("utf-8"))[name]
    return _layout(described, tuple(Line(**each) for each in described.get("lines", ())))


def _layout(described: Mapping[str, Any], lines: tuple[Line, ...], system: str = "") -> Layout:
    columns = tuple(Column(**each) for each in described.get("columns", ()))
    notes = {name: tuple(described.get(name, ())) for name in ("zh_notes", "en_notes")}
    return Layout(described["zh"], described["en"], columns=columns, lines=lines, system=system, **notes)


def sectors() -> list[str]:
    """The end-use sectors of the table by sector and fuel, in the order of the category tree."""
    return list(dict.fromkeys(node.sector for node in categories.tree().values() if node.sector))


def fuels() -> list[str]:
    """The Chinese names of the fuels, in the order of the list of items."""
    return [item.zh for item in items.load().values() if item.kind in FUELS]


def placed(inventory: Inventory, layout: Layout) -> pd.DataFrame:
    """The emission rows with the place of each in the tables, in the order of ``inventory.emissions``.

    Added are ``gwp``, ``line`` (of ``layout``; blank for the reference approach), ``sector`` and ``fuel`` for fossil
    CO2 that counts, ``group`` (coal, oil, gas) and ``approach`` (apparent, stored, sectoral) for what the reference
    approach compares.
    """
    import pandas as pd

    choices = inventory.choices[["choice_id", "activity_category", "gwp"]]
    table = inventory.emissions.merge(choices, on="choice_id", how="left")
    distinct = table[list(_PLACED_BY)].drop_duplicates(ignore_index=True)
    places = pd.DataFrame([_place(layout, *key) for key in distinct.itertuples(index=False, name=None)], columns=_PLACE)
    return table.merge(distinct.join(places), on=list(_PLACED_BY), how="left")


def _place(
    layout: Layout, category: str, source_category: str, memo: str, gas: str, item: str, activity_category: str
) -> tuple[str, ...]:
    elsewhere = categories.sector(source_category) != "energy"
    line = "" if memo == REFERENCE or elsewhere else layout.place(category, source_category, memo).line
    known = _fuel(item)
    if gas != "CO2" or known is None:
        return line, "", "", "", ""
    burnt = source_category in categories.tree() and categories.covers("1", source_category)
    sector, fuel = (categories.tree()[source_category].sector, known.zh) if burnt and not memo else ("", "")
    approach = ""
    if memo == REFERENCE:
        approach = "stored" if categories.covers("5", activity_category) else "apparent"
    elif memo in ("", "territorial") and (burnt or source_category == "5"):
        approach = "sectoral"
    return line, sector, fuel, known.kind if approach else "", approach


def _fuel(item: str) -> items.Item | None:
    """The fossil fuel that an item is, or that it burns as its parent: a vehicle, an aircraft, an engine."""
    known = items.find_code(item)
    fuel = items.find_code(known.parent) if known.kind in BURNERS else known
    return fuel if fuel.kind in FUELS else None


def figures(layout: Layout, rows: pd.DataFrame) -> pd.DataFrame:
    """The figures of a table in whole grams: a row for each line, a column for each column; missing where nothing is.

    ``rows`` are emission rows with their ``line`` (see ``placed``). A line holds its own rows and the lines below it.
    """
    import pandas as pd

    table = pd.DataFrame(index=[line.line for line in layout.lines])
    for column in layout.columns:
        taken = rows[(rows["gas"] == column.gas) | (column.gas == "")]
        taken = taken[(taken["scope"] == column.scope) | (column.scope == "")]
        sums = taken.groupby("line")[f"{column.measure}_g"].sum().to_dict()
        for line in reversed(layout.lines):
            if line.line in sums and line.parent:
                sums[line.parent] = sums.get(line.parent, 0) + sums[line.line]
        table[column.id] = pd.array([sums.get(line) for line in table.index], dtype="Int64")
    return table
