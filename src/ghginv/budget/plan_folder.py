"""A plan as a folder of CSV files, one a table (``facts.csv``, ``regions.csv`` …), UTF-8 with or without mark.

Headers are the ids of columns or their names; columns that may be blank may be left out. Everything is text in a CSV
file: what is written in plain digits in a column of numbers is taken as that number, all else is left to the judge.
"""

from __future__ import annotations

import csv
import re
from pathlib import Path

from ghginv.domain import plan_tables
from ghginv.domain.plan_tables import Column, Layout, Table, Written
from ghginv.errors import InputError
from ghginv.findings import Finding

_DIGITS = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d{1,3})?", re.ASCII)
_NUMBERS = ("number", "percent")


def read_folder(folder: Path) -> dict[str, list[Written]]:
    """The rows of all tables of a plan as written, with ``file`` the folder, ``sheet`` the file, ``line n`` as cell.

    InputError with every fault: no such folder, no ``facts.csv``, a file that is no table of a plan, an unknown,
    doubled or missing column, a row of another length, a file that is not UTF-8.
    """
    if not (folder / "facts.csv").is_file():
        raise InputError(Finding("budget-folder-missing", file=str(folder), expected="facts.csv"))
    return read_tables(folder, plan_tables.load())


def read_tables(folder: Path, layout: Layout) -> dict[str, list[Written]]:
    """The rows of a folder by the tables of a layout; the faults are those of ``read_folder``, and no file at all."""
    known = "、".join(f"{each.id}.csv" for each in layout.tables)
    paths = sorted(folder.glob("*.csv"))
    if not paths:
        raise InputError(Finding("budget-folder-missing", file=str(folder), expected=known))
    rows: dict[str, list[Written]] = {table.id: [] for table in layout.tables}
    faults: list[Finding] = []
    for path in paths:
        table = next((each for each in layout.tables if each.id == path.stem), None)
        if table is None:
            place = f"{folder.name}/{path.name}"
            faults.append(Finding("budget-file-unknown", file=place, found=path.name, expected=known))
            continue
        rows[table.id], wrong = read_table(path, table)
        faults += wrong
    if faults:
        raise InputError(*faults)
    return rows


def read_table(path: Path, table: Table) -> tuple[list[Written], list[Finding]]:
    """The rows of one CSV file as written, and what keeps it from being read."""
    place = f"{path.parent.name}/{path.name}"
    try:
        lines = _lines(path)
    except (UnicodeDecodeError, csv.Error):
        return [], [Finding("budget-file-unreadable", file=place)]
    number, header = next(lines_iter := iter(lines), (1, []))
    columns, wrong = _header(header, table, place, number)
    if wrong:
        return [], wrong
    rows = []
    for number, cells in lines_iter:
        if len(cells) != len(columns):
            counts = {"file_line": f"{path.name}:{number}"}
            wrong.append(Finding("budget-file-row", file=place, cell=f"line {number}", found=str(len(cells)),
                                 expected=str(len(columns)), details=counts))  # fmt: skip
            continue
        values = {column.id: _value(cell, column) for column, cell in zip(columns, cells, strict=True)}
        places = {column.id: f"line {number}" for column in columns}
        rows.append(Written(table.id, values, path.parent.name, path.name, places))
    return rows, wrong


def _lines(path: Path) -> list[tuple[int, list[str]]]:
    """The lines that say something, each with the number on which it ends."""
    with path.open(encoding="utf-8-sig", newline="") as stream:
        reader = csv.reader(stream)
        return [(reader.line_num, cells) for cells in reader if any(cell.strip() for cell in cells)]


def _header(header: list[str], table: Table, place: str, line: int) -> tuple[list[Column], list[Finding]]:
    columns, faults = [], []
    for name in header:
        column = table.column(name.strip().removeprefix("*").strip())
        if column is None or column in columns:
            code = "budget-column-unknown" if column is None else "budget-column-twice"
            expected = "、".join(each.id for each in table.columns)
            faults.append(Finding(code, file=place, cell=f"line {line}", found=name.strip(), expected=expected))
        else:
            columns.append(column)
    missing = [each.id for each in table.columns if each.required and each not in columns]
    if missing and not faults:
        faults.append(Finding("budget-column-missing", file=place, cell=f"line {line}", found="、".join(missing)))
    return columns, faults


def _value(cell: str, column: Column) -> str | float | None:
    plain = cell.strip()
    if not plain:
        return None
    return float(plain) if column.kind in _NUMBERS and _DIGITS.fullmatch(plain) else plain
