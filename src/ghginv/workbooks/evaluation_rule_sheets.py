"""The sheets of an evaluation's workbook that say by which rule: indicators, vetoes, grades, parameters."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ghginv.workbooks.account_page import Field
from ghginv.workbooks.budget_page import BudgetBook, BudgetSheet

Row = Mapping[str, Any]
_RULE_WIDTHS = [17.0, 34.0, 14.0, 13.0, 34.0, 15.0, 11.0, 10.0, 10.0, 11.0, 24.0, 13.0, 40.0]
_PARAMETER_WIDTHS = [32.0, 10.0, 34.0, 13.0, 26.0, 13.0, 50.0]


def fields_of(book: BudgetBook, keys: str, **styles: str) -> list[Field]:
    """The columns of these keys, text unless a style is given."""
    return [Field(key, book.word(f"col.{key}"), styles.get(key, "text")) for key in keys.split()]


def rule_sheets(book: BudgetBook, title: str, rule: Row) -> tuple[dict[str, str], dict[str, str]]:
    """The rule with its marks; the cell of each indicator's weight, and of the points each grade begins at."""
    sheet = BudgetSheet(book, "evaluation-rule", title, _RULE_WIDTHS)
    sheet.heading(book.word("heading.evaluation-indicators"))
    keys = "indicator title group status citation formula unit weight scale direction bands missing note"
    groups = {each["id"]: each["title"] for each in rule["groups"]}
    names = {each["id"]: each["title"] for each in rule["grades"]}
    rows = [{**each, "indicator": each["id"], "group": groups[each["group"]],
             "bands": _bands(each["bands"]),
             "formula": book.word(f"formula.{each['formula']}"), "missing": book.word(f"missing.{each['missing']}"),
             "direction": book.word(f"direction.{each['direction']}") if each["formula"] == "share" else "",
             } for each in rule["indicators"]]  # fmt: skip
    placed = sheet.table(fields_of(book, keys, weight="quantity", scale="quantity"), rows)
    weights = {each["id"]: placed.outside(at, "weight") for at, each in enumerate(rule["indicators"])}
    sheet.heading(book.word("heading.evaluation-grades"))
    grades = [{**each, "grade": each["id"], "missed_below": _below(each)} for each in rule["grades"]]
    kept = sheet.table(fields_of(book, "grade title from missed_below", **{"from": "quantity"}), grades)
    starts = {each["id"]: kept.outside(at, "from") for at, each in enumerate(rule["grades"])}
    for key, columns in (("vetoes", "veto title grade status citation"),
                         ("bonuses", "bonus title points status citation"),
                         ("consequences", "grade title name status citation")):  # fmt: skip
        if rule[key]:
            sheet.heading(book.word(f"heading.evaluation-{key}"))
            shown = [{"veto": each.get("id"), "bonus": each.get("id"), "name": names.get(each.get("grade", ""), ""),
                      **each} for each in rule[key]]  # fmt: skip
            sheet.table(fields_of(book, columns, points="quantity"), shown)
    sheet.finish()
    _parameters(book, title, rule)
    return weights, starts


def _parameters(book: BudgetBook, title: str, rule: Row) -> None:
    """The dated values the rule rests on, with document and mark."""
    sheet = BudgetSheet(book, "evaluation-parameters", title, _PARAMETER_WIDTHS)
    keys = "parameter value unit status citation valid_from note"
    sheet.table(fields_of(book, keys), rule["parameters"])
    sheet.finish(2)


def _below(grade: Row) -> str:
    return "；".join(f"{group} < {count:g}" for group, count in (grade["missed_below"] or {}).items())


def _bands(bands: Sequence[Sequence[float]]) -> str:
    return "；".join(f"≥{start:g} → {value:g}" for start, value in bands)
