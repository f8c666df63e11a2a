"""Checks that an office program makes itself: cells in doubt change colour, a sheet counts them, live.

``templates/workbooks/enterprise/checks.csv`` holds each check as a formula with the fields of a table in braces. It is
written twice: for one row, as a conditional format, and over the whole table, as a count on the sheet 核对. The judge
asks the same questions again, and more; whoever fills the workbook in need not wait for it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ghginv import folders
from ghginv.domain.terms import TERMS
from ghginv.workbooks.build_conditions import PLACEHOLDER, Area, last_row, place_of, runs, written
from ghginv.workbooks.build_page import Book, page
from ghginv.workbooks.layout import HEADER_ROW, Column, Layout, Table

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

SHEET, SHEET_EN = "核对", "Checks"
FACTS = "facts"  # the role that stands for the basic facts in the list of checks
_WIDTHS = (26, 46, 14, 12, 12)
_FIRST = 4  # the row of the first count, from 0
_NO_ROW = 1048577  # beyond the last row of a sheet; its format shows nothing


@dataclass(frozen=True, slots=True)
class Check:
    """One row of the list; ``lights`` says which cells change colour, ``condition`` when, with fields in braces."""

    check: str
    roles: str
    lights: str
    severity: str
    condition: str
    zh: str
    en: str


@folders.remembered
def checks() -> list[Check]:
    """The checks of the list, in its order."""
    path = folders.file("templates", "workbooks/enterprise/checks.csv")
    return [Check(**row) for _, row in folders.rows(path)]


def light(book: Book, sheet: Worksheet, table: Table) -> None:
    """Conditional formats of a table's sheet; the most severe check is asked first."""
    for check in sorted(_of(table.role), key=lambda check: check.severity != "error"):
        for here in _lit(table, check):
            condition = written(Area(book, table, here, whole=False), check.condition)
            if condition:
                first, last = place_of(table, here[0]), place_of(table, here[-1])
                look = {"type": "formula", "criteria": f"={condition}", "format": book.styles.doubts[check.severity]}
                sheet.conditional_format(HEADER_ROW, first, last_row(book, table), last, look)


def light_facts(book: Book, sheet: Worksheet) -> None:
    """Conditional formats of the basic facts."""
    for check in _of(FACTS):
        for field, condition in _facts(book.layout, check):
            row = _fact_row(book.layout, field)
            look = {"type": "formula", "criteria": f"={condition}", "format": book.styles.doubts[check.severity]}
            sheet.conditional_format(row, 1, row, 1, look)


def count(book: Book, known: Mapping[str, str | int | None]) -> None:
    """The sheet that says for each table how many cells are in doubt, why, and from which row on.

    ``known`` are the basic facts filled in: programs that do not compute on opening show the values written here, and
    those of a template without entries are known beforehand.
    """
    sheet = page(book, SHEET, SHEET_EN, _WIDTHS, book.layout.sectors[-1].colour)
    styles = book.styles
    sheet.merge_range(1, 0, 1, 4, _ABOUT[book.lang], styles.guide)
    sheet.set_row(1, 38 if book.lang == "zh" else 54)
    for place, text in enumerate(_HEADERS):
        sheet.write_string(_FIRST - 1, place, book.say(*text), styles.header)
    missing = sum(fact.required and not known.get(fact.field) for fact in book.layout.facts.entries)
    above, row = "", _FIRST
    for row, line in enumerate(_lines(book), start=_FIRST):
        if line.sheet != above:
            sheet.write_url(row, 0, f"internal:'{line.sheet}'!A1", styles.link, book.say(line.sheet, line.title))
        above = line.sheet
        value: str | int = missing if line.check.check == "fact_missing" else 0
        sheet.write_string(row, 1, book.say(line.check.zh, line.check.en), styles.line)
        sheet.write_array_formula(row, 2, row, 2, line.count, styles.count, "" if book.entries else value)
        sheet.write_array_formula(row, 3, row, 3, line.first, styles.count, _NO_ROW)
        sheet.write_string(row, 4, book.say(*_KINDS[line.check.severity]), styles.line)
    for severity, kind in _KINDS.items():
        criteria = f'=AND(N($C{_FIRST + 1})>0,$E{_FIRST + 1}="{book.say(*kind)}")'
        look = {"type": "formula", "criteria": criteria, "format": styles.doubts[severity]}
        sheet.conditional_format(_FIRST, 1, row, 4, look)
    sheet.write_string(2, 0, book.say("疑问合计", "In doubt, all"), styles.label)
    sheet.write_formula(2, 1, f"=SUM(C{_FIRST + 1}:C{row + 1})", styles.total, "" if book.entries else missing)
    for criteria, style in (("=AND(ISNUMBER($B$3),$B$3=0)", styles.fine), ("=N($B$3)>0", styles.doubts["error"])):
        sheet.conditional_format(2, 1, 2, 1, {"type": "formula", "criteria": criteria, "format": style})
    sheet.freeze_panes(_FIRST, 0)
    sheet.repeat_rows(_FIRST - 1)


_ABOUT = {
    "zh": "本表由公式自动核对，不必填写。有疑问的事项会变色，点表名跳转；红色须改正，橙色请核实，"
    "确属实情的在备注或数据来源说明。提交后系统还会再次检查。",
    "en": "Live formulas, nothing to fill in. What is in doubt changes colour; the name of a sheet leads there. "
    "Red must be put right, orange be looked at. All is checked again after it was handed in.",
}
_KINDS = {"error": ("须改正", "put right"), "question": ("请核实", "look at")}
_HEADERS = (
    ("工作表", "Sheet"),
    ("核对事项", "What is checked"),
    ("疑问处数", "Cells in doubt"),
    ("首处行号", "First row"),
    ("性质", "Kind"),
)


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the sheet: what is checked where, and the array formulas of count and first row."""

    sheet: str
    title: str
    check: Check
    count: str
    first: str


def _lines(book: Book) -> Iterator[Line]:
    facts = book.layout.facts
    for check in _of(FACTS):
        found = [
            (f"IFERROR(({condition})*1,0)>0", str(_fact_row(book.layout, field) + 1))
            for field, condition in _facts(book.layout, check)
        ]
        yield _line(facts.sheet, facts.en, check, found)
    for table in book.layout.tables:
        for check in _of(table.role):
            areas = [Area(book, table, here, whole=True) for here in _lit(table, check)]
            if "{here}" not in check.condition:
                areas = areas[:1]  # one question a row, whichever cells it lights
            asked = [(area, condition) for area in areas if (condition := written(area, check.condition))]
            rows = [f"ROW({area.place(table.columns[0])})" for area, _ in asked]
            found = [(f"IFERROR(({each[1]})*1,0)>0", row) for each, row in zip(asked, rows, strict=True)]
            if found:
                yield _line(table.sheet, table.en, check, found)


def _line(sheet: str, english: str, check: Check, found: list[tuple[str, str]]) -> Line:
    """``found`` are conditions, each with the rows for which it is asked."""
    count = "+".join(f"SUM(({condition})*1)" for condition, _ in found)
    first = ",".join(f"IF({condition},{row},{_NO_ROW})" for condition, row in found)
    return Line(sheet, f"{sheet}  {english}", check, f"{{={count}}}", f"{{=MIN({first})}}")


def _of(role: str) -> list[Check]:
    return [check for check in checks() if role in check.roles.split()]


def _lit(table: Table, check: Check) -> Iterator[tuple[Column, ...]]:
    """The columns that a check lights; those that stand side by side go together."""
    numbers = [column for column in table.columns if column.is_number and column.field != "quantity"]
    groups = {
        "required": [each for each in table.columns if each.required and each.field not in ("quantity", "unit")],
        "numbers": numbers,
        "unsigned": [column for column in numbers if not column.signed],
        "months": list(table.months),
    }
    for name in check.lights.split():
        if name in groups:
            yield from runs(table, groups[name])
        else:
            lit = (each for each in table.columns if each.field == name or (name == "choices" and each.options))
            yield from ((column,) for column in lit)


def _facts(layout: Layout, check: Check) -> Iterator[tuple[str, str]]:
    """The fields of the basic facts that a check lights, with its condition."""
    for fact in layout.facts.entries:
        if fact.field == check.lights or (check.lights == "required" and fact.required):
            here = replace(check, condition=check.condition.replace("{here}", f"{{{fact.field}}}"))
            yield fact.field, PLACEHOLDER.sub(lambda found: _fact_cell(layout, found[1]), here.condition)


def _fact_cell(layout: Layout, field: str) -> str:
    return f"'{layout.facts.sheet}'!$B${_fact_row(layout, field) + 1}"


def _fact_row(layout: Layout, field: str) -> int:
    """The row of a basic fact, from 0."""
    fields = [fact.field for fact in layout.facts.entries]
    return HEADER_ROW - 1 + fields.index(field)


def ranges(book: Book) -> Mapping[str, tuple[float, float]]:
    """By ``item|parameter|unit`` as the workbook shows them, the plausible range of a measured value."""
    from ghginv.workbooks.rules.enterprise import bounds  # the rules know the sheets that are written here

    layout = book.layout
    table = next((table for table in layout.tables if table.role == "measured"), None)
    item, parameter = (table.column(name) if table else None for name in ("item", "parameter"))
    if not item or not parameter:
        return {}
    known: dict[str, tuple[float, float]] = {}
    for option in layout.options[item.options].entries:
        for named in layout.options[parameter.options].entries:
            term, usual = TERMS[named.code], bounds.parameters().get((named.code, option.code))
            unit = term.unit(option.unit)
            fits = usual is not None and usual.unit == unit
            key = f"{option.label(book.lang)}|{named.label(book.lang)}|{unit}"
            known[key] = (usual.lowest, usual.highest) if usual and fits else term.ranges[unit]
    return known
