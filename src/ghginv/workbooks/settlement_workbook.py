"""The workbook 决算: how each node's budget came about and what became of it, live, down to the entries of the year.

Amounts are tonnes. What a column sums or subtracts is a formula; the amounts themselves are values of the ledger.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ghginv.workbooks import budget_page, writing
from ghginv.workbooks.account_page import Field
from ghginv.workbooks.budget_page import BudgetBook, BudgetSheet
from ghginv.workbooks.budget_sheets import frames
from ghginv.workbooks.results_sheets.page import A3, Live

if TYPE_CHECKING:
    import pandas as pd

_USED = ("consumed_ver", "consumed_rest", "consumed_est")
_REST = ("reserves", "projects")
_OUT = "carried_out"
_KG = 1000


@dataclass(frozen=True)
class FinalAccount:
    """What the workbook shows of a year; ``facts`` are lines under the title.

    ``regions``, ``industries`` and ``enterprises`` have ``code, name``, the columns ``ways`` names (id → title) and
    those of what became of the budget, in kg; their rows add up to a whole. ``entries`` are lines of the journal with
    ``amount_kg``; ``carried`` has ``code, name, carried_kg``.
    """

    title: str
    facts: Sequence[str]
    ways: Mapping[str, str]
    regions: pd.DataFrame
    industries: pd.DataFrame
    enterprises: pd.DataFrame
    entries: pd.DataFrame
    carried: pd.DataFrame | None = None
    remarks: Sequence[str] = field(default_factory=tuple)
    warning: str = ""


def write_settlement(path: Path | str, made: FinalAccount, lang: str = "zh") -> None:
    """Write the workbook to ``path``. InputError where the file cannot be written."""
    with writing.opened(path) as workbook:
        book = BudgetBook(workbook, lang, made.warning)
        writing.titled(workbook, made.title)
        shown = ["settled-regions", "settled-industries", "settled-enterprises", "settled-carried", "settled-entries"]
        for key in ("guide", *shown):
            workbook.add_worksheet(book.word(f"sheet.{key}"))
        _guide(book, made)
        for key, table in zip(shown, (made.regions, made.industries, made.enterprises), strict=False):
            _statement(book, key, table, made.ways)
        _listed(book, "settled-carried", made.carried, ("code", "name", "carried_kg"))
        _listed(book, "settled-entries", made.entries, tuple(made.entries.columns))


def _guide(book: BudgetBook, made: FinalAccount) -> None:
    sheet = BudgetSheet(book, "guide", made.title, [48.0, 48.0])
    for line in made.facts:
        sheet.note(line)
    sheet.heading(book.word("heading.differences"))
    for remark in made.remarks or (book.word("settled.none"),):
        sheet.note(remark)
    sheet.finish(landscape=False)


def _statement(book: BudgetBook, key: str, table: pd.DataFrame, ways: Mapping[str, str]) -> None:
    """A row a node; final budget, emissions, what is left and the rate are formulas, and so are the sums."""
    moved = [name for name in ways if (table[f"{name}_kg"] != 0).any() or name == "original"]
    keys = ["code", "name", *moved, "final", *_USED, "consumed", *_REST, "left", _OUT, "rate"]
    letters = budget_page.letters(keys)
    titles = {name: f"{ways[name]}\n({book.unit('t')})" for name in moved}
    titles |= {name: f"{book.word(f'settled.{name}')}\n({book.unit('t')})" for name in keys[2:-1] if name not in moved}
    titles |= {"code": book.word("col.code"), "name": book.word("col.name"), "rate": book.word("settled.rate")}
    sheet = BudgetSheet(book, key, book.word(f"sheet.{key}"), [22.0, 24.0, *[15.0] * (len(keys) - 3), 11.0])
    sheet.note(book.word("about.settled"))
    head = sheet.row
    rows = [_row(each, moved, letters, at) for at, each in enumerate(table.to_dict("records"), start=head + 2)]
    fields = [Field(name, titles[name], _style(name)) for name in keys]
    placed_total = _total(book, table, keys, moved, letters, head + 2)
    sheet.table(fields, rows, placed_total if rows else None)
    sheet.finish(head + 1)
    sheet.sheet.freeze_panes(head + 1, 2)
    sheet.sheet.set_paper(A3)


def _style(name: str) -> str:
    return "text" if name in ("code", "name") else "tonnes" if name == "rate" else "whole"


def _row(each: Mapping[Any, Any], moved: Sequence[str], letters: Mapping[str, str], number: int) -> frames.Record:
    row: frames.Record = {"code": str(each["code"]), "name": str(each["name"])}
    row |= {name: int(each[f"{name}_kg"]) / _KG for name in (*moved, *_USED, *_REST, _OUT)}
    return row | _formulas(each, moved, letters, number)


def _formulas(
    each: Mapping[Any, Any], moved: Sequence[str], letters: Mapping[str, str], number: int
) -> frames.Record:
    """Final budget, emissions, what is left, rate, from the cells of the same row."""
    at = {name: f"{letter}{number}" for name, letter in letters.items()}
    final, consumed = int(each["final_kg"]), int(each["consumed_kg"])
    used = "+".join(at[name] for name in _USED)
    had, out = final + int(each[f"{_OUT}_kg"]), f"({at['final']}+{at[_OUT]})"
    rate = f'=IF({out}=0,"",100*{at["consumed"]}/{out})'
    left = "-".join([at["final"], at["consumed"], *(at[name] for name in _REST)])
    return {
        "final": Live(f"=SUM({at[moved[0]]}:{at[moved[-1]]})", final / _KG),
        "consumed": Live(f"={used}", consumed / _KG),
        "left": Live(f"={left}", int(each["left_kg"]) / _KG),
        "rate": Live(rate, 100 * consumed / had if had else ""),
    }


def _total(
    book: BudgetBook, table: pd.DataFrame, keys: Sequence[str], moved: Sequence[str], letters: Mapping[str, str],
    first: int,
) -> frames.Record:  # fmt: skip
    last = first + len(table) - 1
    sums = {name: int(table[f"{name}_kg"].sum()) for name in keys[2:-1]}
    found: frames.Record = {"code": book.word("row.sum")}
    for name, kg in sums.items():
        found[name] = Live(f"=SUM({letters[name]}{first}:{letters[name]}{last})", kg / _KG)
    rate = {f"{name}_kg": kg for name, kg in sums.items()}
    return found | {"rate": _formulas(rate, moved, letters, last + 1)["rate"]}


def _listed(book: BudgetBook, key: str, table: pd.DataFrame | None, keys: Sequence[str]) -> None:
    """A plain list; amounts in tonnes."""
    rows = [] if table is None else frames.records(frames.shown(book, table))
    names = [name.replace("_kg", "_t") for name in keys]
    sheet = BudgetSheet(book, key, book.word(f"sheet.{key}"), frames.widths(book, rows, names))
    sheet.note(book.word(f"about.{key}" if rows else "settled.none"))
    head = sheet.row
    if rows:
        sheet.table(frames.fields(book, rows, names), rows)
        sheet.sheet.autofilter(head, 0, head + len(rows), len(names) - 1)
    sheet.finish(head + 1)
