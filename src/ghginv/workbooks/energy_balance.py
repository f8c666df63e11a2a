"""The regional energy balance table 地区能源平衡表, read as published.

The table in physical units 实物量 of the China Energy Statistical Yearbook, a provincial yearbook or form P303-1 is
found on whatever sheet it stands and read by its labels; what a row and a column mean is data, see ``balance_labels``.
Final consumption, fuels burnt for power and heat, feedstock and the supply block become activities, one for each
number; the figures are kept as received, and what does not add up is a warning.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from ghginv.domain import units
from ghginv.domain.records import Activity
from ghginv.findings import Finding, errors
from ghginv.workbooks import balance_labels, balance_table, balance_title, numbers
from ghginv.workbooks.balance_arithmetic import Balance, Entry
from ghginv.workbooks.balance_labels import Row, Vocabulary
from ghginv.workbooks.balance_table import Table
from ghginv.workbooks.cells import Workbook
from ghginv.workbooks.judgement import Context, Judgement


def recognise(workbook: Workbook) -> str | None:
    """The name of the sheet with an energy balance, one in physical units before one in standard coal; or None."""
    tables = _tables(workbook, balance_labels.vocabulary())
    return tables[0].sheet.name if tables else None


def judge(workbook: Workbook, context: Context) -> Judgement:
    """Read the energy balance of a workbook: activities of one region and year, or what stands against it.

    Where several sheets hold a balance, the one whose title fits ``context`` is read. Quantities are in the canonical
    unit of their item; inputs to power and heat are positive, the supply block keeps the signs with which it adds up
    to apparent consumption. There are activities only where no finding is an error.
    """
    words = balance_labels.vocabulary()
    judgement = Judgement(kind="energy_balance")
    tables = _tables(workbook, words)
    table, findings = _chosen(tables, context)
    if table is not None:
        findings += _ignored(workbook, table, tables)
        judgement.year, problems = balance_title.year(table, context)
        judgement.region, others = balance_title.region(table, context, judgement.year)
        findings += problems + others
        if table.standard_coal:
            place = table.titles[0].address if table.titles else ""
            findings.append(Finding("balance-standard-coal", "", table.sheet.name, place))
        else:
            entries, unread = _entries(table)
            findings += table.findings + _missing(table, words) + unread
            balance = Balance(table, entries, words)
            findings += _signs(table, entries) + balance.findings()
            if not errors(findings):
                judgement.activities = list(_activities(balance, judgement))
    judgement.findings = [replace(finding, file=workbook.name) for finding in findings]
    return judgement


def _tables(workbook: Workbook, words: Vocabulary) -> list[Table]:
    """The balance tables of a workbook: those in physical units first, then those on visible sheets."""
    found = [balance_table.find(sheet, words) for sheet in workbook.sheets]
    return sorted(filter(None, found), key=lambda table: (table.standard_coal, table.sheet.state != "visible"))


def _chosen(tables: list[Table], context: Context) -> tuple[Table | None, list[Finding]]:
    """The table to read; of several the one that is of the year and region asked for."""
    if not tables:
        return None, [Finding("balance-missing")]
    physical = [table for table in tables if not table.standard_coal]
    if len(physical) <= 1:
        return tables[0], []
    fitting = [table for table in physical if _fits(table, context)]
    if len(fitting) == 1:
        return fitting[0], []
    names = "、".join(table.sheet.name for table in fitting or physical)
    return None, [Finding("balance-several-tables", found=names)]


def _fits(table: Table, context: Context) -> bool:
    year, problems = balance_title.year(table, context)
    return not problems and not balance_title.region(table, context, year)[1]


def _ignored(workbook: Workbook, table: Table, tables: list[Table]) -> list[Finding]:
    """The other sheets: another balance is worth a warning, all else a note."""
    balances = {each.sheet.name for each in tables}
    others = [sheet.name for sheet in workbook.sheets if sheet is not table.sheet and sheet.grid]
    codes = {True: "balance-other-table", False: "balance-sheet-ignored"}
    return [Finding(codes[name in balances], "", name, found=name) for name in others]


def _missing(table: Table, words: Vocabulary) -> list[Finding]:
    """Rows without which consumption would be lost; a row may be given by its parts."""
    present = {line.row.row for line in table.lines}

    def given(row: Row) -> bool:
        return row.row in present or any(given(part) for part in words.below(row))

    absent = [row.zh for row in words.rows.values() if row.required and not given(row)]
    return [Finding("balance-row-missing", "", table.sheet.name, expected=name) for name in absent]


def _entries(table: Table) -> tuple[list[Entry], list[Finding]]:
    """All numbers of the table in reading order, and the cells that hold something else."""
    entries: list[Entry] = []
    findings: list[Finding] = []
    for line in table.lines:
        for column in table.columns:
            cell = table.sheet.cell(line.number, column.column)
            figure = numbers.read(cell)
            if cell is not None and figure.number is not None:
                entries.append(Entry(line, column, figure.number, cell.text))
            elif cell is not None and (finding := figure.finding(table.sheet.name, cell.address)):
                findings.append(finding)
    return entries, findings


def _signs(table: Table, entries: list[Entry]) -> list[Finding]:
    """Negative consumption, outputs where inputs are expected, deductions printed without their sign."""
    findings = []
    for entry in entries:
        row, item = entry.line.row, entry.column.item
        names = {"row_zh": row.zh, "row_en": row.en, "item_zh": item.zh, "item_en": item.en}
        code = ""
        if entry.number < 0 and row.sign == "+":
            code = "balance-consumption-negative"
        elif entry.number > 0 and row.quantity == "input" and item.kind == "fuel":
            code = "balance-input-positive"
        if code:
            findings.append(Finding(code, "", table.sheet.name, entry.address, entry.text, details=names))
    for line in table.lines:
        turned = [entry.address for entry in entries if entry.line is line and entry.signed != entry.number]
        if turned:
            details = {"row_zh": line.row.zh, "row_en": line.row.en, "cells": "、".join(turned)}
            findings.append(Finding("balance-sign-turned", "", table.sheet.name, turned[0], details=details))
    return findings


def _activities(balance: Balance, judgement: Judgement) -> Iterator[Activity]:
    """An activity for each number that means one; either a whole counts or its parts."""
    for entry in balance.entries.values():
        if (
            not _counts(entry)
            or balance.divided(entry)
            or any(not balance.divided(each) for each in _wholes(entry, balance))
        ):
            continue
        row, item, column = entry.line.row, entry.column.item, entry.column
        number = -entry.number if row.quantity == "input" else entry.signed
        yield Activity(
            region=judgement.region,
            year=judgement.year or 0,
            category=row.category,
            item=item.item,
            quantity=units.convert(number, column.unit, item.unit) + 0.0,
            unit=item.unit,
            sheet=balance.table.sheet.name,
            cell=entry.address,
            reported_value=entry.text,
            reported_unit=column.written_unit,
        )


def _counts(entry: Entry) -> bool:
    """Whether a number is activity data: no sum, no output, and electricity and heat only where they are consumed."""
    row, item = entry.line.row, entry.column.item
    if not row.category or item.kind == "sum" or not entry.column.measured:
        return False
    if item.kind == "energy" and not row.electricity_heat:
        return False
    return row.quantity != "input" or entry.number <= 0


def _wholes(entry: Entry, balance: Balance) -> list[Entry]:
    """The numbers that hold this one and mean activity data themselves: households of town and country, raw coal."""
    row, item = entry.line.row, entry.column.item
    above = []
    if row.adds == "yes":
        above.append(balance.entries.get((row.part_of, item.item)))
    if item.adds == "yes":
        above.append(balance.entries.get((row.row, item.part_of)))
    return [whole for whole in above if whole is not None and _counts(whole)]
