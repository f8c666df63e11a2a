"""How a workbook is opened and closed when it is written.

Text never becomes a formula, a link or a number; the day of creation is fixed, so that the same content gives the same
bytes.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from ghginv.errors import InputError
from ghginv.findings import Finding

if TYPE_CHECKING:
    from xlsxwriter import Workbook

_CREATED = datetime(2020, 1, 1)
_OPTIONS = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}


@contextmanager
def opened(path: Path | str) -> Iterator[Workbook]:
    """A new workbook, written to ``path`` at the end; nothing is written where an error leaves the block.

    InputError where the file cannot be written.
    """
    import xlsxwriter
    from xlsxwriter.exceptions import FileCreateError

    file = xlsxwriter.Workbook(str(path), _OPTIONS)
    yield file
    try:
        file.close()
    except FileCreateError as refusal:
        raise InputError(Finding("results-not-written", found=str(path), details={"why": str(refusal)})) from refusal


def titled(file: Workbook, title: str) -> None:
    """What the workbook says of itself in its properties."""
    file.set_properties({"title": title, "author": "ghginv", "created": _CREATED})
