"""One scenario as a sheet: emissions by group, measures in their order, totals – all live, ours beside them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from math import prod
from typing import Any

from ghginv.workbooks.account_page import Field, Placed
from ghginv.workbooks.budget_page import BudgetSheet
from ghginv.workbooks.results_sheets.page import Live
from ghginv.workbooks.scenario_inputs import POWER, Indices, index_cell, year_fields
from ghginv.workbooks.scenario_material import Acting, OneScenario, ScenarioMaterial
from ghginv.workbooks.scenario_page import ScenarioBook

_LONGEST = 8000  # signs that a formula may have
_PERCENT = 100.0


@dataclass
class _Writing:
    """A scenario's sheet while it is written: where its tables stand, and the value of each cell."""

    book: ScenarioBook
    material: ScenarioMaterial
    scenario: OneScenario
    sheet: BudgetSheet
    library: Placed
    shares: dict[tuple[str, int], float] = field(default_factory=dict)
    classes: dict[tuple[str, int], float] = field(default_factory=dict)

    @property
    def years(self) -> list[int]:
        return list(self.material.years)


@dataclass(frozen=True)
class Written:
    """Where others find a scenario's totals: the table of totals (row 2: after the measures) and that of sectors."""

    totals: Placed
    sectors: Placed
    sector_rows: Mapping[str, int]


def sheet_name(number: int, scenario: OneScenario) -> str:
    """The name of a scenario's sheet; signs that a sheet's name cannot have are left out."""
    plain = "".join(sign for sign in scenario.code if sign not in "[]:*?/\\'.")
    return f"情景{number}-{plain}"[:31]


def write(book: ScenarioBook, material: ScenarioMaterial, number: int, indices: Indices, base: Placed,
          library: Placed) -> Written:  # fmt: skip
    """Write the sheet of a scenario."""
    scenario = material.scenarios[number - 1]
    widths = [16.0, 30.0, *[13.0] * len(material.years)]
    name = sheet_name(number, scenario)
    sheet = BudgetSheet(book, name, f"{scenario.code} {scenario.name}", widths)
    sheet.note(book.word("about.scenario"))
    made = _Writing(book, material, scenario, sheet, library)
    multiple = _multiples(made)
    groups = _groups(made, indices, base, multiple)
    classes = _classes(made, groups)
    ramps = _ramps(made)
    effects = _measures(made, classes, ramps)
    after = _after(made, classes, effects)
    totals = _totals(made, groups, effects)
    sectors, rows = _sectors(made, after)
    sheet.finish()
    sheet.sheet.freeze_panes(0, 2)
    return Written(totals, sectors, rows)


def _fields(made: _Writing, first: str, second: str, style: str = "whole") -> list[Field]:
    heads = [Field("a", made.book.word(first)), Field("b", made.book.word(second))]
    return [*heads, *year_fields(made.years, style)]


def _multiples(made: _Writing) -> Placed:
    made.sheet.heading(made.book.word("heading.factor"))
    rows = []
    for told in made.material.groups.to_dict("records"):
        values = made.scenario.multiple.loc[told["group"]]
        rows.append({"a": told["category"], "b": told["item"], **{str(year): float(values[year])
                                                                  for year in made.years}})  # fmt: skip
    return made.sheet.table(_fields(made, "col.category", "col.item", "intensity"), rows)


def _groups(made: _Writing, indices: Indices, base: Placed, multiple: Placed) -> Placed:
    """Emissions before the measures: base × driver × multiple × power factor."""
    made.sheet.heading(made.book.word("heading.groups"))
    scenario, rows = made.scenario, []
    for at, told in enumerate(made.material.groups.to_dict("records")):
        row: dict[str, Any] = {"a": told["class"], "b": f"{told['category']} {told['item']}"}
        driver = scenario.drivers.get(told["driver"])
        for year in made.years:
            parts = [base.outside(at, "base_t"), index_cell(indices, scenario, told["driver"], year),
                     multiple.cell(at, str(year))]  # fmt: skip
            value = told["base_t"] * (driver[year] if driver else 1.0)
            value *= float(scenario.multiple.loc[told["group"], year])
            if told["powered"]:
                parts.append(index_cell(indices, scenario, POWER, year))
                value *= scenario.power[year]
            row[str(year)] = Live(f"={'*'.join(parts)}", value)
            key = (told["class"], year)
            made.classes[key] = made.classes.get(key, 0.0) + value
        rows.append(row)
    return made.sheet.table(_fields(made, "col.class", "col.item"), rows)


def _classes(made: _Writing, groups: Placed) -> Placed:
    """What measures act on: groups on which the same measures act, by sector."""
    made.sheet.heading(made.book.word("heading.classes"))
    at = made.sheet.row + 2
    rows = []
    for number, name in enumerate(_names(made)):
        sector, _, acting = name.partition("|")
        row: dict[str, Any] = {"a": name, "b": f"{made.book.word(f'sector.{sector}')} {acting}".strip()}
        for year in made.years:
            formula = f"=SUMIFS({groups.range(str(year))},{groups.range('a')},$A{at + number})"
            row[str(year)] = Live(formula, made.classes[name, year])
        rows.append(row)
    return made.sheet.table(_fields(made, "col.class", "col.sector"), rows)


def _names(made: _Writing) -> list[str]:
    return sorted({name for name, _ in made.classes})


def _ramps(made: _Writing) -> Placed | None:
    if not made.scenario.measures:
        return None
    made.sheet.heading(made.book.word("col.ramp"))
    rows = [
        {"a": each.measure, "b": each.name, **{str(year): each.ramp[year] for year in made.years}}
        for each in made.scenario.measures
    ]
    return made.sheet.table(_fields(made, "col.measure", "col.name", "ratio"), rows)


def _measures(made: _Writing, classes: Placed, ramps: Placed | None) -> tuple[Placed, Placed] | None:
    """Shares and effects, measure by measure: each takes its share of what those before it left."""
    if ramps is None:
        return None
    measures = made.scenario.measures
    made.sheet.heading(made.book.word("heading.shares"))
    top = made.sheet.row + 1
    place = _Grid(top, {each.measure: at for at, each in enumerate(measures)})
    shares = []
    for at, each in enumerate(measures):
        row: dict[str, Any] = {"a": each.measure, "b": each.name}
        for number, year in enumerate(made.years):
            there, value = _there(made, classes, place, each.measure, number)
            row[str(year)] = _share(made, each, there, value, ramps.cell(at, str(year)), year)
        shares.append(row)
    placed = made.sheet.table(_fields(made, "col.measure", "col.name", "share"), shares)
    made.sheet.heading(made.book.word("heading.effects"))
    effects = []
    for at, each in enumerate(measures):
        row = {"a": each.measure, "b": each.name}
        for number, year in enumerate(made.years):
            there, _ = _there(made, classes, place, each.measure, number)
            row[str(year)] = _live(f"={placed.cell(at, str(year))}*({there})", each.effect_t.get(year, 0.0))
        effects.append(row)
    return placed, made.sheet.table(_fields(made, "col.measure", "col.name"), effects)


@dataclass(frozen=True)
class _Grid:
    """Where shares will stand: first row (from 0), row of each measure."""

    top: int
    rows: Mapping[str, int]

    def cell(self, measure: str, number: int) -> str:
        from xlsxwriter.utility import xl_rowcol_to_cell

        return str(xl_rowcol_to_cell(self.top + self.rows[measure], 2 + number))


def _there(made: _Writing, classes: Placed, place: _Grid, measure: str, number: int) -> tuple[str, float]:
    """What is left for a measure: of each class on which it acts, what the measures before it left."""
    terms, value = [], 0.0
    year = made.years[number]
    for at, name in enumerate(_names(made)):
        acting = list(made.scenario.acts.get(name, ()))
        if measure in acting:
            before = acting[: acting.index(measure)]
            factors = [classes.cell(at, str(year)), *(f"(1-{place.cell(each, number)})" for each in before)]
            terms.append("*".join(factors))
            value += made.classes[name, year] * prod(1 - made.shares.get((each, year), 0.0) for each in before)
    return "+".join(terms) or "0", value


def _share(made: _Writing, each: Acting, there: str, value: float, ramp: str, year: int) -> Any:
    library = [row["measure"] for row in made.material.library]
    amount = made.library.outside(library.index(each.measure), "amount")
    if each.kind == "tonnes":
        share = min(1.0, each.amount * each.ramp[year] / value) if value > 0 else 0.0
        formula = f"=IF(({there})>0,MIN(1,{amount}*{ramp}/({there})),0)"
    else:
        share = each.amount / _PERCENT * each.ramp[year] if value > 0 else 0.0
        formula = f"=IF(({there})>0,{amount}/100*{ramp},0)"
    made.shares[each.measure, year] = share
    return _live(formula, share)


def _live(formula: str, value: float) -> Any:
    """The formula, or its value where it would be longer than a cell bears."""
    return Live(formula, value) if len(formula) <= _LONGEST else value


def _after(made: _Writing, classes: Placed, effects: tuple[Placed, Placed] | None) -> Placed:
    """Each class after all measures that act on it."""
    made.sheet.heading(made.book.word("heading.after"))
    order = {each.measure: at for at, each in enumerate(made.scenario.measures)}
    rows = []
    for at, name in enumerate(_names(made)):
        row: dict[str, Any] = {"a": name.partition("|")[0], "b": name.partition("|")[2]}
        for year in made.years:
            acting = made.scenario.acts.get(name, ()) if effects else ()
            cells = [effects[0].cell(order[each], str(year)) for each in acting] if effects else []
            formula = "*".join([classes.cell(at, str(year)), *(f"(1-{cell})" for cell in cells)])
            left = prod(1 - made.shares.get((each, year), 0.0) for each in acting)
            row[str(year)] = _live(f"={formula}", made.classes[name, year] * left)
        rows.append(row)
    return made.sheet.table(_fields(made, "col.sector", "col.class"), rows)


def _totals(made: _Writing, groups: Placed, effects: tuple[Placed, Placed] | None) -> Placed:
    """Before, measures, after, ours, difference."""
    made.sheet.heading(made.book.word("col.total"))
    at = made.sheet.row + 1
    word, years = made.book.word, made.years
    before = {year: sum(made.classes[name, year] for name in _names(made)) for year in years}
    saved = {year: sum(each.effect_t.get(year, 0.0) for each in made.scenario.measures) for year in years}
    rows: list[dict[str, Any]] = [
        {"b": word("row.total-before"), **{str(y): Live(f"=SUM({groups.range(str(y))})", before[y]) for y in years}},
        {"b": word("row.effects"), **{str(y): Live(f"=SUM({effects[1].range(str(y))})", saved[y]) if effects else 0.0
                                      for y in years}},
        {"b": word("row.total-after")}, {"b": word("col.ours")}, {"b": word("col.difference")},
    ]  # fmt: skip
    for number, year in enumerate(years):
        cells = [_cell(at + row, 2 + number) for row in range(4)]
        ours = made.scenario.total_t[year]
        rows[2][str(year)] = Live(f"={cells[0]}-{cells[1]}", before[year] - saved[year])
        rows[3][str(year)] = ours
        rows[4][str(year)] = Live(f"=ROUND({cells[2]}-{cells[3]},0)", float(round(before[year] - saved[year] - ours)))
    return made.sheet.table([Field("a", ""), *_fields(made, "col.total", "col.total")[1:]], rows)


def _cell(row: int, column: int) -> str:
    from xlsxwriter.utility import xl_rowcol_to_cell

    return str(xl_rowcol_to_cell(row, column))


def _sectors(made: _Writing, after: Placed) -> tuple[Placed, dict[str, int]]:
    """After the measures by sector."""
    made.sheet.heading(made.book.word("heading.sectors", name=made.scenario.code))
    at = made.sheet.row + 2
    rows: list[dict[str, Any]] = []
    known = list(made.scenario.sectors_t)
    for number, sector in enumerate(known):
        row: dict[str, Any] = {"a": sector, "b": made.book.word(f"sector.{sector}")}
        for year in made.years:
            formula = f"=SUMIFS({after.range(str(year))},{after.range('a')},$A{at + number})"
            row[str(year)] = Live(formula, made.scenario.sectors_t[sector][year])
        rows.append(row)
    placed = made.sheet.table(_fields(made, "col.sector", "col.name"), rows)
    return placed, {sector: number for number, sector in enumerate(known)}
