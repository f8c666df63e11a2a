"""The sheet of indicators: what is expected, completion, margin and state as formulas of the cells beside them.

A formula stands where the arithmetic fits one: a way from start to target without milestones between. Else its value
stands, as it does for qualitative targets, ranges and targets to be met exactly.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from ghginv.workbooks import budget_page
from ghginv.workbooks.account_page import AccountSheet, Field, Placed
from ghginv.workbooks.results_sheets.page import Live

if TYPE_CHECKING:
    from ghginv.workbooks.targets_workbook import TargetsBook

Row = Mapping[str, Any]
COLUMNS = {
    "plan": ("text", 9), "indicator": ("text", 8), "section": ("text", 11), "name": ("text", 34),
    "unit": ("text", 10), "lead": ("text", 20), "support": ("text", 20), "measure": ("text", 10),
    "operator": ("text", 9), "target": ("quantity", 11), "upper": ("quantity", 9), "year": ("year", 8),
    "sign": ("whole", 9), "begun": ("text", 10), "begun_value": ("quantity", 10), "begun_note": ("text", 11),
    "path": ("text", 9), "period": ("text", 10), "value": ("quantity", 12), "done": ("text", 9),
    "expected": ("quantity", 12), "completion": ("share", 10), "margin": ("quantity", 11), "gap": ("decimal", 10),
    "state": ("text", 11), "forecast": ("quantity", 12), "forecast_met": ("text", 10), "reached": ("text", 10),
    "status": ("text", 8), "late": ("whole", 8), "evidence": ("text", 11), "cell": ("text", 38), "note": ("text", 26),
}  # fmt: skip
_FIRST = 6
_ROUND = 9  # digits to which live values are compared, so that 2.9 is 2.9
_MET = {"ge": "{v}>={t}", "gt": "{v}>{t}", "le": "{v}<={t}", "lt": "{v}<{t}"}


def indicators(book: TargetsBook, rows: Sequence[Row], warning: str, margin: str) -> Placed:
    """Write the sheet. Rows hold a value for each column and ``state_id``, ``operator_id``, ``measure_id``,
    ``path_id``, ``single`` (one way from start to target), ``reported_start``, ``over``; ``margin`` is a cell."""
    sheet = AccountSheet(book, "indicators", book.word("title.export"), [float(width) for _, width in COLUMNS.values()])
    if warning:
        budget_page.print_warning(sheet.sheet, warning)
    for text, style in ((warning, "warning"), (book.word("indicators.note"), "note")):
        if text:  # over the columns that are seen first
            sheet.sheet.merge_range(sheet.row, 0, sheet.row, _FIRST, "", book.style(style))
            sheet.sheet.write_string(sheet.row, 0, text, book.style(style))
            sheet.row += 1
    sheet.row += 1
    fields = [Field(key, book.word(f"col.{key}"), style) for key, (style, _) in COLUMNS.items()]
    first = sheet.row + 2
    placed = sheet.table(fields, [_live(book, row, first + at, margin) for at, row in enumerate(rows)])
    entry = book.style("cell", "quantity", "entry")
    at = list(COLUMNS).index("value")
    for line, row in enumerate(rows, start=first - 1):
        if row["value"] is not None and row["operator_id"] not in ("assigned", "qualitative"):
            sheet.sheet.write_number(line, at, row["value"], entry)
    sheet.sheet.freeze_panes(first - 1, 4)
    sheet.sheet.autofilter(first - 2, 0, first - 2 + max(len(rows), 1), len(COLUMNS) - 1)
    sheet.finish()
    sheet.sheet.freeze_panes(first - 1, 4)
    sheet.sheet.repeat_rows(first - 2)
    sheet.sheet.fit_to_pages(2, 0)
    sheet.sheet.repeat_columns(0, 3)
    return placed


def _live(book: TargetsBook, row: Row, line: int, margin: str) -> dict[str, Any]:
    """The row with formulas in place of what they compute."""
    from xlsxwriter.utility import xl_col_to_name

    at = {key: f"${xl_col_to_name(place)}{line}" for place, key in enumerate(COLUMNS)}
    shown = dict(row)
    shown["forecast_met"] = "" if row["forecast_met"] is None else book.word("yes" if row["forecast_met"] else "no")
    if row["value"] is None or row["target"] is None:
        return shown
    if formula := _expected(row, at):
        shown["expected"] = Live(f'=IF(ISNUMBER({at["value"]}),{formula},"")', row["expected"])
    if row["completion"] is not None and (formula := _completion(row, at)):
        shown["completion"] = Live(f'=IF(ISNUMBER({at["value"]}),MAX(0,{formula}),"")', row["completion"])
    if row["margin"] is not None:
        both = f"AND(ISNUMBER({at['value']}),ISNUMBER({at['expected']}))"
        difference = f"ROUND({at['sign']}*({at['value']}-{at['expected']}),{_ROUND})"
        shown["margin"] = Live(f'=IF({both},{difference},"")', row["margin"])
        planned = f"ABS({at['expected']}-N({at['begun_value']}))"
        if row["gap"] is not None:
            gap = f'=IF({both},IF({planned}=0,"",{at["margin"]}/{planned}*100),"")'
            shown["gap"] = Live(gap, row["gap"])
        if formula := _state(book, row, at, planned, margin):
            shown["state"] = Live(formula, row["state"])
    return shown


def _month(cell: str) -> str:
    return f"(LEFT({cell},4)*12+RIGHT({cell},2))"


def _expected(row: Row, at: Mapping[str, str]) -> str:
    """What is expected as a formula; an empty text where it is none."""
    if row["expected"] is None:
        return ""
    if row["measure_id"] == "standing":
        return at["target"]
    if row["measure_id"] == "yearly":
        return f"{at['target']}*RIGHT({at['period']},2)/12"
    if not row["single"] or row["operator_id"] == "range" or not row["begun"]:
        return ""
    start, target = at["begun_value"], at["target"]
    share = f"({_month(at['period'])}-{_month(at['begun'])})/({at['year']}*12+12-{_month(at['begun'])})"
    if row["path_id"] == "linear":
        return f"{start}+({target}-{start})*{share}"
    sign = {"cut": "-", "gain": "+"}.get(row["measure_id"], "")
    if row["path_id"] != "compound" or row["begun_value"] is None:
        return ""
    if sign:
        before, after = f"(1{sign}{start}/100)", f"(1{sign}{target}/100)"
        return f"{sign}({before}*({after}/{before})^({share})-1)*100".removeprefix("+")
    return f"{start}*({target}/{start})^({share})" if row["begun_value"] > 0 and row["target"] > 0 else ""


def _completion(row: Row, at: Mapping[str, str]) -> str:
    """The share that is reached as a formula; an empty text where it is none."""
    if row["operator_id"] in ("range", "eq"):
        return ""
    value, target, start, sign = (at[key] for key in ("value", "target", "begun_value", "sign"))
    plain = f"IF({sign}*({target}-{value})<=0,1,0)" if not row["target"] else ""
    if row["begun_value"] is None or row["reported_start"]:
        return plain or f"1-{sign}*({target}-{value})/ABS({target})"
    if row["sign"] * (row["target"] - row["begun_value"]) > 0:
        return f"({value}-{start})/({target}-{start})"
    return plain or f"1-{sign}*({target}-{value})/ABS({target})"


def _state(book: TargetsBook, row: Row, at: Mapping[str, str], planned: str, margin: str) -> str:
    """The judgement as a formula where it is one of the five that numbers decide."""
    if row["state_id"] not in ("met", "ahead", "on-track", "behind", "missed") or row["operator_id"] not in _MET:
        return ""
    if row["measure_id"] in ("yearly", "standing") or (row["reported_start"] and row["begun"] == row["period"]):
        return ""
    words = {key: book.word(f"state.{key}").replace('"', '""') for key in ("met", "missed", "ahead", "on-track",
                                                                         "behind", "no-data")}  # fmt: skip
    met = _MET[row["operator_id"]].format(v=at["value"], t=at["target"])
    allowed = f"ROUND({planned}*{margin}/100,{_ROUND})"
    judged = f'IF({at["margin"]}>{allowed},"{words["ahead"]}",IF({at["margin"]}>=-{allowed},"{words["on-track"]}",'
    judged += f'"{words["behind"]}"))'
    rest = f'"{words["missed"]}"' if row["over"] else judged
    return f'=IF(NOT(ISNUMBER({at["value"]})),"{words["no-data"]}",IF({met},"{words["met"]}",{rest}))'
