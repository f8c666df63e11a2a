"""The tables of a carbon budget's plan 预算编制表 as data, and their rows as written, with their places.

``templates/workbooks/budget.toml`` describes sheets and columns once: the template is built from it, a filled workbook
and a folder of CSV files are read by it, and ``budget.plan`` judges the rows whichever way they came.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from ghginv import folders

KINDS = ("text", "code", "year", "date", "number", "percent", "choice")


@dataclass(frozen=True, slots=True)
class Choice:
    """One of the words a column takes; ``unit`` is the unit of an indicator or a parameter."""

    id: str
    zh: str
    en: str
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """A column: ``kind`` is one of KINDS, ``unit`` that of its numbers where all have the same."""

    id: str
    zh: str
    en: str
    kind: str
    unit: str = ""
    required: bool = False
    choices: tuple[Choice, ...] = ()

    def choice(self, word: str) -> Choice | None:
        """The choice whose id or name this is."""
        return next((each for each in self.choices if word in (each.id, each.zh, each.en)), None)


@dataclass(frozen=True, slots=True)
class Table:
    """A table: a sheet named ``zh``, a file named ``id``.csv."""

    id: str
    zh: str
    en: str
    columns: tuple[Column, ...]
    help_zh: str = ""
    help_en: str = ""

    def column(self, name: str) -> Column | None:
        """The column of this id or header."""
        return next((each for each in self.columns if name in (each.id, each.zh, each.en)), None)


@dataclass(frozen=True, slots=True)
class Layout:
    """All tables in the order of the workbook."""

    id: str
    version: str
    zh: str
    en: str
    tables: tuple[Table, ...]

    def table(self, name: str) -> Table | None:
        """The table of this id or sheet name."""
        return next((each for each in self.tables if name in (each.id, each.zh, each.en)), None)


@dataclass(frozen=True, slots=True)
class Written:
    """One row as written: values by column id (text, float, or None for an empty cell), and where each stands.

    ``sheet`` is the sheet or the name of the CSV file, ``cells`` the address by column (``D7``, or ``line 7``).
    """

    table: str
    values: Mapping[str, str | float | None]
    file: str = ""
    sheet: str = ""
    cells: Mapping[str, str] = field(default_factory=dict)


Rows = Mapping[str, Iterable[Written]]
"""The rows of a plan as written, by table."""


@folders.remembered
def load() -> Layout:
    """The layout of a plan. BrokenFile where a column has an unknown kind or a choice without words."""
    return _read("budget")


@folders.remembered
def project() -> Layout:
    """The layout of the form for the carbon evaluation of a project 项目碳排放评价."""
    return _read("project")


@folders.remembered
def monthly() -> Layout:
    """The layout of the monthly and quarterly report 月报、季报 on which the execution of budgets rests."""
    return _read("monthly")


@folders.remembered
def evaluation() -> Layout:
    """The layout of what is handed in for an evaluation 评价考核: values, targets, vetoes and bonuses declared."""
    return _read("evaluation")


@folders.remembered
def targets() -> Layout:
    """The layout of the target register of an action plan 实施方案目标: plan, indicators, progress."""
    return _read("targets")


@folders.remembered
def scenarios() -> Layout:
    """The layout of a scenario file 情景文件: drivers, mapping, intensities, switches, measures, power factor."""
    return _read("scenario")


def _read(name: str) -> Layout:
    path = folders.file("templates", f"workbooks/{name}.toml")
    about = tomllib.loads(path.read_text("utf-8"))
    tables = []
    for told in about.pop("tables"):
        columns = tuple(_column(each, path.name) for each in told.pop("columns"))
        tables.append(Table(columns=columns, **told))
    return Layout(tables=tuple(tables), **about)


def _column(told: dict[str, object], file: str) -> Column:
    choices = tuple(Choice(**each) for each in told.pop("choices", []))  # type: ignore[attr-defined]
    column = Column(choices=choices, **told)  # type: ignore[arg-type]
    if column.kind not in KINDS or (column.kind == "choice") != bool(choices):
        raise folders.BrokenFile(f"{file}: {column.id}: unknown kind or no choices")
    return column
