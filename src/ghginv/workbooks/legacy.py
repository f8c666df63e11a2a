"""Workbooks of the old formats: .xls (also WPS .et) and .ods, read by python-calamine in a child process.

calamine ends its whole process on some hostile files; the child has a limit of memory and of time, and how it ends is a
finding. It gives values; ``legacy_evidence`` adds what calamine leaves out. Formulas are not read.
"""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from dataclasses import asdict
from datetime import date, datetime, time, timedelta
from typing import Any

from ghginv.errors import InputError
from ghginv.workbooks.archive import Limits, refuse
from ghginv.workbooks.cells import Kind, Row, Sheet, Stored, Value
from ghginv.workbooks.legacy_evidence import Evidence, evidence_of_ods, evidence_of_xls

_STATES = {"Visible": "visible", "Hidden": "hidden", "VeryHidden": "veryHidden"}
_EPOCH = datetime(1899, 12, 30)


def read_legacy(content: bytes, kind: str, limits: Limits) -> list[Sheet]:
    """The sheets of a workbook of kind ``xls`` or ``ods``; dates are serials of the 1900 epoch. Raises InputError."""
    command = [sys.executable, "-P", "-m", __name__, kind, json.dumps(asdict(limits))]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
    try:
        done = subprocess.run(
            command, input=content, capture_output=True, timeout=limits.child_seconds, env=environment, check=False
        )
    except subprocess.TimeoutExpired:
        refuse("workbook-child-stopped", found=f"> {limits.child_seconds} s")
    if done.returncode:
        refuse("workbook-child-stopped", found=f"{kind}, {done.returncode}")
    answer = json.loads(done.stdout)
    if isinstance(answer, dict):
        refuse(**answer)
    return [_sheet(*parts) for parts in answer]


def _sheet(name: str, state: str, merged: list[str], rows: list[int], columns: list[int], cells: list[Any]) -> Sheet:
    sheet = Sheet(name, state, merged, set(rows), set(columns))
    stored: dict[int, dict[int, Stored]] = {}
    for row, column, kind, value in sorted(cells):
        stored.setdefault(row, {})[column] = kind, value, None, row, column, "General"
    sheet.grid = {row: Row(of_row) for row, of_row in stored.items()}
    return sheet


def main(kind: str, limits: Limits) -> None:
    """The child: the workbook on standard input, its sheets or a refusal as JSON on standard output."""
    _bound_memory(limits.child_memory)
    content = sys.stdin.buffer.read()
    try:
        answer: object = _sheets(content, kind, limits)
    except InputError as error:
        finding = error.findings[0]
        answer = {"code": finding.code, "sheet": finding.sheet, "found": finding.found, "expected": finding.expected}
    json.dump(answer, sys.stdout)


def _bound_memory(size: int) -> None:
    try:
        import resource
    except ImportError:  # Windows has no such limit; the time limit holds there
        return
    resource.setrlimit(resource.RLIMIT_AS, (size, size))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _sheets(content: bytes, kind: str, limits: Limits) -> list[Any]:
    import python_calamine

    evidence = evidence_of_xls(content) if kind == "xls" else evidence_of_ods(content, limits)
    try:
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
        sheets = []
        count = 0
        for index, about in enumerate(book.sheets_metadata):
            if about.typ != python_calamine.SheetTypeEnum.WorkSheet:
                continue
            found = evidence[index] if index < len(evidence) else Evidence()
            cells = _cells(book.get_sheet_by_index(index), found)
            count += len(cells) + len(found.merged)
            if count > limits.cells:
                refuse("workbook-too-many-cells", sheet=about.name, expected=f"{limits.cells:,}")
            state = _STATES[str(about.visible).rpartition(".")[2]]
            rows, columns = sorted(found.hidden_rows & {cell[0] for cell in cells}), sorted(found.hidden_columns)
            sheets.append((about.name, state, found.merged, rows, columns, cells))
        return sheets
    except python_calamine.PasswordError:
        refuse("workbook-password")
    except python_calamine.CalamineError as error:
        refuse("workbook-child-stopped", found=str(error)[:100])


def _cells(sheet: Any, evidence: Evidence) -> list[tuple[int, int, Kind, Value]]:
    cells = {}
    top, left = sheet.start or (0, 0)
    for row, values in enumerate(sheet.to_python(skip_empty_area=True), start=top + 1):
        for column, value in enumerate(values, start=left + 1):
            if value != "":
                cells[row, column] = _typed(value)
    cells.update(evidence.cells)
    return [(row, column, kind, value) for (row, column), (kind, value) in cells.items()]


def _typed(value: Any) -> tuple[Kind, Value]:
    if isinstance(value, bool):
        return "b", value
    if isinstance(value, int | float):
        return "n", float(value)
    if isinstance(value, timedelta):
        return "d", value.total_seconds() / 86400
    if isinstance(value, time):
        return "d", timedelta(hours=value.hour, minutes=value.minute, seconds=value.second).total_seconds() / 86400
    if isinstance(value, datetime):
        return "d", (value - _EPOCH).total_seconds() / 86400
    if isinstance(value, date):
        return "d", float((datetime(value.year, value.month, value.day) - _EPOCH).days)
    return "s", str(value)


if __name__ == "__main__":
    main(sys.argv[1], Limits(**json.loads(sys.argv[2])))
