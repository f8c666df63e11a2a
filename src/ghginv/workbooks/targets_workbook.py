"""The result workbook 目标进度: summary, units, indicators with live completion and state, history, rules."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ghginv.workbooks import budget_page, targets_live, targets_page, writing
from ghginv.workbooks.account_page import AccountBook, AccountSheet, Field, Placed
from ghginv.workbooks.results_sheets.page import Live

Row = Mapping[str, Any]
STATES = ("met", "ahead", "on-track", "behind", "missed", "not-due", "doing", "no-pace", "no-data", "waiting")
_SHEETS = ("summary", "units", "indicators", "history", "rules")
_HISTORY = {"plan": 10, "indicator": 9, "name": 34, "month": 10, "amount": 13, "unit": 11, "done": 10, "basis": 16,
            "status": 9, "proof": 28, "note": 24, "in_force": 8, "at": 21, "actor": 14, "cell": 40}  # fmt: skip
_RULES = {"parameter": 28, "value": 10, "unit": 46, "evidence": 12, "citation": 22, "note": 70}
_NUMBERS = ("amount", "value")


@dataclass(frozen=True, slots=True)
class Material:
    """What the workbook says. ``plans``: ``plan, name``; ``indicators``: see ``targets_live``; ``history``, ``rules``:
    rows with the columns of their sheets; ``margin``: the margin of the judgement in percent."""

    at: str
    plans: Sequence[Row]
    indicators: Sequence[Row]
    history: Sequence[Row]
    rules: Sequence[Row]
    margin: float
    warning: str = ""
    facts: Sequence[str] = field(default_factory=tuple)


class TargetsBook(AccountBook):
    """A workbook whose words are those of the target register."""

    def word(self, key: str, **details: object) -> str:
        """A word of ``targets_words.csv``."""
        return targets_page.word(key, self.lang, **details)


def write(path: Path | str, material: Material, lang: str = "zh") -> None:
    """Write the workbook. InputError: a file that cannot be written."""
    with writing.opened(path) as file:
        book = TargetsBook(file, lang)
        writing.titled(file, book.word("title.export"))
        for key in _SHEETS:
            file.add_worksheet(book.word(f"sheet.{key}"))
        margin = _rules(book, material)
        placed = targets_live.indicators(book, material.indicators, material.warning, margin)
        _summary(book, material, placed)
        _units(book, material, placed)
        _history(book, material)


def _sheet(book: TargetsBook, key: str, widths: list[float], warning: str) -> AccountSheet:
    sheet = AccountSheet(book, key, book.word("title.export"), widths)
    if warning:
        sheet.note(warning, "warning")
        budget_page.print_warning(sheet.sheet, warning)
    return sheet


def _rules(book: TargetsBook, material: Material) -> str:
    """The parameters; the address of the margin, by which all states are judged."""
    sheet = _sheet(book, "rules", list(map(float, _RULES.values())), material.warning)
    sheet.note(book.word("rules.note"))
    fields = [Field(key, book.word(f"col.{key}"), "quantity" if key in _NUMBERS else "text") for key in _RULES]
    placed = sheet.table(fields, material.rules)
    sheet.finish()
    row = next(at for at, rule in enumerate(material.rules) if rule["parameter"] == "target_margin")
    name, _, cell = placed.outside(row, "value").rpartition("!")
    letters = "".join(sign for sign in cell if sign.isalpha())
    return f"{name}!${letters}${cell.removeprefix(letters)}"


def _counted(book: TargetsBook, placed: Placed, key: str, rows: Sequence[Row], of: str, line: int) -> dict[str, Any]:
    """How many indicators of ``of`` are in each state: live counts, beside the values they have now."""
    mine = [row for row in rows if row[key] == of]
    same = f"({placed.range(key, outside=True)}=$A{line})"
    found: dict[str, Any] = {}
    for state in STATES:
        word = book.word(f"state.{state}").replace('"', '""')
        formula = f'=SUMPRODUCT({same}*({placed.range("state", outside=True)}="{word}"))'
        found[state] = Live(formula, sum(row["state_id"] == state for row in mine))
    found["count"] = Live(f"=SUMPRODUCT({same}*1)", len(mine))
    judged = [row for row in mine if row["state_id"] in STATES[:5]]
    good = sum(row["state_id"] in STATES[:3] for row in judged)
    first = 3 if key == "plan" else 2
    met, on_track, missed = (_letter(first + at) for at in (1, 3, 5))
    whole = f"SUM({met}{line}:{missed}{line})"
    shown = good / len(judged) if judged else ""
    found["share"] = Live(f'=IF({whole}=0,"",SUM({met}{line}:{on_track}{line})/{whole})', shown)
    return found


def _letter(column: int) -> str:
    """The letter of a column, from 1."""
    from xlsxwriter.utility import xl_col_to_name

    return str(xl_col_to_name(column - 1))


def _fields(book: TargetsBook, *labels: str) -> list[Field]:
    """Labels, how many, a column a state, the share that is on track or better."""
    counts = [Field(key, book.word(f"col.{key}"), "whole") for key in ("count", *STATES)]
    first = [Field(key, book.word(f"col.{key}")) for key in labels]
    return [*first, *counts, Field("share", book.word("col.share"), "share")]


def _summary(book: TargetsBook, material: Material, placed: Placed) -> None:
    sheet = _sheet(book, "summary", [12.0, 40.0, *[10.0] * (len(STATES) + 2)], material.warning)
    told = {"at": material.at, "indicators": len(material.indicators)}
    reported = sum(bool(row.get("period")) for row in material.indicators)
    sheet.note(book.word("summary.at", reported=reported, **told))
    for fact in material.facts:
        sheet.note(fact)
    sheet.note(book.word("summary.note"))
    sheet.row += 1
    first = sheet.row + 2
    rows = [
        {**plan, **_counted(book, placed, "plan", material.indicators, plan["plan"], first + at)}
        for at, plan in enumerate(material.plans)
    ]
    fields = _fields(book, "plan", "name")
    fields[1] = Field("name", book.word("col.plan_name"))
    sheet.table(fields, rows)
    sheet.finish()


def _units(book: TargetsBook, material: Material, placed: Placed) -> None:
    sheet = _sheet(book, "units", [34.0, *[10.0] * (len(STATES) + 2)], material.warning)
    sheet.note(book.word("units.note"))
    sheet.row += 1
    first = sheet.row + 2
    units = list(dict.fromkeys(row["lead"] for row in material.indicators))
    units.sort(key=lambda unit: unit == book.word("none"))
    rows = [
        {"lead": unit, **_counted(book, placed, "lead", material.indicators, unit, first + at)}
        for at, unit in enumerate(units)
    ]
    sheet.table(_fields(book, "lead"), rows)
    sheet.finish(first - 1)


def _history(book: TargetsBook, material: Material) -> None:
    sheet = _sheet(book, "history", list(map(float, _HISTORY.values())), material.warning)
    sheet.note(book.word("history.note"))
    fields = [Field(key, book.word(f"col.{key}"), "quantity" if key in _NUMBERS else "text") for key in _HISTORY]
    sheet.table(fields, material.history)
    sheet.finish(sheet.row - len(material.history))
