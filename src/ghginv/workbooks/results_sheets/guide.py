"""The first sheet: which run this is, what went in, how good the evidence is, how to read the workbook."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from ghginv.calculation.reporting import Layout
from ghginv.workbooks.results_sheets.inputs import MARKS, Inputs
from ghginv.workbooks.results_sheets.page import LINE, Book, Live, set_print
from ghginv.workbooks.results_sheets.tables import Energy

if TYPE_CHECKING:
    from ghginv.calculation.inventory import Inventory

_WIDTHS = (36, 22, 78)


def write_guide(
    book: Book, inventory: Inventory, layout: Layout, named: Mapping[str, str], energy: Energy, inputs: Inputs
) -> None:
    """Write the sheet; ``named`` holds the names of region, year, guideline and GWP set."""
    guide = _Guide(book)
    guide.caption(layout.caption(book.lang).format(**named))
    about = inventory.about
    guide.heading("run")
    for key in ("region", "year", "guideline", "gwp"):
        guide.fact(key, named[key])
    guide.fact("run", str(about["run"]))
    top = energy.layout.lines[0].line
    whole = energy.page.outside(energy.at[top], "co2e_t")
    guide.fact("total", Live(f"={whole}", int(energy.values.get((top, "co2e_t"), 0)) / 1e6))
    guide.fact("rows", f"{len(inventory.activity):,} / {len(inventory.rows):,}")
    guide.heading("inputs")
    guide.fact("version", f"ghginv {about['version']}")
    guide.fact("library", str(about["library_digest"]))
    guide.fact("rules", str(about["guideline_digest"]))
    for each in about["submissions"]:  # type: ignore[attr-defined]
        guide.fact("submission", each["sha256"], submission=each["submission"])
    guide.heading("evidence")
    guide.evidence(inputs)
    guide.heading("reading")
    guide.lines(layout.notes(book.lang))
    guide.finish()


class _Guide:
    """Writes the sheet from top to bottom."""

    def __init__(self, book: Book):
        self.book = book
        self.sheet = book.workbook.get_worksheet_by_name(book.names["guide"])
        self.row = 0
        self.sheet.set_default_row(LINE)
        for column, width in enumerate(_WIDTHS):
            self.sheet.set_column(column, column, width)

    def caption(self, text: str) -> None:
        self.sheet.set_row(0, 2 * LINE)
        self.sheet.write_string(0, 0, text, self.book.style("caption"))
        self.row = 1

    def heading(self, key: str) -> None:
        self.row += 1
        for column in range(len(_WIDTHS)):
            self.sheet.write_blank(self.row, column, None, self.book.style("heading"))
        self.sheet.write_string(self.row, 0, self.book.word(f"guide.{key}-heading"), self.book.style("heading"))
        self.row += 1

    def fact(self, key: str, value: Any, **details: object) -> None:
        self.sheet.write_string(self.row, 0, self.book.word(f"guide.{key}", **details), self.book.style("cell", "text"))
        style = self.book.style("cell", "tonnes" if isinstance(value, Live) else "text", "left")
        self.sheet.merge_range(self.row, 1, self.row, 2, "", style)
        if isinstance(value, Live):
            self.sheet.write_formula(self.row, 1, value.formula, style, value.value)
        else:
            self.sheet.write_string(self.row, 1, value, style)
        self.row += 1

    def evidence(self, inputs: Inputs) -> None:
        """How many parameters bear each mark, counted in the sheet of parameters."""
        statuses = inputs.parameters.range("status")
        for status in MARKS:
            word = self.book.word(f"status.{status}")
            count = Live(f'=COUNTIF({statuses},"{word}")', inputs.marks.count(status))
            self.sheet.write_string(self.row, 0, word, self.book.style("cell", "text", status))
            self.sheet.write_formula(self.row, 1, count.formula, self.book.style("cell", "whole", "left"), count.value)
            self.sheet.write_string(self.row, 2, self.book.word(f"meaning.{status}"), self.book.style("cell", "wrap"))
            self.row += 1

    def lines(self, texts: Sequence[str]) -> None:
        from wcwidth import wcswidth

        style = self.book.style("note")
        for text in texts:
            self.sheet.set_row(self.row, LINE * math.ceil(wcswidth(text) / sum(_WIDTHS)))
            self.sheet.merge_range(self.row, 0, self.row, len(_WIDTHS) - 1, "", style)
            self.sheet.write_string(self.row, 0, text, style)
            self.row += 1

    def finish(self) -> None:
        set_print(self.book, self.sheet)
