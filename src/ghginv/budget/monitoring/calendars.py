"""The calendar of a workspace 日历 for the seasonal profile: working days and cooling degree days by month.

None is shipped: working days are laid down year by year (国务院办公厅节假日安排), degree days are of the local
station. A workspace gives its own in ``emission_factors/budget_rules/calendar.csv``: ``year,month,working_days,cdd``;
a cell may be blank.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from ghginv import folders

FILE = "budget_rules/calendar.csv"
COLUMNS = ("year", "month", "working_days", "cdd")
_CELLS = {
    "year": re.compile(r"(19|20)\d{2}", re.ASCII), "month": re.compile(r"0?[1-9]|1[0-2]", re.ASCII),
    "working_days": re.compile(r"([12]?\d|3[01])?", re.ASCII), "cdd": re.compile(r"(\d{1,4}(\.\d+)?)?", re.ASCII),
}  # fmt: skip


@dataclass(frozen=True)
class Calendar:
    """``working_days``: ``year, month, days``; ``degree_days``: ``year, month, cdd`` in °C·d; None where not given."""

    working_days: pd.DataFrame | None = None
    degree_days: pd.DataFrame | None = None


@folders.remembered
def load() -> Calendar:
    """The calendar of the workspace. BrokenFile for other columns, a cell that is no number, a month given twice."""
    rows: dict[tuple[int, int], dict[str, str]] = {}
    for path in folders.files("emission_factors", FILE):
        for line, row in folders.rows(path):
            wrong = [name for name in COLUMNS if not _CELLS[name].fullmatch(row.get(name, "?"))]
            if wrong:
                told = ", ".join(f"{name} {row.get(name, '?')}" for name in wrong)
                raise folders.BrokenFile(f"{path}:{line}: {told}: {','.join(COLUMNS)}")
            at = int(row["year"]), int(row["month"])
            if at in rows:
                raise folders.BrokenFile(f"{path}:{line}: {at[0]}-{at[1]:02d}: 重复 given twice")
            rows[at] = row
    return Calendar(_column(rows, "working_days", "days"), _column(rows, "cdd", "cdd"))


def _column(rows: Mapping[tuple[int, int], Mapping[str, str]], column: str, name: str) -> pd.DataFrame | None:
    given = [(*at, float(row[column])) for at, row in rows.items() if row[column]]
    return pd.DataFrame(given, columns=["year", "month", name]) if given else None
