"""The workbook 执行月报: summary, districts, industries, enterprises, projects, warnings, data quality; live where it
is arithmetic.

Amounts are tonnes. Rate, gap and coverage are formulas over the cells beside them; forecasts are values and say by
which method they were made.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ghginv.workbooks import budget_page, writing
from ghginv.workbooks.account_page import Field, Placed
from ghginv.workbooks.budget_page import BudgetBook, BudgetSheet
from ghginv.workbooks.budget_sheets import frames
from ghginv.workbooks.results_sheets.page import Live

Row = Mapping[str, Any]
_BOARD = ("code", "name", "budget_t", "plan_t", "executed_t", "rate", "gap", "p10_t", "p50_t", "p90_t", "method",
          "light", "forecast_light", "coverage", "data_light")  # fmt: skip
_SHEETS = ("regions", "industries", "enterprises", "projects", "warnings", "quality", "evidence")
_LIGHTS = {"red": "#F4B6B6", "yellow": "#FBE7A2", "green": "#CDE7CF", "grey": "#D9D9D9"}


@dataclass(frozen=True)
class Execution:
    """What the workbook shows of a month; rows as ``reports.budget_monthly`` describes them."""

    name: str
    year: int
    month: int
    regions: Sequence[Row]
    industries: Sequence[Row]
    enterprises: Sequence[Row]
    projects: Sequence[Row] = ()
    warnings: Sequence[Row] = ()
    quality: Sequence[Row] = ()
    evidence: Sequence[Row] = field(default_factory=tuple)
    warning: str = ""


def write_execution(path: Path | str, made: Execution, lang: str = "zh") -> None:
    """Write the workbook to ``path``. InputError where the file cannot be written."""
    with writing.opened(path) as workbook:
        book = BudgetBook(workbook, lang, made.warning)
        title = book.word("executed.title", name=made.name, year=made.year, month=made.month)
        writing.titled(workbook, title)
        for key in ("summary", *_SHEETS):
            workbook.add_worksheet(book.word(f"sheet.executed-{key}"))
        placed = [_board(book, f"executed-{key}", getattr(made, key)) for key in _SHEETS[:3]]
        for key in _SHEETS[3:]:
            _list(book, f"executed-{key}", getattr(made, key))
        _summary(book, made, title, placed[0])


def _summary(book: BudgetBook, made: Execution, title: str, regions: Placed) -> None:
    """The whole in a few lines, each a reference to the row of the city."""
    sheet = BudgetSheet(book, "executed-summary", title, [34.0, 24.0, 40.0])
    sheet.note(book.word("about.executed"))
    city = made.regions[0]
    rows: list[frames.Record] = []
    for key in _BOARD[2:]:
        value = city[key]
        shown = _word(book, key, value) if isinstance(value, str) else value
        cell = Live(f"={regions.outside(0, key)}", shown if shown is not None else "")
        look = "text" if isinstance(shown, str) else "tonnes" if key in ("rate", "gap", "coverage") else "whole"
        rows.append({"key": frames.titled(book, key).replace("\n", " "), "value": cell, "value.style": look})
    sheet.table([Field("key", book.word("executed.item")), Field("value", book.word("executed.value"))], rows)
    sheet.finish(landscape=False)


def _board(book: BudgetBook, key: str, rows: Sequence[Row]) -> Placed:
    """Nodes with rate and gap as formulas, lights in their colours."""
    widths = [22.0, 26.0, *[15.0] * 3, 10.0, 10.0, *[15.0] * 3, 12.0, 9.0, 9.0, 10.0, 9.0]
    sheet = BudgetSheet(book, key, book.word(f"sheet.{key}"), widths)
    sheet.note(book.word("about.executed"))
    head = sheet.row
    at = budget_page.letters(_BOARD)
    made = []
    for number, row in enumerate(rows, start=head + 2):
        plan, used, budget = (f"{at[name]}{number}" for name in ("plan_t", "executed_t", "budget_t"))
        cells: frames.Record = {name: _shown(book, name, row[name]) for name in _BOARD}
        cells["rate"] = Live(f'=IF({budget}=0,"",100*{used}/{budget})', _share(row["executed_t"], row["budget_t"]))
        cells["gap"] = Live(f'=IF({plan}=0,"",100*({used}-{plan})/{plan})',
                            _share(row["executed_t"] - row["plan_t"], row["plan_t"]))  # fmt: skip
        made.append(cells)
    placed = sheet.table([Field(name, frames.titled(book, name), _style(name)) for name in _BOARD], made)
    _coloured(book, sheet, head + 1, len(made))
    if made:
        sheet.sheet.autofilter(head, 0, head + len(made), len(_BOARD) - 1)
    sheet.finish(head + 1)
    sheet.sheet.freeze_panes(head + 1, 2)
    return placed


def _coloured(book: BudgetBook, sheet: BudgetSheet, first: int, count: int) -> None:
    """The lights' cells in their colours, whatever is typed or filtered later."""
    for name in ("light", "forecast_light", "data_light"):
        column = _BOARD.index(name)
        for light, colour in _LIGHTS.items():
            look = {"type": "cell", "criteria": "==", "value": f'"{book.word(f"light.{light}")}"',
                    "format": book.workbook.add_format({"bg_color": colour})}  # fmt: skip
            sheet.sheet.conditional_format(first, column, first + max(count, 1) - 1, column, look)


def _list(book: BudgetBook, key: str, rows: Sequence[Row]) -> None:
    """Rows as they are; a coverage is a formula."""
    keys = [str(each) for each in rows[0]] if rows else ["name"]
    shown: list[frames.Record] = [{name: _shown(book, name, row[name]) for name in keys} for row in rows]
    sheet = BudgetSheet(book, key, book.word(f"sheet.{key}"), [*frames.widths(book, shown, keys), *[14.0] * 2])
    sheet.note(book.word(f"about.{key}") if rows else book.word("settled.none"))
    head = sheet.row
    if "coverage" in keys:
        at = budget_page.letters(keys)
        for number, row in enumerate(shown, start=head + 2):
            covered, expected = (f"{at[name]}{number}" for name in ("covered_t", "expected_t"))
            row["coverage"] = Live(f'=IF({expected}=0,"",100*{covered}/{expected})',
                                _share(row["covered_t"], row["expected_t"]))  # fmt: skip
    if rows:
        fields = [Field(name, frames.titled(book, name), _style_of(name, shown)) for name in keys]
        sheet.table(fields, shown)
    sheet.finish(head + 1)


def _style_of(name: str, rows: Sequence[frames.Record]) -> str:
    return "tonnes" if name == "coverage" else frames.style_of(name, [row.get(name) for row in rows])


def _style(name: str) -> str:
    if name.endswith("_t"):
        return "whole"
    return "tonnes" if name in ("rate", "gap", "coverage") else "text"


def _shown(book: BudgetBook, name: str, value: Any) -> Any:
    if isinstance(value, str):
        return _word(book, name, value)
    return None if value is None else float(value)


def _word(book: BudgetBook, name: str, value: str) -> str:
    """Lights and methods in words; everything else as it is."""
    if name in ("light", "forecast_light", "data_light"):
        return book.word(f"light.{value}")
    return book.word(f"forecast.{value}") if name == "method" else value


def _share(part: Any, whole: Any) -> Any:
    return 100 * float(part) / float(whole) if whole else ""
