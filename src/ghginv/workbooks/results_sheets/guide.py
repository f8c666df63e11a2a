"""The first sheet: which run this is, what went in, how good the evidence is, how to read the workbook."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from ghginv.calculation import layouts
from ghginv.calculation.layouts import Layout
from ghginv.workbooks.results_sheets.inputs import MARKS, Inputs
from ghginv.workbooks.results_sheets.page import LINE, Book, Live, set_print
from ghginv.workbooks.results_sheets.tables import Table

if TYPE_CHECKING:
    from ghginv.calculation.inventory import Inventory

_WIDTHS = (36, 22, 78)


def write_guide(
    book: Book, inventory: Inventory, layout: Layout, named: Mapping[str, str], whole: Table, inputs: Inputs
) -> None:
    """Write the sheet; ``named`` holds the names of region, year, guideline and GWP set."""
    guide = _Guide(book)
    guide.caption(layout.caption(book.lang).format(**named))
    about = inventory.about
    guide.heading("run")
    for key in ("region", "year", "guideline", "gwp"):
        guide.fact(key, named[key])
    guide.fact("run", str(about["run"]))
    total = next(column for column in whole.layout.columns if column.id == "co2e_t")
    for key, line in (("total", whole.layout.lines[0].line), *_views(whole)):
        cell = whole.page.outside(whole.at[line], total.id)
        guide.fact(key, Live(f"={cell}", whole.value(line, total)))
    guide.fact("rows", f"{len(inventory.activity):,} / {len(inventory.rows):,}")
    guide.heading("contents")
    guide.contents()
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


def _views(whole: Table) -> list[tuple[str, str]]:
    """The totals beside the net one, by their word."""
    words = {"part": "without-land", "direction": "before-removals"}
    views = [(line.line, layouts.criteria(line.where)) for line in whole.layout.lines if line.where]
    return [
        (word, line)
        for line, where in views
        for key, word in words.items()
        if key in where and "removal" not in where[key][1]
    ]


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

    def contents(self) -> None:
        """Every sheet with a link to it."""
        for key, name in self.book.names.items():
            if key == "guide":
                continue
            self.sheet.write_url(self.row, 0, f"internal:'{name}'!A1", self.book.style("cell", "link"), name)
            style = self.book.style("cell", "text")
            self.sheet.merge_range(self.row, 1, self.row, 2, "", style)
            self.sheet.write_string(self.row, 1, self.book.captions.get(key, ""), style)
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
