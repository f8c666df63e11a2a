"""The sheet of totals: from growth and intensity cut to the total, live, beside the total that was decided."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ghginv.workbooks.account_page import Field, Placed, missing
from ghginv.workbooks.budget_page import BudgetBook, BudgetSheet
from ghginv.workbooks.budget_sheets import frames
from ghginv.workbooks.budget_sheets.lists import column_letter
from ghginv.workbooks.budget_sheets.material import BudgetMaterial, given
from ghginv.workbooks.results_sheets.page import Live

if TYPE_CHECKING:
    import pandas as pd

_COMPUTED = ("growth", "gdp", "intensity", "computed_t")
_LOOKS = {"growth": "tonnes", "gdp": "tonnes", "intensity": "intensity", "difference_t": "tonnes", "open_t": "tonnes"}
_KG, _PERCENT = 1000, 100


@dataclass(frozen=True)
class Basis:
    """The parameters from which the total follows, with the cell of each: values by name, growth by year."""

    values: Mapping[str, float]
    cells: Mapping[str, str]
    growth: Mapping[int, float]
    growth_cells: Mapping[int, str]


def totals(book: BudgetBook, material: BudgetMaterial, parameters: Placed, lines: Placed | None) -> Placed:
    """The totals by year; where the parameters are all there, what follows from them is live beside the totals."""
    years = sorted(int(year) for year in material.totals["year"])
    basis = _basis(material, parameters, years)
    others = _others(material, basis)
    extra = ["lines_t", "open_t"] if lines else []
    keys = ["year", *(_COMPUTED if basis else ()), "total_t", *(["difference_t"] if basis else []), *extra]
    given_rows = {int(row["year"] or 0): row for row in frames.records(frames.shown(book, material.totals))}
    tables = [each for each in (material.dual_control, material.what_if) if each is not None]
    wide = max((len(each.columns) for each in tables), default=0)
    widths = [16.0 if key != "year" else 22.0 for key in [*keys, *others]]
    sheet = BudgetSheet(book, "totals", book.word("sheet.totals"), [*widths, *[16.0] * (wide - len(widths))])
    sheet.note(book.word("about.totals-live" if basis else "about.totals"))
    first = sheet.row + 2
    rows = [_base_row(basis, book, material)] if basis else []
    for number, year in enumerate(years, start=first + len(rows)):
        line = _Line(number, first, keys, tuple(years), year)
        row = {**given_rows[year], "year": year}
        rows.append({**row, **_computed(line, basis, row, rows), **_checked(line, material, lines)})
    fields = frames.fields(book, [each for each in rows if each.get("total_t")], [*keys, *others])
    fields = [Field(each.key, each.title, _style(each)) for each in fields]
    placed = sheet.table(fields, rows)
    for key, frame in (("dual-control", material.dual_control), ("what-if", material.what_if)):
        if given(frame):
            _further(book, sheet, key, frame)
    sheet.finish()
    sheet.sheet.freeze_panes(0, 1)
    return placed


def _others(material: BudgetMaterial, basis: Basis | None) -> list[str]:
    """Columns given that are shown as they are."""
    known = {"year", "total_t", "total_kg", *((*_COMPUTED, "emissions_t") if basis else ())}
    return [key for key in frames.keys(material.totals) if key not in known]


def _style(field: Field) -> str:
    return _LOOKS.get(field.key, field.style)


def _total(row: Mapping[str, Any]) -> float:
    return float(row["total_t"]) if "total_t" in row else float(row["total_kg"]) / _KG


@dataclass(frozen=True)
class _Line:
    """Where a year's row stands, from 1; ``first`` is the row of the base year."""

    number: int
    first: int
    keys: list[str]
    years: tuple[int, ...]
    year: int

    def cell(self, key: str, number: int | None = None, *, fixed: bool = False) -> str:
        letter = column_letter(self.keys.index(key))
        row = self.number if number is None else number
        return f"${letter}${row}" if fixed else f"{letter}{row}"


def _base_row(basis: Basis | None, book: BudgetBook, material: BudgetMaterial) -> frames.Record:
    assert basis is not None
    emissions, gdp = basis.values["base_emissions"], basis.values["base_gdp"]
    cells = basis.cells
    return {
        "year": int(material.facts["base_year"]),
        "gdp": Live(f"={cells['base_gdp']}", gdp),
        "intensity": Live(f"={cells['base_emissions']}/{cells['base_gdp']}", emissions / gdp),
        "computed_t": Live(f"={cells['base_emissions']}", emissions),
    }


def _computed(line: _Line, basis: Basis | None, row: Mapping[str, Any], before: list[frames.Record]) -> frames.Record:
    """GDP from the year before, intensity on the constant-rate path to the cut, and the emissions of both."""
    if basis is None:
        return {}
    base, last, cut = int(before[0]["year"]), line.first + len(line.years), basis.values["intensity_cut"]
    rate = basis.growth[line.year]
    gdp = before[-1]["gdp"].value * (1 + rate / _PERCENT)
    passed = (line.year - base) / (line.years[-1] - base)
    intensity = before[0]["intensity"].value * (1 - cut / _PERCENT) ** passed
    year, begin, end = (line.cell("year", at, fixed=at is not None) for at in (None, line.first, last))
    power = f"(({year}-{begin})/({end}-{begin}))"
    path = f"{line.cell('intensity', line.first, fixed=True)}*(1-{basis.cells['intensity_cut']}/100)^{power}"
    before_gdp, growth = line.cell("gdp", line.number - 1), line.cell("growth")
    computed = gdp * intensity
    left = row["total_t"] - computed
    return {
        "growth": Live(f"={basis.growth_cells[line.year]}", rate),
        "gdp": Live(f"={before_gdp}*(1+{growth}/100)", gdp),
        "intensity": Live(f"={path}", intensity),
        "computed_t": Live(f"={line.cell('gdp')}*{line.cell('intensity')}", computed),
        "difference_t": Live(f"=ROUND({line.cell('total_t')}-{line.cell('computed_t')},3)", round(left, 3) + 0.0),
    }


def _checked(line: _Line, material: BudgetMaterial, lines: Placed | None) -> frames.Record:
    """The sum of the year's lines, and what is left of the total: nothing, if all is well."""
    if lines is None or material.lines is None:
        return {}
    amounts = material.lines.loc[material.lines["year"] == line.year]
    shown = float(amounts["amount_t"].sum() if "amount_t" in amounts else amounts["amount_kg"].sum() / _KG)
    total = next(_total(row) for row in frames.records(material.totals) if int(row["year"] or 0) == line.year)
    ranges = (lines.range("amount_t", outside=True), lines.range("year", outside=True))
    summed = f"=SUMIFS({ranges[0]},{ranges[1]},{line.cell('year')})"
    left = f"=ROUND({line.cell('total_t')}-{line.cell('lines_t')},3)"
    return {"lines_t": Live(summed, shown), "open_t": Live(left, round(total - shown, 3))}


def _basis(material: BudgetMaterial, placed: Placed, years: list[int]) -> Basis | None:
    """The parameters of the path, if all are there: base, cut and a growth for each year from the base year on."""
    frame = material.parameters
    base = material.facts.get("base_year")
    if "parameter" not in frame.columns or missing(base) or years != list(range(int(base or 0) + 1, years[-1] + 1)):
        return None
    version = str(material.facts.get("gdp_version") or "")
    values: dict[str, float] = {}
    cells: dict[str, str] = {}
    growth: dict[int, tuple[float, str]] = {}
    rows = enumerate(frames.records(frame))
    for at, row in sorted(rows, key=lambda pair: (bool(pair[1].get("version")), bool(pair[1].get("year")))):
        name, value, cell = str(row["parameter"]), row.get("value"), placed.outside(at, "value")
        year = int(row.get("year") or 0)
        if missing(value) or str(row.get("version") or "") not in ("", version):
            continue
        if name in ("base_emissions", "base_gdp", "intensity_cut") and year in (0, int(base or 0)):
            values[name], cells[name] = float(value or 0), cell
        elif name == "gdp_growth":
            growth |= {each: (float(value or 0), cell) for each in (years if not year else [year])}
    if len(values) < 3 or not set(years) <= set(growth) or values["base_gdp"] == 0:
        return None
    return Basis(values, cells, {year: growth[year][0] for year in years}, {year: growth[year][1] for year in years})


def _further(book: BudgetBook, sheet: BudgetSheet, key: str, frame: pd.DataFrame | None) -> None:
    assert frame is not None
    sheet.heading(book.word(f"heading.{key}"))
    frame = frames.shown(book, frame)
    if {"name", "indicator"} <= set(frame.columns):
        frame = frame.drop(columns="indicator")
    rows = frames.records(frame)
    for row in rows:
        if isinstance(row.get("unit"), str):
            row["unit"] = book.unit(row["unit"])
    sheet.table(frames.fields(book, rows, frames.keys(frame)), rows)
