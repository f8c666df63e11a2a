"""Days as people write them in a cell: as a date of the program, or as text in one of the usual ways."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, timedelta

from ghginv.workbooks.cells import Cell

_EPOCHS = {False: date(1899, 12, 30), True: date(1904, 1, 1)}
_WRITTEN = re.compile(r"(\d{4})(?:[-./年](\d{1,2})(?:[-./月](\d{1,2})日?|月)?|(\d{2})(\d{2}))")


def read(cell: Cell | None, date1904: bool = False) -> date | None:
    """The day that a cell names, the first of a month where only that is given; None where it names none.

    >>> from ghginv.workbooks.cells import Cell
    >>> [str(read(Cell("s", text))) for text in ("2024年6月30日", "2024-6-30", "２０２４．６", "六月", "20240631")]
    ['2024-06-30', '2024-06-30', '2024-06-01', 'None', 'None']
    >>> str(read(Cell("d", 45473.0)))
    '2024-06-30'
    """
    if cell is None:
        return None
    try:
        if cell.kind == "d" and isinstance(cell.value, float):
            return _EPOCHS[date1904] + timedelta(days=int(cell.value))
        plain = "".join(unicodedata.normalize("NFKC", cell.text).split())
        match = _WRITTEN.fullmatch(plain)
        if match is None:
            return None
        year, month, day = match[1], match[2] or match[4], match[3] or match[5] or "1"
        return date(int(year), int(month), int(day))
    except (OverflowError, ValueError):
        return None
