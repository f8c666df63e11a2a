"""The reporting tables as live sums: the guideline's and its summary, sectors and fuels, reference approach, gaps."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ghginv.calculation import reference, reporting
from ghginv.calculation.apply import GRAMS_PER_TONNE
from ghginv.calculation.reporting import Column, Layout, Line
from ghginv.workbooks.results_sheets.formulas import Emissions
from ghginv.workbooks.results_sheets.page import Book, Field, Live, Page

if TYPE_CHECKING:
    import pandas as pd

WAN = 10_000


class Energy:
    """The guideline's energy table: a line is the sum of its own emission rows and of the lines below it.

    ``rows`` are the placed emission rows, ``figures`` the sums in grams, ``keys`` the notation keys by line and column.
    """

    def __init__(
        self,
        book: Book,
        layout: Layout,
        emissions: Emissions,
        rows: pd.DataFrame,
        figures: pd.DataFrame,
        keys: Mapping[tuple[str, str], str],
    ):
        self.layout = layout
        self.emissions = emissions
        self.own = set(rows["line"])
        self.values = {(line, column): value for column in figures for line, value in figures[column].dropna().items()}
        self.at = {line.line: number for number, line in enumerate(layout.lines)}
        fields = [
            Field("line", book.word("header.line"), 10),
            Field("name", book.word("header.name"), 44),
            *(Field(column.id, column.name(book.lang), 19, "tonnes") for column in layout.columns),
        ]
        self.page = Page(book, "energy", layout.caption(book.lang), fields)
        for line in layout.lines:
            cells = {column.id: self._cell(line, column, keys) for column in layout.columns}
            named = {"line": line.line, "name": line.name(book.lang)}
            each: dict[str, tuple[str, ...]] = {key: ("key",) for key, cell in cells.items() if isinstance(cell, str)}
            each["name"] = (f"indent{layout.depth(line)}",)
            self.page.put(self.at[line.line], {**named, **cells}, *line_styles(layout, line), each=each)
        self.page.finish(freeze=2, notes=layout.notes(book.lang))

    def _cell(self, line: Line, column: Column, keys: Mapping[tuple[str, str], str]) -> Live | str | None:
        if (line.line, column.id) not in self.values:
            return keys.get((line.line, column.id))
        parts = [self._own(line, column)] if line.line in self.own else []
        if below := self.layout.below(line.line):
            parts.append(f"SUM({','.join(self.page.cell(self.at[each.line], column.id) for each in below)})")
        return Live(f"={'+'.join(parts)}", int(self.values[line.line, column.id]) / GRAMS_PER_TONNE)

    def _own(self, line: Line, column: Column) -> str:
        row = self.at[line.line]
        wanted = {"table_line": f'{self.page.cell(row, "line")}&" "&{self.page.cell(row, "name")}'}
        wanted |= {"gas": f'"{column.gas}"'} if column.gas else {}
        wanted |= {"scope": f'"{column.scope}"'} if column.scope else {}
        return self.emissions.sum(column.measure, **wanted)


def line_styles(layout: Layout, line: Line) -> tuple[str, ...]:
    """Totals and first levels stand out, memo items stand back."""
    if line.memo:
        return ("memo",)
    return {0: ("total",), 1: ("level",)}.get(layout.depth(line), ())


def write_summary(book: Book, energy: Energy, layout: Layout) -> None:
    """The top of the energy table, each figure a link to it, with 10^4 t CO2e and the share of the total."""
    columns = energy.layout.columns
    fields = [
        Field("name", book.word("header.name"), 44),
        *(Field(column.id, column.name(book.lang), 19, "tonnes") for column in columns),
        Field("wan", book.word("header.co2e_wt"), 19, "tonnes"),
        Field("share", book.word("header.share"), 9, "share"),
    ]
    page = Page(book, "totals", layout.caption(book.lang), fields)
    lines = [line for line in energy.layout.lines if energy.layout.summarised(line)]
    whole = energy.values.get((lines[0].line, "co2e_t"), 0)
    for number, line in enumerate(lines):
        values: dict[str, Any] = {"name": line.name(book.lang)}
        for column in columns:
            if (line.line, column.id) in energy.values:
                value = int(energy.values[line.line, column.id]) / GRAMS_PER_TONNE
                values[column.id] = Live(f"={energy.page.outside(energy.at[line.line], column.id)}", value)
        if isinstance(total := values.get("co2e_t"), Live):
            values["wan"] = Live(f"={page.cell(number, 'co2e_t')}/{WAN}", float(total.value) / WAN)
            if not line.memo and whole:
                share = f"={page.cell(number, 'co2e_t')}/{page.cell(0, 'co2e_t')}"
                values["share"] = Live(share, float(total.value) / (int(whole) / GRAMS_PER_TONNE))
        page.put(number, values, *line_styles(energy.layout, line))
    page.finish(notes=layout.notes(book.lang))


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
