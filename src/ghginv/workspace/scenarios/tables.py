"""What a scenario run says, as rows: totals by year, peak, cumulative emissions, gap to a budget, measures, causes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from ghginv.errors import UsageError
from ghginv.findings import Finding
from ghginv.workspace.scenarios.scenarios import ScenarioRun

if TYPE_CHECKING:
    import pandas as pd

GRAMS = 1_000_000
BY = ("sector", "category", "item", "gas", "driver")
Rows = list[dict[str, Any]]


def totals(found: ScenarioRun, names: Sequence[str] = ()) -> Rows:
    """A row a year, a column a scenario: t CO2e after the measures."""
    paths = {name: found.path(name) for name in chosen(found, names)}
    years = sorted({year for path in paths.values() for year in path})
    return [{"year": year, **{f"{name}_t": path[year] / GRAMS for name, path in paths.items()}} for year in years]


def band(found: ScenarioRun, names: Sequence[str] = ()) -> Rows:
    """A row a year, for each scenario t CO2e at the low, the given and the high growth of its drivers."""
    from ghginv.budget.scenarios import run as computing

    wanted = chosen(found, names)
    paths: dict[str, dict[int, int]] = {name: found.path(name) for name in wanted}
    with found.workspace.overlaid():
        base = found.result.sources.base
        for variant, ending in (("growth_low", "low"), ("growth_high", "high")):
            table = computing.run(found.plan, base, wanted, variant).totals()
            for name, rows in table.groupby("scenario", sort=False):
                paths[f"{name}_{ending}"] = dict(zip(rows["at"], rows["after_g"], strict=True))
    ends = [f"{name}{ending}" for name in wanted for ending in ("_low", "", "_high")]
    years = found.plan.horizon.years
    return [{"year": year, **{f"{key}_t": int(paths[key][year]) / GRAMS for key in ends}} for year in years]


def chosen(found: ScenarioRun, names: Sequence[str] = ()) -> list[str]:
    """The scenarios of these names, all where none is; UsageError for one that was not computed."""
    if unknown := [name for name in names if name not in found.scenarios]:
        known = "、".join(found.scenarios)
        raise UsageError(Finding("scenario-unknown-here", found="、".join(unknown), expected=known))
    return [name for name in found.scenarios if not names or name in names]


def within(found: ScenarioRun, years: Sequence[int]) -> None:
    """UsageError for a year that is none of the horizon."""
    horizon = found.plan.horizon
    for year in years:
        if year not in horizon.years:
            known = f"{horizon.base}–{horizon.last}"
            raise UsageError(Finding("scenario-year-unknown", found=str(year), expected=known))


def spoken(rows: Rows, lang: str = "zh") -> Rows:
    """The rows with the names of sectors and items instead of their ids, as people read them."""
    from ghginv.domain import categories, items

    sectors = {**{key: names[lang == "en"] for key, names in categories.SECTORS.items()},
               "total": ("合计", "total")[lang == "en"]}  # fmt: skip

    def said(name: str, value: Any) -> Any:
        if name == "sector":
            return sectors.get(value, value)
        return items.find_code(value).name(lang) if name == "item" and items.known(value) else value

    return [{name: said(name, value) for name, value in row.items()} for row in rows]


def summary(found: ScenarioRun, names: Sequence[str] = (), budget: Mapping[int, int] | None = None,
            lang: str = "zh") -> Rows:  # fmt: skip
    """A row a scenario: base and last year, peak in words, cumulative emissions, gap to a budget (kg by year)."""
    from ghginv.budget.scenarios import gaps

    first, last = found.plan.period
    rows = []
    for name in chosen(found, names):
        path = found.path(name)
        row: dict[str, Any] = {"scenario": name, "name": found.scenarios[name], **peak(path, lang)}
        row |= {"base_t": path[min(path)] / GRAMS, "last_t": path[max(path)] / GRAMS, "period": f"{first}–{last}",
                "cumulative_t": gaps.cumulative(path, first, last) / GRAMS}  # fmt: skip
        if budget is not None:
            table = gaps.gaps(path, budget)
            row["gap_t"] = int(table["gap_g"].sum()) / GRAMS
            row["gap_years"] = f"{table['year'].min()}–{table['year'].max()}"
        rows.append(row)
    return rows


def peak(path: Mapping[int, int], lang: str = "zh") -> dict[str, Any]:
    """The peak of a path: ``kind, peak`` (the year, None where there is none), ``peak_t`` (highest level), ``said``."""
    from ghginv.budget.scenarios import peaks

    found = peaks.peak(path)
    zh, en = _SAID[found.kind]
    years = "、".join(map(str, found.top)) if lang == "zh" else ", ".join(map(str, found.top))
    said = (zh if lang == "zh" else en).format(year=found.year, years=years, last=max(path))
    return {"kind": found.kind, "peak": found.year if found.is_peak else None, "peak_t": found.level_g / GRAMS,
            "said": said}  # fmt: skip


_SAID = {
    "peak": ("{year} 年达峰", "peaks in {year}"),
    "flat": ("{years} 年同高，为平顶峰", "flat top: {years} are equally high"),
    "rising": ("至 {last} 年仍在最高点，期内未达峰", "still at its highest in {last}: no peak within the horizon"),
    "base": ("基年 {year} 最高，其后均低于基年", "highest in the base year {year}, lower ever after"),
}


def gap_rows(found: ScenarioRun, budget: Mapping[int, int], names: Sequence[str] = ()) -> Rows:
    """A row a scenario and year that the budget covers; a gap above 0: over the budget."""
    from ghginv.budget.scenarios import gaps

    return [
        {"scenario": name, "year": int(row["year"]),
         **{f"{key}_t": int(row[f"{key}_g"]) / GRAMS for key in ("emissions", "budget", "gap", "cumulative_gap")}}
        for name in chosen(found, names)
        for row in gaps.gaps(found.path(name), budget).to_dict("records")
    ]  # fmt: skip


def by(found: ScenarioRun, what: str, names: Sequence[str] = (), years: Sequence[int] = ()) -> Rows:
    """A row a scenario and sector, category, item, gas or driver, a column a year: t CO2e after the measures."""
    cells = found.cells[found.cells["counts"] & found.cells["scenario"].isin(chosen(found, names))]
    within(found, years)
    known = sorted(cells["year"].unique())
    wanted = [year for year in known if year in years] if years else known
    table = cells.pivot_table(index=["scenario", what], columns="year", values="after_g", aggfunc="sum", sort=False)
    return [
        {"scenario": scenario, what: code, **{f"{year}_t": float(row.get(year, 0) or 0) / GRAMS for year in wanted}}
        for (scenario, code), row in table.fillna(0).iterrows()
    ]


def measures(found: ScenarioRun, names: Sequence[str] = (), years: Sequence[int] = ()) -> Rows:
    """A row a scenario and measure in the order in which they act: effect by year, cost, who, source and evidence."""
    told = {row["measure"]: row for row in found.plan.records["measures"]}
    within(found, years)
    horizon = found.plan.horizon
    wanted = list(years) or sorted({horizon.last, *(y for y in (2030, 2035) if y in horizon.future)})
    rows = []
    for (scenario, measure), group in found.effects.groupby(["scenario", "measure"], sort=False):
        if scenario not in chosen(found, names):
            continue
        effect = dict(zip(group["year"], group["effect_g"], strict=True))
        row, about = {"scenario": scenario, "measure": measure}, told[measure]
        row |= {"name": about["name"], "category": about["category"], "item": about["item"]}
        row |= {f"{year}_t": effect.get(year, 0) / GRAMS for year in wanted}
        row["whole_t"] = sum(effect.values()) / GRAMS
        row |= {key: about[key] for key in ("cost", "investment", "owner", "exclusive_group", "source", "evidence")}
        rows.append(row)
    return rows


def causes(found: ScenarioRun, names: Sequence[str] = (), start: int = 0, end: int = 0) -> Rows:
    """Why each scenario moves between two years (base and last where 0), by LMDI, in t CO2e."""
    from ghginv.budget.scenarios import decomposition

    horizon = found.plan.horizon
    first, last = start or horizon.base, end or horizon.last
    within(found, (first, last))
    return [
        {"scenario": name, "years": f"{first}–{last}",
         **_tonnes(decomposition.over_time(found.result.cells, name, first, last))}
        for name in chosen(found, names)
    ]  # fmt: skip


def difference(found: ScenarioRun, first: str, second: str, year: int = 0) -> Rows:
    """What leads from one scenario to another in a year (the last where 0), by LMDI: by sector and in all, in t."""
    from ghginv.budget.scenarios import decomposition

    chosen(found, [first, second])
    at = year or found.plan.horizon.last
    within(found, [at])
    cells = found.result.cells
    sectors = decomposition.between(cells, first, second, at, ["sector"])
    rows = [{"sector": row["sector"], **_row(row)} for row in sectors.to_dict("records")]
    return [*rows, {"sector": "total", **_tonnes(decomposition.between(cells, first, second, at))}]


def _tonnes(table: pd.DataFrame) -> dict[str, float]:
    return _row(table.iloc[0].to_dict())


def _row(row: Mapping[str, Any]) -> dict[str, float]:
    from ghginv.budget.scenarios.decomposition import EFFECTS

    found = {f"{name}_t": int(row[name]) / GRAMS for name in EFFECTS}
    return {**found, "change_t": int(row["change_g"]) / GRAMS}


def trace(found: ScenarioRun, scenario: str, year: int, category: str, item: str = "") -> Rows:
    """Where a figure comes from: a row an activity of the base year, with its cell, driver, factors and emissions.

    ``moved`` are activities that came by a fuel switch; ``activity`` names submission, sheet and cell of the base year.
    UsageError for a year or a category that the scenario has not.
    """
    from ghginv.domain import categories

    chosen(found, [scenario])
    within(found, [year])
    cells = found.result.cells
    mine = cells[(cells["scenario"] == scenario) & (cells["at"] == year) & cells["counts"]]
    pairs = zip(mine["category"], mine["item"], strict=True)
    mine = mine[[categories.covers(category, code) and item in ("", what) for code, what in pairs]]
    if mine.empty:
        told_of = {"scenario": scenario, "year": year}
        raise UsageError(Finding("scenario-category-nothing", found=category, details=told_of))
    told = found.result.sources.table.set_index("source")
    rows = []
    for source, group in mine.groupby("source", sort=True):
        about = told.loc[source]
        row: dict[str, Any] = {name: about[name] for name in ("activity_id", "category", "item", "unit")}
        row |= {"moved": bool(about["origin"] >= 0), "base": float(about["quantity"]), "driver": about["driver"] or "-"}
        row |= {name: float(group[name].iloc[0]) for name in ("activity", "structure", "intensity", "mix")}
        row |= {"power": float(group["power"].max()), "before_t": int(group["before_g"].sum()) / GRAMS}
        rows.append({**row, "after_t": int(group["after_g"].sum()) / GRAMS})
    return rows
