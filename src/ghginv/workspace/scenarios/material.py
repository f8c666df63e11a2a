"""What workbook and document of scenarios are made of, from a scenario run."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from ghginv.workspace.scenarios import tables
from ghginv.workspace.scenarios.budgets import Line
from ghginv.workspace.scenarios.scenarios import ScenarioRun
from ghginv.workspace.scenarios.tables import GRAMS

if TYPE_CHECKING:
    import pandas as pd

    from ghginv.reports.scenario_report import Material
    from ghginv.workbooks.scenario_material import Acting, OneScenario, ScenarioMaterial

_GROUP = ["category", "item", "driver", "powered", "sector", "class", "moved", "move"]


def of(found: ScenarioRun, names: Sequence[str] = (), line: Line | None = None, lang: str = "zh") -> ScenarioMaterial:
    """The material of the workbook: groups, indices, measures and our own figures of the scenarios named."""
    from ghginv.workbooks.scenario_material import ScenarioMaterial
    from ghginv.workbooks.scenario_page import word

    chosen = tables.chosen(found, names)
    cells = _grouped(found)
    groups = _groups(cells, found)
    horizon, plan = found.plan.horizon, found.plan
    facts = {**plan.facts, "basis": plan.basis, "run": found.head["run"], "scenario_run": found.id,
             "at": found.head["at"], "file": found.head["file"], "period": f"{plan.period[0]}–{plan.period[1]}",
             "budget": f"{line.budget} {line.region} v{line.version}" if line else ""}  # fmt: skip
    causes = [(word("heading.causes-time", lang), _frame(tables.causes(found, chosen)))]
    for second in chosen[1:]:
        caption = word("heading.causes-between", lang, first=chosen[0], second=second, year=horizon.last)
        causes.append((caption, _frame(tables.difference(found, chosen[0], second))))
    return ScenarioMaterial(
        facts=facts,
        years=list(horizon.years),
        driver_names={**_drivers(found), "constant": word("constant", lang)},
        groups=groups.assign(item=[_item(code, lang) for code in groups["item"]]),
        scenarios=[_scenario(found, name, cells, groups, lang) for name in chosen],
        library=plan.records["measures"],
        causes=causes,
        period=plan.period,
        budget_t={year: kg / 1000 for year, kg in line.kg.items() if year in horizon.years} if line else {},
        remarks=[each.text(lang) for each in [*found.result.findings, *(line.findings if line else [])]],
        warning=plan.facts.get("warning", ""),
    )


def _drivers(found: ScenarioRun) -> dict[str, str]:
    return {row["driver"]: row["name"] for row in found.plan.records["drivers"]}


def _item(code: str, lang: str) -> str:
    from ghginv.domain import items

    return items.find_code(code).name(lang) if items.known(code) else code


def _frame(rows: tables.Rows) -> pd.DataFrame:
    import pandas as pd

    return pd.DataFrame(rows)


def _grouped(found: ScenarioRun) -> pd.DataFrame:
    """The cells that count, with what makes a group: what moves alike and is touched by the same measures."""
    from ghginv.budget.scenarios import acting

    result = found.result
    cells = result.cells[result.cells["counts"]].copy()
    sources = result.sources.table.set_index("source")
    touched: dict[int, list[str]] = {}
    for row in sorted(found.plan.tables["measures"], key=lambda each: each.text("measure")):
        for source in acting.targets(result.sources, row):
            touched.setdefault(source, []).append(row.text("measure"))
    emitted = cells.groupby("source")["before_g"].max() > 0
    origin = {number: int(told["origin"]) for number, told in sources[["origin"]].iterrows()}
    labels = {number: f"{sources.loc[at, 'category']} {sources.loc[at, 'item']}" if at >= 0 else ""
              for number, at in origin.items()}  # fmt: skip
    cells["moved"] = cells["source"].map(labels)
    cells["move"] = cells["source"].map(lambda number: _move(found, number))
    cells["class"] = [
        f"{sector}|{' '.join(touched.get(source, [])) if emitted[source] else ''}"
        for sector, source in zip(cells["sector"], cells["source"], strict=True)
    ]
    return cells


def _move(found: ScenarioRun, number: int) -> str:
    by_scenario = found.result.sources.moves.get(number, {})
    return "; ".join(sorted(f"{name}={each.row.place}" for name, each in by_scenario.items()))


def _groups(cells: pd.DataFrame, found: ScenarioRun) -> pd.DataFrame:
    """Groups with what they emit where all factors are 1: of the base year, or of the year in which most has moved."""
    from ghginv.budget.scenarios.future import FACTORS

    whole = cells[list(FACTORS)].prod(axis=1)
    ranked = cells.assign(whole=whole, alone=(cells["before_g"] / whole).where(whole > 0, 0.0))
    ranked["first"] = (ranked["at"] == found.plan.horizon.base) & (ranked["moved"] == "")
    ranked = ranked.sort_values(["first", "whole"], ascending=False, kind="stable")
    one = ranked.drop_duplicates(["source", "choice_id"])
    table = one.groupby(_GROUP, sort=True, dropna=False)["alone"].sum().div(GRAMS).rename("base_t").reset_index()
    return table.assign(group=range(len(table)))


def _scenario(found: ScenarioRun, name: str, cells: pd.DataFrame, groups: pd.DataFrame, lang: str) -> OneScenario:
    from ghginv.budget.scenarios import drivers, future, measures
    from ghginv.workbooks.scenario_material import OneScenario

    plan = found.plan
    mine = cells[cells["scenario"] == name].merge(groups[[*_GROUP, "group"]], on=_GROUP)
    both = (mine["intensity"] * mine["mix"]).rename("multiple")
    multiple = mine.assign(multiple=both).pivot_table(index="group", columns="at", values="multiple", aggfunc="first")
    order = [row.text("measure") for row in measures.of(plan, name)]
    acts = {
        label: [each for each in order if each in label.partition("|")[2].split()] for label in groups["class"].unique()
    }
    path = found.path(name)
    sums = mine.groupby(["sector", "at"])["after_g"].sum()
    sectors = {
        str(sector): {int(year): int(grams) / GRAMS for year, grams in sums.loc[sector].items()}
        for sector in sums.index.get_level_values("sector").unique()
    }
    return OneScenario(
        code=name,
        name=plan.scenarios[name],
        drivers=drivers.of(plan, name).index,
        power=future.power_index(plan, name),
        multiple=multiple.reindex(groups["group"]).fillna(0.0),
        measures=_measures(found, name),
        acts=acts,
        total_t={year: grams / GRAMS for year, grams in path.items()},
        sectors_t=sectors,
        said=str(tables.peak(path, lang)["said"]),
    )


def _measures(found: ScenarioRun, name: str) -> list[Acting]:
    from ghginv.budget.scenarios import measures
    from ghginv.workbooks.scenario_material import Acting

    effects = found.result.effects
    made = []
    for row in measures.of(found.plan, name):
        mine = effects[(effects["scenario"] == name) & (effects["measure"] == row.text("measure"))]
        effect: dict[int, Any] = dict(zip(mine["at"], mine["effect_g"] / GRAMS, strict=True))
        ramp = measures.ramp(row, found.plan.horizon)
        made.append(Acting(row.text("measure"), row.text("name"), row.text("kind"), row.number("amount"), ramp, effect))
    return made


def of_report(found: ScenarioRun, names: Sequence[str] = (), line: Line | None = None, lang: str = "zh") -> Material:
    """The material of the document."""
    from ghginv.reports.scenario_report import Material

    chosen = tables.chosen(found, names)
    plan, horizon = found.plan, found.plan.horizon
    facts = {
        **plan.facts, "basis": plan.basis, "run": found.head["run"], "id": found.id,
        "base_year": str(horizon.base), "last_year": str(horizon.last),
        "budget": f"{line.budget} {line.region} v{line.version}" if line else "",
    }  # fmt: skip
    counted = found.cells[found.cells["counts"]]
    sums = counted.groupby(["scenario", "sector", "year"], sort=False)["after_g"].sum()
    sectors: dict[str, dict[str, dict[int, float]]] = {name: {} for name in chosen}
    for (name, sector, year), grams in sums.items():
        if name in sectors:
            sectors[name].setdefault(sector, {})[int(year)] = int(grams) / GRAMS
    return Material(
        facts=facts,
        names={name: found.scenarios[name] for name in chosen},
        paths={name: {year: grams / GRAMS for year, grams in found.path(name).items()} for name in chosen},
        sectors=sectors,
        summary=tables.summary(found, chosen, line.kg if line else None, lang),
        causes=tables.causes(found, chosen),
        measures=tables.measures(found, chosen),
        growth=_growth(found),
        gaps=tables.gap_rows(found, line.kg, chosen) if line else (),
        budget={year: kg / 1000 for year, kg in line.kg.items() if year in horizon.years} if line else {},
        remarks=[each.text(lang) for each in [*found.result.findings, *(line.findings if line else [])]],
    )


def _growth(found: ScenarioRun) -> list[dict[str, Any]]:
    """Growth as written, with source and evidence."""
    names = _drivers(found)
    rows = []
    for row in found.plan.records["growth"]:
        last = row["to_year"] or (row["from_year"] if row["value"] is not None else found.plan.horizon.last)
        years = str(row["from_year"]) if last == row["from_year"] else f"{row['from_year']}–{last}"
        rate = f"{row['value']:g}" if row["value"] is not None else f"{row['growth']:+g}%"
        told = {"scenario": row["scenario"] or "*", "driver": names.get(row["driver"], row["driver"]), "years": years}
        rows.append({**told, "growth": rate, "source": row["source"], "evidence": row["evidence"]})
    return rows
