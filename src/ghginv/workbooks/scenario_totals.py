"""The sheet of totals: scenarios side by side, peak, cumulative emissions, gap to a budget, and the charts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from ghginv.workbooks.account_page import Field, Placed
from ghginv.workbooks.budget_page import BudgetSheet
from ghginv.workbooks.results_sheets.page import Live
from ghginv.workbooks.scenario_material import OneScenario, ScenarioMaterial
from ghginv.workbooks.scenario_page import ScenarioBook
from ghginv.workbooks.scenario_sheet import Written

if TYPE_CHECKING:
    from xlsxwriter.chart import Chart

COLOURS = ("#7D878D", "#1F4E79", "#3C8650", "#C9971C", "#6B5B95", "#A8436F")
BUDGET_COLOUR = "#B5532D"
SECTORS = {"energy": "#1F4E79", "processes": "#C9971C", "agriculture": "#3C8650", "land": "#8A9A3B", "waste": "#7A5C3E"}
_AFTER = 2  # row of a scenario's table of totals: after the measures


def totals(book: ScenarioBook, material: ScenarioMaterial, written: Sequence[Written]) -> None:
    """Write the sheet; all figures come from the sheets of the scenarios."""
    count = len(material.scenarios)
    widths = [22.0, *[16.0] * max(4, 2 * count + 1)]
    sheet = BudgetSheet(book, "totals", book.word("sheet.totals"), widths)
    sheet.heading(book.word("heading.totals"))
    placed = _by_year(book, material, sheet, written)
    sheet.heading(book.word("heading.peak"))
    _peaks(book, material, sheet, placed)
    if material.budget_t:
        sheet.heading(book.word("heading.gap"))
        _gaps(book, material, sheet, placed)
    at = sheet.row + 1
    sheet.sheet.insert_chart(at, 0, _lines(book, material, placed))
    for number, (each, one) in enumerate(zip(material.scenarios, written, strict=True), start=1):
        sheet.sheet.insert_chart(at + 22 * number, 0, _areas(book, material, each, one))
    sheet.row = at + 22 * (count + 1)
    sheet.finish()
    sheet.sheet.set_h_pagebreaks([at + 22 * number for number in range(count + 1)])
    sheet.sheet.freeze_panes(0, 1)


def _by_year(book: ScenarioBook, material: ScenarioMaterial, sheet: BudgetSheet, written: Sequence[Written]) -> Placed:
    fields = [Field("year", book.word("col.year"), "year")]
    fields += [Field(each.code, f"{each.code}\n{each.name}", "whole") for each in material.scenarios]
    if material.budget_t:
        fields.append(Field("\0budget", book.word("col.budget"), "whole"))
    rows = []
    for year in material.years:
        row: dict[str, Any] = {"year": float(year), "\0budget": material.budget_t.get(year)}
        for each, one in zip(material.scenarios, written, strict=True):
            row[each.code] = Live(f"={one.totals.outside(_AFTER, str(year))}", each.total_t[year])
        rows.append(row)
    return sheet.table(fields, rows)


def _peaks(book: ScenarioBook, material: ScenarioMaterial, sheet: BudgetSheet, placed: Placed) -> None:
    """The highest year and its level, cumulative emissions, live; in words what our computation says of the peak."""
    first, last = material.period
    fields = [
        Field("name", book.word("col.scenario")), Field("year", book.word("col.peak_year"), "year"),
        Field("level", book.word("col.peak_level"), "whole"),
        Field("cumulative", f"{book.word('col.cumulative')}\n{first}–{last}", "whole"),
        Field("said", book.word("col.said")),
    ]  # fmt: skip
    years = placed.range("year")
    rows = []
    for each in material.scenarios:
        mine = placed.range(each.code)
        level = max(each.total_t.values())
        rows.append({
            "name": f"{each.code} {each.name}",
            "year": Live(f"=INDEX({years},MATCH(MAX({mine}),{mine},0))",
                         float(next(year for year in material.years if each.total_t[year] == level))),
            "level": Live(f"=MAX({mine})", level),
            "cumulative": Live(f'=SUMIFS({mine},{years},">={first}",{years},"<={last}")',
                               sum(each.total_t[year] for year in material.years if first <= year <= last)),
            "said": each.said,
        })  # fmt: skip
    sheet.table(fields, rows)


def _gaps(book: ScenarioBook, material: ScenarioMaterial, sheet: BudgetSheet, placed: Placed) -> None:
    fields = [Field("year", book.word("col.year"), "year")]
    fields += [Field(each.code, f"{each.code}\n{book.word('col.gap')}", "whole") for each in material.scenarios]
    shared = [year for year in material.years if year in material.budget_t]
    rows = []
    for year in shared:
        at = list(material.years).index(year)
        row: dict[str, Any] = {"year": float(year)}
        for each in material.scenarios:
            formula = f"={placed.cell(at, each.code)}-{placed.cell(at, chr(0) + 'budget')}"
            row[each.code] = Live(formula, each.total_t[year] - material.budget_t[year])
        rows.append(row)
    at = sheet.row + 2
    sums: dict[str, Any] = {"year": None}
    for number, each in enumerate(material.scenarios, start=1):
        letter = chr(ord("A") + number) if number < 26 else ""
        value = sum(row[each.code].value for row in rows)
        sums[each.code] = Live(f"=SUM({letter}{at}:{letter}{at + len(rows) - 1})", value) if letter else value
    sheet.table(fields, rows, sums)


def _lines(book: ScenarioBook, material: ScenarioMaterial, placed: Placed) -> Chart:
    """The scenarios as lines, the budget as a broken one."""
    chart = book.workbook.add_chart({"type": "line"})
    years = "=" + placed.range("year", outside=True)
    series = [(each.code, f"{each.code} {each.name}", COLOURS[at % len(COLOURS)], "solid")
              for at, each in enumerate(material.scenarios)]  # fmt: skip
    if material.budget_t:
        series.append(("\0budget", book.word("col.budget"), BUDGET_COLOUR, "dash"))
    for key, name, colour, dash in series:
        chart.add_series({
            "name": name, "categories": years, "values": "=" + placed.range(key, outside=True),
            "line": {"color": colour, "width": 2.25, "dash_type": dash},
        })  # fmt: skip
    return _dressed(chart, book.word("chart.scenarios"), least=None)


def _areas(book: ScenarioBook, material: ScenarioMaterial, scenario: OneScenario, one: Written) -> Chart:
    """A scenario's sectors stacked; removals, below zero, are left to the table."""
    chart = book.workbook.add_chart({"type": "area", "subtype": "stacked"})
    first, last = str(material.years[0]), str(material.years[-1])
    head = one.sectors.first - 1
    for sector, row in one.sector_rows.items():
        if min(scenario.sectors_t[sector].values()) < 0:
            continue
        at = one.sectors.first + row
        columns = one.sectors.columns[first], one.sectors.columns[last]
        chart.add_series({
            "name": book.word(f"sector.{sector}"),
            "categories": [one.sectors.sheet, head, columns[0], head, columns[1]],
            "values": [one.sectors.sheet, at, columns[0], at, columns[1]],
            "fill": {"color": SECTORS.get(sector, "#B4BCC2")}, "border": {"none": True},
        })  # fmt: skip
    return _dressed(chart, book.word("chart.sectors", name=f"{scenario.code} {scenario.name}"), least=0)


def _dressed(chart: Chart, title: str, least: float | None) -> Chart:
    chart.set_title({"name": title, "name_font": {"size": 12}})
    chart.set_x_axis({"num_format": "0"})
    axis: dict[str, Any] = {"num_format": "#,##0", "major_gridlines": {"visible": True, "line": {"color": "#DDDDDD"}},
                            "name": "t CO2e", "name_font": {"bold": False}}  # fmt: skip
    chart.set_y_axis(axis if least is None else {**axis, "min": least})
    chart.set_legend({"position": "bottom"})
    chart.set_size({"width": 860, "height": 420})
    return chart
