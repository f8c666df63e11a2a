"""The reporting tables as live sums: the guideline's and their summary, sectors and fuels, reference approach, gaps."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from ghginv.calculation import layouts, reference, reporting
from ghginv.calculation.apply import GRAMS_PER_TONNE
from ghginv.calculation.layouts import Column, Criteria, Layout, Line
from ghginv.calculation.reported import CARBON, Reported
from ghginv.formulas.words import CONSTANTS
from ghginv.workbooks.results_sheets.emissions import Emissions
from ghginv.workbooks.results_sheets.page import A3, A4, Book, Field, Live, Page

if TYPE_CHECKING:
    import pandas as pd

WAN = 10_000
ONE_PAGE = 55
"""Lines that can still be read on one page."""
WIDE = 9
"""Columns of figures that still fit on A4."""
_WIDTHS = {"scope_text": 7, "notation": 9, "quality_activity": 10, "quality_factor": 10, "comment": 46}
_STYLES = {
    "scope_text": "centre",
    "notation": "key",
    "quality_activity": "centre",
    "quality_factor": "centre",
    "comment": "wrap",
}


class Table:
    """A reporting table: a line is the sum of its own emission rows and of the lines below it, a view a sum of its own.

    ``own`` holds the lines that rows stand in.
    """

    def __init__(self, book: Book, table: Reported, emissions: Emissions, own: set[str]):
        self.table = table
        self.layout = table.layout
        self.emissions = emissions
        self.own = own
        self.at = {line.line: number for number, line in enumerate(self.layout.lines)}
        fields = [
            Field("line", book.word("header.line"), 10),
            Field("name", book.word("header.name"), self._width(book.lang)),
            *(_field(column, book.lang) for column in self.layout.columns),
        ]
        self.page = Page(book, self.layout.name, self.layout.caption(book.lang), fields)
        for line in self.layout.lines:
            cells = {column.id: self._cell(line, column) for column in self.layout.columns}
            sums = {column.id for column in self.layout.columns if column.measure}
            each: dict[str, tuple[str, ...]] = {
                key: ("key",) for key, cell in cells.items() if isinstance(cell, str) and key in sums
            }
            each["name"] = (f"indent{self.layout.depth(line)}",)
            named = {"line": line.line, "name": line.name(book.lang)}
            self.page.put(self.at[line.line], {**named, **cells}, *line_styles(self.layout, line), each=each)
        high = 1 if len(self.layout.lines) <= ONE_PAGE else 0
        paper = A4 if len(fields) - 2 <= WIDE else A3
        self.page.finish(freeze=2, notes=self.layout.notes(book.lang), paper=paper, high=high, hide=False)

    def _width(self, lang: str) -> float:
        """Wide enough for the longest name at its depth, within reason."""
        from wcwidth import wcswidth

        longest = max(wcswidth(line.name(lang)) + 2 * self.layout.depth(line) for line in self.layout.lines)
        return min(max(longest + 2, 24), 62)

    def value(self, line: str, column: Column) -> float:
        """The figure of a cell, zero where there is none."""
        return self.table.value(line, column) or 0.0

    def _cell(self, line: Line, column: Column) -> Live | str | float | None:
        value = self.table.value(line.line, column)
        if value is None:
            return self.table.cell(line.line, column)
        row = self.at[line.line]
        if column.carbon_of:
            return Live(f"={self.page.cell(row, column.carbon_of)}/({CONSTANTS[CARBON].text})", value)
        if column.share_of:
            return Live(f"=100*{self.page.cell(row, column.share_of)}/{self._total(column.share_of)}", value)
        return Live(f"={self._sum(line, column)}", value)

    def _total(self, column: str) -> str:
        if self.layout.total:
            return self.page.cell(self.at[self.layout.total], column)
        outermost = [self.at[line.line] for line in self.layout.lines if not line.parent]
        return f"SUM({','.join(self.page.cell(row, column) for row in outermost)})"

    def _sum(self, line: Line, column: Column) -> str:
        if line.where:
            return self._of_rows(column, (layouts.criteria(line.where), column.criteria))
        parts = [self._own(line, column)] if line.line in self.own else []
        if below := self.layout.below(line.line):
            parts.append(f"SUM({','.join(self.page.cell(self.at[each.line], column.id) for each in below)})")
        return "+".join(parts)

    def _own(self, line: Line, column: Column) -> str:
        row = self.at[line.line]
        key = f'{self.page.cell(row, "line")}&" "&{self.page.cell(row, "name")}'
        return self._of_rows(column, (column.criteria,), **{self.layout.column: key})

    def _of_rows(self, column: Column, criteria: Sequence[Criteria], **wanted: str) -> str:
        total = self.emissions.sums(column.measure, criteria, **wanted)
        return total if column.per == 1 else f"({total})/{column.per}"


def _field(column: Column, lang: str) -> Field:
    if column.id in _STYLES:
        return Field(column.id, column.name(lang), _WIDTHS[column.id], _STYLES[column.id])
    if column.share_of:
        return Field(column.id, column.name(lang), 10, "percent")
    style = "wan" if column.per > 1 or column.carbon_of else "tonnes"
    return Field(column.id, column.name(lang), 15, style)


def line_styles(layout: Layout, line: Line) -> tuple[str, ...]:
    """Totals and first levels stand out, memo items stand back."""
    if line.memo:
        return ("memo",)
    if all(not each.parent for each in layout.lines):  # without levels: the total alone stands out
        return ("total",) if line.line.startswith("T") else ()
    return {0: ("total",), 1: ("level",)}.get(layout.depth(line), ())


def write_summary(book: Book, whole: Table, layout: Layout) -> None:
    """The top of the table of the whole inventory, each figure a link to it, with 10^4 t CO2e and the share."""
    columns = [column for column in whole.layout.columns if column.measure]
    total = next(column for column in columns if column.id == "co2e_t")
    fields = [
        Field("name", book.word("header.name"), 44),
        *(Field(column.id, column.name(book.lang), 15, "tonnes") for column in columns),
        Field("wan", book.word("header.co2e_wt"), 15, "tonnes"),
        Field("share", book.word("header.share"), 10, "share"),
    ]
    page = Page(book, "totals", layout.caption(book.lang), fields)
    lines = [line for line in whole.layout.lines if whole.layout.summarised(line)]
    net = whole.value(lines[0].line, total)
    for number, line in enumerate(lines):
        values: dict[str, Any] = {"name": line.name(book.lang)}
        for column in columns:
            if (value := whole.table.value(line.line, column)) is not None:
                values[column.id] = Live(f"={whole.page.outside(whole.at[line.line], column.id)}", value)
        if isinstance(figure := values.get("co2e_t"), Live):
            cell = page.cell(number, "co2e_t")
            values["wan"] = Live(f"={cell}/{WAN}", float(figure.value) / WAN)
            if not line.memo and net:
                values["share"] = Live(f"={cell}/{page.cell(0, 'co2e_t')}", float(figure.value) / net)
        page.put(number, values, *line_styles(whole.layout, line))
    page.finish(notes=layout.notes(book.lang), paper=A3, hide=False)


def write_sectors(book: Book, emissions: Emissions, rows: pd.DataFrame, layout: Layout) -> None:
    """Fuels down, sectors across, both with totals."""
    burnt = rows[rows["sector"] != ""]
    grams = {key: int(value) for key, value in burnt.groupby(["fuel", "sector"])["mass_g"].sum().items()}
    sectors = [name for name in reporting.sectors() if name in set(burnt["sector"])]
    fuels = [name for name in reporting.fuels() if name in set(burnt["fuel"])]
    fields = [
        Field("fuel", book.word("header.sector"), 18),
        *(Field(sector, sector, 18, "tonnes") for sector in sectors),
        Field("sum", book.word("header.sum"), 18, "tonnes"),
    ]
    page = Page(book, "sector-fuel", layout.caption(book.lang), fields)
    for number, fuel in enumerate(fuels):
        values: dict[str, Any] = {"fuel": fuel}
        for sector in sectors:
            if (fuel, sector) in grams:
                wanted = {"fuel_name": page.cell(number, "fuel"), "fuel_sector": page.title_cell(sector)}
                values[sector] = Live(f"={emissions.sum('mass', **wanted)}", grams[fuel, sector] / GRAMS_PER_TONNE)
        across = f"=SUM({page.cell(number, sectors[0])}:{page.cell(number, sectors[-1])})"
        values["sum"] = Live(across, sum(grams.get((fuel, sector), 0) for sector in sectors) / GRAMS_PER_TONNE)
        page.put(number, values, each={"sum": ("level",)})
    if fuels:
        page.put(len(fuels), {"fuel": book.word("header.sum"), **_down(page, grams, fuels, sectors)}, "total")
    page.finish(notes=layout.notes(book.lang))


def _down(page: Page, grams: Mapping[tuple[str, str], int], fuels: list[str], sectors: list[str]) -> dict[str, Live]:
    """The last row of sectors and fuels: the sum of each column."""
    sums = {sector: sum(grams.get((fuel, sector), 0) for fuel in fuels) for sector in sectors}
    sums["sum"] = sum(grams.values())
    return {
        key: Live(f"=SUM({page.cell(0, key)}:{page.cell(len(fuels) - 1, key)})", value / GRAMS_PER_TONNE)
        for key, value in sums.items()
    }


def write_reference(book: Book, emissions: Emissions, table: pd.DataFrame, layout: Layout) -> None:
    """The reference approach beside the sectoral one; ``table`` is ``reference.compare``."""
    fields = [
        Field("name", book.word("header.fuel"), 28),
        *(Field(column.id, column.name(book.lang), 20, "tonnes") for column in layout.columns),
    ]
    page = Page(book, "reference", layout.caption(book.lang), fields)
    last = len(table) - 1
    for number, record in enumerate(table.to_dict("records")):
        cell = {column.id: page.cell(number, column.id) for column in layout.columns}
        formulas = {
            "reference_co2_t": f"={cell['apparent_co2_t']}+{cell['stored_co2_t']}",
            "difference_t": f"={cell['reference_co2_t']}-{cell['sectoral_co2_t']}",
            "difference_percent": '=IF({sectoral_co2_t}=0,"",100*{difference_t}/{sectoral_co2_t})'.format(**cell),
        }
        group = page.cell(number, "name")
        for key, (measure, approach) in _COMPARED.items():
            if record["fuel"] == reference.TOTAL:
                formulas[key] = f"=SUM({page.cell(0, key)}:{page.cell(last - 1, key)})"
            else:
                wanted = {"group": group, "approach": f'"{book.word(f"approach.{approach}")}"'}
                formulas[key] = f"={emissions.sum(measure, **wanted)}"
        known = {key: "" if record[key] is None or record[key] != record[key] else record[key] for key in formulas}
        values = {key: Live(formula, known[key]) for key, formula in formulas.items()}
        styles = ("total",) if record["fuel"] == reference.TOTAL else ()
        page.put(number, {"name": record["name"], **values}, *styles)
    page.finish(notes=layout.notes(book.lang))


_COMPARED = {
    "apparent_tj": ("energy", "apparent"),
    "apparent_co2_t": ("mass", "apparent"),
    "stored_co2_t": ("mass", "stored"),
    "sectoral_co2_t": ("mass", "sectoral"),
}


def write_completeness(book: Book, table: pd.DataFrame, layout: Layout) -> None:
    """What is estimated, and why the rest is not."""
    widths = {"category": 10, "name": 40, "gas": 8, "estimated": 9, "notation": 9, "items": 36, "reason": 60}
    fields = [Field(column.id, column.name(book.lang), widths[column.id], "wrap") for column in layout.columns]
    page = Page(book, "completeness", layout.caption(book.lang), fields)
    marks = {"gas": ("centre",), "estimated": ("centre",), "notation": ("centre",)}
    for number, record in enumerate(table.to_dict("records")):
        page.put(number, record, each=marks | ({} if record["estimated"] else {"estimated": ("centre", "recalled")}))
    page.finish(freeze=2, filtered=True, notes=layout.notes(book.lang))
