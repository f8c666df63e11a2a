"""What a person types into an enterprise's workbook, by header."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import openpyxl

HEADER = 3
MONTHS = tuple(f"{month}月" for month in range(1, 13))


def type_in(path: Path, rows: Mapping[str, list[dict[str, Any]]]) -> Path:
    """Type rows, from the first free one, into the sheets of a workbook; totals of months are typed as values."""
    book = openpyxl.load_workbook(path)
    for sheet, lines in rows.items():
        page = book[sheet]
        places = {str(cell.value).split("\n")[0].rstrip("*"): cell.column for cell in page[HEADER] if cell.value}
        for number, line in enumerate(lines, HEADER + 1):
            for header, value in line.items():
                page.cell(number, places[header]).value = value
    book.save(path)
    return path


def monthly(total: float, header: str = "全年合计") -> dict[str, float]:
    """A year's amount in twelve equal months, with its total."""
    return dict.fromkeys(MONTHS, total / 12) | {header: total}
