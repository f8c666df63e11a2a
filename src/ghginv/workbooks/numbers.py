"""What stands in a cell that should hold a number; how text is read: see ``domain.written_numbers``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ghginv.domain.written_numbers import Figure, finite, read_text

if TYPE_CHECKING:
    from ghginv.workbooks.cells import Cell


def read(cell: Cell | None, *, published: bool = False, keys: bool = False, percent: bool = False) -> Figure:
    """Read a cell that should hold a number.

    ``published`` reads text numbers as meant; otherwise they are mistakes. ``keys`` allows notation keys. ``percent``
    says that the column is in percent, so that ``5%``, as text or as a number shown so, means 5 and not 0.05.
    """
    if cell is None:
        return Figure()
    text = cell.text
    if cell.kind == "e":
        return Figure(text=text, code="error-cell")
    if cell.formula is not None and cell.value is None:
        return Figure(text=cell.formula, code="formula-without-value")
    if cell.kind == "b":
        return Figure(text=text, code="boolean-number")
    if cell.kind == "d":
        return Figure(text=text, code="date-number")
    if isinstance(cell.value, float):
        return finite(cell.value * 100 if percent and "%" in cell.number_format else cell.value, text)
    return read_text(text, published=published, keys=keys, percent=percent)
