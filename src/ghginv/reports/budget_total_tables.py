"""The chapter on the total: its path, what it would be otherwise, energy and carbon under one control."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from ghginv.domain import plan_tables
from ghginv.domain.plan_tables import Choice
from ghginv.reports import budget_charts, figures
from ghginv.reports.budget_setting import Setting, text, there
from ghginv.reports.budget_tables import Row, amount, given, kilograms, ratio, rough, rows
from ghginv.reports.document import Chart, Table

_SHOW: dict[str, Callable[[Any], str]] = {
    "gdp": rough,
    "growth": lambda value: ratio(value, 2),
    "gdp_version": str,
    "intensity": lambda value: ratio(value, 4),
    "intensity_cut": lambda value: ratio(value, 2),
    "energy": rough,
    "energy_intensity": lambda value: ratio(value, 4),
}
_OUTCOMES = ("last_kg", "cumulative_kg", "change", "peak", "refused")
_PER = 1e-4  # of 10^8 CNY in 10^4 CNY


def parts(at: Setting) -> dict[str, Table | Chart]:
    """The tables and charts of the chapter."""
    found: dict[str, Table | Chart] = {"chart totals": _path(at), "totals": _totals(at)}
    if rows(at.material.what_if):
        found["what_if"] = _what_if(at)
    if rows(at.material.dual_control):
        found["dual_control"] = _dual_control(at)
    return found


def change(at: Setting, year: int, base: int | None) -> str:
    """A year against an amount in kg, in percent with its sign; nothing without one."""
    last = at.kilograms.get(year)
    return f"{100 * (last / base - 1):+.2f}" if base and last is not None else figures.NOTHING


def parameter(at: Setting, name: str) -> str:
    """The name of a parameter or indicator of the plan; others as they are."""
    found = _choice(name)
    return at.made.word("parameter", name) if found is None else found.zh if at.lang == "zh" else found.en


def _choice(name: str) -> Choice | None:
    layout = plan_tables.load()
    for table, column in (("path", "parameter"), ("indicators", "indicator")):
        found = layout.table(table)
        where = found.column(column) if found else None
        if where and (choice := where.choice(name)):
            return choice
    return None


def _axis(at: Setting, name: str) -> str:
    found = _choice(name)
    return f"{parameter(at, name)} {found.unit if found else ''}".strip()


def _path(at: Setting) -> Chart:
    reference = {}
    for each in rows(at.material.totals):
        # At the intensity of the base year: what was cut put back.
        if there(each, "intensity_cut") and float(each["intensity_cut"]) < 100:
            reference[int(each["year"])] = int(each["total_kg"]) / 1000 / (1 - float(each["intensity_cut"]) / 100)
    base = None if figures.missing(at.about["base_t"]) else (int(at.about["base_year"]), float(at.about["base_t"]))
    varied = [int(each["last_kg"]) / 1000 for each in rows(at.material.what_if) if not text(each, "refused")]
    last = ("co2_total", at.years[-1])
    goals = [float(each["target"]) for each in rows(at.material.dual_control)
             if (each["indicator"], int(each["year"])) == last and there(each, "target")]  # fmt: skip
    path = budget_charts.Path(
        {year: kg / 1000 for year, kg in at.kilograms.items()},
        base,
        {base[0]: base[1], **reference} if base and reference else reference,
        (min(varied), max(varied)) if varied else None,
        goals[0] if goals else None,
    )
    return budget_charts.totals(path, at.words, at.lang)


def _totals(at: Setting) -> Table:
    """Base year and years with all that the path gives; columns nothing is known of are left out."""
    totals = {int(each["year"]): each for each in rows(at.material.totals)}
    keys = [key for key in _SHOW if any(there(each, key) for each in totals.values())]
    lines, before = [], kilograms(at.about["base_t"])
    if before is not None:
        title = f"{at.about['base_year']} {at.words['base']}"
        lines.append([title, amount(before), figures.NOTHING, *[""] * len(keys)])
    for year, each in sorted(totals.items()):
        cells = [_SHOW[key](each[key]) if there(each, key) else figures.NOTHING for key in keys]
        lines.append([str(year), amount(at.kilograms[year]), change(at, year, before), *cells])
        before = at.kilograms[year]
    lines.append([at.words["sum"], amount(sum(at.kilograms.values())), "", *[""] * len(keys)])
    columns = ["year", "total_kg", "change", *keys]
    numeric = [place for place, key in enumerate(columns) if key not in ("year", "gdp_version")]
    return at.made.table("totals", columns, lines, numeric, [len(lines) - 1])


def _what_if(at: Setting) -> Table:
    """The totals of the last year: two settings as rows and columns, else every combination in a line."""
    lines = rows(at.material.what_if)
    axes = [str(name) for name in lines[0] if name not in _OUTCOMES]
    year = at.years[-1]
    if len(axes) != 2:
        cells = [[*(_setting(at, each[axis]) for axis in axes), _outcome(each)] for each in lines]
        columns = [*(_axis(at, axis) for axis in axes), "total_kg"]
        return at.made.table("what_if", columns, cells, range(len(columns)), year=year)
    down, across = ([*dict.fromkeys(_setting(at, each[axis]) for each in lines)] for axis in axes)
    by = {(_setting(at, each[axes[0]]), _setting(at, each[axes[1]])): _outcome(each) for each in lines}
    cells = [[row, *(by.get((row, column), figures.NOTHING) for column in across)] for row in down]
    columns = [f"{_axis(at, axes[0])} \\ {_axis(at, axes[1])}", *across]
    return at.made.table("what_if", columns, cells, range(1, len(columns)), year=year)


def _setting(at: Setting, value: object) -> str:
    return given(value) or at.words["as-planned"]


def _outcome(each: Row) -> str:
    return figures.NOTHING if text(each, "refused") else rough(int(each["last_kg"]) / 1000)


def _dual_control(at: Setting) -> Table:
    """Target and outcome of each indicator by year; what is per GDP comes per 10^8 CNY and is shown per 10^4 CNY."""
    lines = rows(at.material.dual_control)
    cells: list[Sequence[str]] = []
    for indicator in dict.fromkeys(str(each["indicator"]) for each in lines):
        mine = {int(each["year"]): each for each in lines if each["indicator"] == indicator}
        last = mine[max(mine)]
        per = _PER if indicator.endswith("intensity") else 1.0
        for key in ("target", "outcome"):
            met = at.made.word("met", last.get("met")) if key == "outcome" and there(last, "met") else ""
            cut = ratio(last.get(f"cut_{key}"), 2)
            years = (_control(mine[year].get(key), per) if year in mine else figures.NOTHING for year in at.years)
            cells.append([at.made.word("indicator", indicator), at.made.word("per", indicator), at.words[f"col.{key}"],
                          _control(last.get("base"), per), *years, cut, met])  # fmt: skip
    columns = ["indicator", "unit", "what", f"{at.about['base_year']} {at.words['base']}", *at.years, "cut", "met"]
    return at.made.table("dual_control", columns, cells, range(3, len(columns) - 1))


def _control(value: float | None, per: float) -> str:
    return rough(value) if per == 1.0 or value is None else ratio(value * per, 4)
