"""``submission A --diff B``: two versions of a workbook cell by cell, and what changes in the totals.

Values are compared, not formats, comments or formulas. Cells are compared where they stand: where rows were inserted,
deleted or sorted everything below appears as changed, and a remark says so.
"""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ghginv.findings import Finding
from ghginv.workspace.place import Workspace
from ghginv.workspace.submissions import find

if TYPE_CHECKING:
    from ghginv.workbooks.read import Cell, Sheet, Workbook

CELLS = ("sheet", "cell", "before", "after", "change")
TOTALS = ("category", "item", "unit", "before", "after", "difference")
Row = tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class Differences:
    """``cells`` has a row a cell that differs (``CELLS``; ``change`` is changed, added or removed), ``totals`` a row
    for each category and item whose activity data differ (``TOTALS``; products and the like have no category).
    """

    before: str
    after: str
    cells: list[dict[str, Any]]
    totals: list[dict[str, Any]]
    findings: list[Finding]


def differences(workspace: Workspace, before: str, after: str) -> Differences:
    """From one submission to another, read from the workbooks as received; InputError when one is no workbook."""
    first, second = (_workbook(workspace, find(workspace, each)) for each in (before, after))
    sheets = [(name, first.sheet(name), second.sheet(name)) for name in _sheets(first, second)]
    cells = [row for sheet in sheets for row in _cells(*sheet)]
    moved = [Finding("diff-rows-moved", sheet=n, found=str(rows)) for n, a, b in sheets if (rows := _moved(a, b))]
    return Differences(before, after, cells, _totals(workspace, before, after), moved)


def _workbook(workspace: Workspace, filed: Mapping[str, Any]) -> Workbook:
    from ghginv.store import submissions
    from ghginv.workbooks.read import read_workbook

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / str(filed["file"])
        path.write_bytes(submissions.content(workspace.database, str(filed["submission"])))
        return read_workbook(path)


def _sheets(first: Workbook, second: Workbook) -> list[str]:
    """The sheets of both, in order; the list of findings in a marked copy is none of the sender's."""
    from ghginv.workbooks.rules.sheets import FINDINGS_SHEET

    names = dict.fromkeys(sheet.name for book in (first, second) for sheet in book.sheets)
    return [name for name in names if name != FINDINGS_SHEET]


def _cells(name: str, before: Sheet | None, after: Sheet | None) -> Iterator[dict[str, Any]]:
    from ghginv.workbooks.read import address

    old, new = (dict(sheet.cells) if sheet else {} for sheet in (before, after))
    for place in sorted({*old, *new}):
        was, is_ = _value(old.get(place)), _value(new.get(place))
        if was != is_ or type(was) is not type(is_):
            change = "added" if was is None else "removed" if is_ is None else "changed"
            yield {"sheet": name, "cell": address(*place), "before": was, "after": is_, "change": change}


def _value(cell: Cell | None) -> Any:
    """What a cell shows; a formula saved without its result shows nothing, and neither does an empty text."""
    return None if cell is None or cell.value == "" else cell.value


def _moved(before: Sheet | None, after: Sheet | None) -> int:
    """How many rows of a sheet stand elsewhere than before."""
    old, new = _rows(before), _rows(after)
    places = Counter(row for number, row in new.items() if old.get(number) != row)
    gone = Counter(row for number, row in old.items() if new.get(number) != row)
    return sum((places & gone).values())


def _rows(sheet: Sheet | None) -> dict[int, Row]:
    """Rows by number, as what their cells say; a row of one cell says too little to be known again."""
    if sheet is None:
        return {}
    found = {number: tuple((column, cell.text) for column, cell in cells.items()) for number, cells in sheet.rows()}
    return {number: row for number, row in found.items() if len(row) > 1}


def _totals(workspace: Workspace, before: str, after: str) -> list[dict[str, Any]]:
    old, new = _sums(workspace, before), _sums(workspace, after)
    return [
        dict(zip(TOTALS, (*key, old.get(key), new.get(key), new.get(key, 0.0) - old.get(key, 0.0)), strict=True))
        for key in sorted({*old, *new})
        if old.get(key) != new.get(key)
    ]


def _sums(workspace: Workspace, submission: str) -> dict[tuple[str, str, str], float]:
    """Activity data by category, item and unit; products and the like by item, the year's figure before its months."""
    from ghginv.store import enterprises, submissions

    table = submissions.activity_table(workspace.database, "submission = ?", [submission]).to_pandas()
    sums = table[table["quantity"].notna()].groupby(["category", "item", "unit"])["quantity"].sum().to_dict()
    said = enterprises.indicators(workspace.database, [submission])
    yearly = said.groupby(["facility", "item"])["month"].transform("min") == 0
    kept = said[~yearly | (said["month"] == 0)]
    return {
        **sums,
        **{("", item, unit): total for (item, unit), total in kept.groupby(["item", "unit"])["quantity"].sum().items()},
    }
