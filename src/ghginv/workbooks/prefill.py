"""Rows from a table into a template: what a database or last year's list already knows need not be typed again.

The table is CSV with columns of ``COLUMNS``: ``year`` and ``enterprise`` where it holds several years or enterprises,
codes of categories, items and technologies, a unit, and ``terms`` as ``name=value;name=value``. It says nothing that a
person could not type: the workbook is judged like any other.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from ghginv import folders
from ghginv.domain import credit_codes, units
from ghginv.domain.terms import TERMS
from ghginv.errors import InputError
from ghginv.findings import Finding
from ghginv.workbooks.layout import MONTHS, Column, Layout, Table
from ghginv.workbooks.layout_model import BALANCE

COLUMNS = (
    "year", "sheet", "category", "item", "technology", "facility", "vintage", "quantity", "unit", "notation",
    "uncertainty", "source", "terms",
    "enterprise", "parameter", "method", "laboratory", "evidence", *BALANCE, *MONTHS,
    "code", "name", "region", "opened", "closed", "number", "title", "kind", "supports",
)  # fmt: skip

Entry = Mapping[str, str | float]
"""A row to write: a text or number by field."""


def read(
    path: Path, layout: Layout, year: int | None = None, lang: str = "zh", enterprise: str = ""
) -> dict[str, list[Entry]]:
    """The entries of a table by sheet, in the table's order; rows of another year or enterprise are left out.

    Raises InputError with file and line for an unknown column, sheet, code, unit or term.
    """
    entries: dict[str, list[Entry]] = {}
    findings: list[Finding] = []
    for line, row in _rows(path):
        if year and row.get("year") and row["year"] != str(year):
            continue
        if row.get("enterprise") and credit_codes.plain(row["enterprise"]) != credit_codes.plain(enterprise):
            continue
        table = next((each for each in layout.tables if each.sheet == row.get("sheet")), None)
        if table is None:
            findings.append(_fault(path, line, "sheet", row.get("sheet", ""), [each.sheet for each in layout.tables]))
            continue
        faults: list[Finding] = []
        entry = dict(_entry(path, line, row, table, layout, lang, faults))
        findings += faults
        if not faults:
            entries.setdefault(table.sheet, []).append(entry)
    if findings:
        raise InputError(*findings)
    return entries


def _rows(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    try:
        yield from folders.rows(path)
    except (OSError, UnicodeDecodeError, folders.BrokenFile) as fault:
        raise InputError(Finding("prefill-unreadable", file=path.name, found=str(fault))) from None


def _entry(
    path: Path, line: int, row: Mapping[str, str], table: Table, layout: Layout, lang: str, faults: list[Finding]
) -> Iterator[tuple[str, str | float]]:
    """The fields of one row; what cannot be written is added to ``faults``."""
    terms = dict(part.partition("=")[::2] for part in row.get("terms", "").split(";") if part)
    given = {name: text for name, text in row.items() if name not in ("year", "sheet", "terms", "enterprise")} | terms
    faults += [_fault(path, 1, "header", name, list(COLUMNS)) for name in row if name not in COLUMNS]
    for field, text in given.items():
        column = table.column(field)
        if not text or (column is None and field == "category" and text == table.category):
            continue
        if column is None:
            faults.append(_fault(path, line, field, text, [each.field for each in table.columns]))
            continue
        value = shown(table, column, text, layout, lang)
        if value is None:
            options = [each.code for each in layout.options[column.options].entries] if column.options else []
            faults.append(_fault(path, line, field, text, options))
        else:
            yield field, value


def shown(table: Table, column: Column, text: str, layout: Layout, lang: str) -> str | float | None:
    """What the cell of a column shows for a code or number; None where it has no such choice."""
    if column.options:
        option = layout.options[column.options].code(text) or layout.options[column.options].find(text)
        return option.label(lang) if option else None
    if column.field == "unit" and table.role == "measured":
        return text if text in _units_of_parameters(layout) else None
    if column.field == "unit":
        unit = units.table().get(units.find(text) or "")
        return (unit.zh if lang == "zh" else unit.unit) if unit else None
    if column.is_number:
        try:
            return float(text)
        except ValueError:
            return None
    return text


def _units_of_parameters(layout: Layout) -> set[str]:
    return {unit for option in layout.options["parameters"].entries for unit in TERMS[option.code].units}


def _fault(path: Path, line: int, field: str, text: str, known: list[str]) -> Finding:
    return Finding(
        "prefill-row",
        file=path.name,
        cell=f"line {line}",
        found=f"{field}: {text}",
        details={"known": "、".join(known[:40]) or "-"},
    )
