"""A filled-in monthly report → its rows as written, and what is wrong with the file and with single cells."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from ghginv.domain import plan_tables, written_numbers
from ghginv.domain.plan_tables import Column, Written
from ghginv.findings import Finding
from ghginv.workbooks import budget_locate, budget_reading
from ghginv.workbooks.cells import Workbook
from ghginv.workbooks.monthly_template import NAMES
from ghginv.workbooks.signature import Signature

# What the template itself fills in: a row with nothing else was not filled in.
_PREFILLED = {"enterprise": ("enterprise", "name", "facility", "month"), "indicators": ("region", "industry", "month"),
              "economics": ("region", "industry", "month")}  # fmt: skip
_MONTH = re.compile(r"(?:(?P<year>\d{4})\D)?(?P<month>\d{1,2})月?(?:-01)?")  # a program may make a day of a month
_QUARTERS = {"一": 1, "二": 2, "三": 3, "四": 4, "1": 1, "2": 2, "3": 3, "4": 4}
_QUARTER = re.compile(r"(?:\d{4}年?)?(?:[Qq]([1-4])|第?([1-4一二三四])季度?)")


class Monthly(NamedTuple):
    """Rows by table as written, and findings of the file."""

    rows: dict[str, list[Written]]
    findings: list[Finding]


@dataclass
class Line:
    """A row with the values that could be read: texts stripped, choices by id, numbers as numbers."""

    written: Written
    values: dict[str, str | float] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)

    def text(self, column: str) -> str:
        """A text or the id of a choice; empty where there is none."""
        return str(self.values.get(column) or "")

    def cell(self, column: str) -> str:
        """The address of a column's cell, or of the row's first cell."""
        return self.written.cells.get(column) or next(iter(self.written.cells.values()), "")

    def remark(self, code: str, at: str, found: object = "", expected: object = "", **details: object) -> None:
        """Note a finding in the cell of the column ``at``."""
        place = (self.written.file, self.written.sheet, self.cell(at))
        self.findings.append(Finding(code, *place, str(found), str(expected), details))


def read_monthly(workbook: Workbook, signed: Signature) -> Monthly:
    """The rows of a report as written, with their cells; nothing is raised."""
    layout = plan_tables.monthly()
    tables = budget_locate.locate(workbook, layout.tables)
    rows, wrong = budget_reading.read_tables(workbook, layout, tables, complain=True, says=_filled_in)
    findings = budget_reading.version_findings(workbook, signed, layout)
    findings += [each for each in wrong if (each.code, each.sheet) != ("budget-book-extra", NAMES)]
    return Monthly(rows, findings)


def _filled_in(row: Written) -> bool:
    given = _PREFILLED.get(row.table, ())
    return any(value is not None for name, value in row.values.items() if name not in given)


def lines(rows: Mapping[str, list[Written]], table_id: str) -> Iterator[Line]:
    """The rows of a table with their values read, each with what is wrong in its cells."""
    table = plan_tables.monthly().table(table_id)
    assert table
    for written in rows[table_id]:
        line = Line(written)
        for column in table.columns:
            _read(line, column)
        yield line


def _read(line: Line, column: Column) -> None:
    value = line.written.values.get(column.id)
    if column.kind == "number":
        _number(line, column, value)
        return
    text = _plain(value, column)
    if not text or written_numbers.is_blank(text):
        if column.required:
            line.remark("monthly-required", column.id, column=column.en, column_zh=column.zh)
    elif column.id == "month":
        choice = column.choice(text)
        if (number := int(choice.id) if choice else month(text)) in range(1, 13):
            line.values["month"] = float(number)
            line.values["year"] = float(year_of(text))
        else:
            line.remark("monthly-month-unknown", "month", text)
    elif column.choices:
        choice = column.choice(text) or column.choice(text.lower())
        if choice:
            line.values[column.id] = choice.id
        else:
            known = "、".join(each.zh for each in column.choices)
            line.remark("monthly-choice", column.id, text, known, column=column.en, column_zh=column.zh)
    else:
        line.values[column.id] = text


def _plain(value: str | float | None, column: Column) -> str:
    if value is None:
        return ""
    text = written_numbers.digits(value) if isinstance(value, float) else value.strip()
    return unicodedata.normalize("NFKC", text) if column.kind in ("code", "choice") else text


def _number(line: Line, column: Column, value: str | float | None) -> None:
    figure = written_numbers.Figure() if value is None else (
        written_numbers.finite(value) if isinstance(value, float) else written_numbers.read_text(value)
    )  # fmt: skip
    place = (line.written.sheet, line.cell(column.id))
    if wrong := figure.finding(*place):
        line.findings.append(Finding(
            wrong.code, line.written.file, *place, wrong.found, wrong.expected, wrong.details
        ))  # fmt: skip
    elif figure.number is None:
        line.remark("monthly-required", column.id, value or "", column=column.en, column_zh=column.zh)
    elif figure.number < 0:
        line.remark("monthly-negative", column.id, written_numbers.digits(figure.number))
    else:
        line.values[column.id] = figure.number


def month(text: str) -> int:
    """The number of a month as written; 0 where it is none.

    >>> [month(text) for text in ("3", "３月", "2026-03", "2026年3月", "13", "三")]
    [3, 3, 3, 3, 13, 0]
    """
    match = _MONTH.fullmatch(unicodedata.normalize("NFKC", text).strip())
    return int(match["month"]) if match else 0


def year_of(text: str) -> int:
    """The year that a month or quarter is written with; 0 where there is none.

    >>> [year_of(text) for text in ("3", "2026-03", "2026年一季度")]
    [0, 2026, 2026]
    """
    match = re.match(r"\d{4}", unicodedata.normalize("NFKC", text).strip())
    return int(match[0]) if match else 0


def period(text: str) -> tuple[int, int] | None:
    """First and last month of a month or quarter as written; None where it is neither.

    >>> [period(text) for text in ("3", "2026-03", "Q2", "一季度", "第3季度", "2026年四季度", "13", "上半年")]
    [(3, 3), (3, 3), (4, 6), (1, 3), (7, 9), (10, 12), None, None]
    """
    plain = "".join(unicodedata.normalize("NFKC", text).split())
    if match := _QUARTER.fullmatch(plain):
        quarter = _QUARTERS[match[1] or match[2]]
        return 3 * quarter - 2, 3 * quarter
    number = month(plain)
    return (number, number) if number in range(1, 13) else None
