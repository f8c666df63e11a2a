"""What the result workbook 预算编制 of a budget is made from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from ghginv.workspace.budgets import compare, material, totals
from ghginv.workspace.budgets.budget import Budget

if TYPE_CHECKING:
    from ghginv.workbooks.budget_workbook import BudgetMaterial, Compared

_KG = 1000
_UNSHOWN = ("layers", "years", "warning")


def of(budget: Budget, lang: str = "zh") -> BudgetMaterial:
    """The workbook of the newest version."""
    from ghginv.workbooks.budget_workbook import BudgetMaterial

    plan, lines = budget.plan, budget.lines()
    choice = totals.Choice(**budget.standing.total)
    made = totals.of(budget, choice)
    regions, industries = (material.nodes(budget, lines, side) for side in ("regions", "industries"))
    matrix = material.matrices(budget, lines)
    told = {name: value for name, value in material.facts(budget).items() if name not in _UNSHOWN}
    return BudgetMaterial(
        facts={**told, "path": choice.path, "gdp_version": choice.gdp_version},
        parameters=_parameters(budget, made),
        totals=made.table.drop(columns=["gdp_version"]),
        matrix=matrix,
        regions={code: plan.regions.name(code) for code in plan.regions.subtree(plan.regions.root)},
        industries={code: plan.industries.name(code) for code in plan.industries.subtree(plan.industries.root)},
        baseline=plan.tables["baseline"].drop(columns="place"),
        region_totals=_less_reserves(regions, material.reserves(budget, lines), plan.years),
        industry_totals={year: dict(zip(industries["code"], industries[year], strict=True)) for year in plan.years},
        comparison=_compared(budget, "regions", regions, lang),
        industry_comparison=_compared(budget, "industries", industries, lang),
        dual_control=material.dual_control(budget, choice),
        what_if=material.what_if(budget, choice),
        bounds=material.binding(budget, lines),
        reserves=_reserves(lines),
        lines=lines,
        versions=material.differences(budget),
        remarks=[*(each.text(lang) for each in made.remarks), *_notes(budget, lang)],
        warning=plan.facts["warning"],
    )


def _parameters(budget: Budget, made: Any) -> pd.DataFrame:
    """The parameters of the total and of the rules; on the path of the intensity, those that make it live."""
    table = material.parameters(budget, made)
    if made.path != "intensity":
        return table
    inputs = made.inputs
    gdp = budget.plan.indicator("gdp", version=inputs.gdp_version).get(budget.plan.region)
    head = {"year": budget.plan.base_year, "version": "", "note": ""}
    told = [
        {"parameter": "base_emissions", "value": inputs.emissions.value, "unit": "t", **_said(inputs.emissions)},
        {"parameter": "base_gdp", "value": gdp, "unit": "10^8 CNY", "source": "", "evidence": ""},
    ]
    kept = table[~table["parameter"].isin(["emissions", "gdp", "base_emissions", "base_gdp"])]
    return pd.concat([pd.DataFrame([{**head, **row} for row in told]), kept], ignore_index=True)


def _notes(budget: Budget, lang: str) -> list[str]:
    """What each method rests on: defaults of ours, bounds, measures that do not suffice."""
    from ghginv.budget.allocation import methods as registry

    known, notes = registry.load(), compare.comparison(budget).methods[{"zh": "note", "en": "note_en"}[lang]]
    return [f"{known[str(name)].name(lang)}: {note}" for name, note in notes.items() if note]


def _said(parameter: Any) -> dict[str, str]:
    return {"source": parameter.source, "evidence": parameter.evidence}


def _less_reserves(regions: pd.DataFrame, reserves: pd.DataFrame, years: Any) -> dict[int, dict[str, float]]:
    """What the rows of the matrix add up to: budgets of regions without their reserves, in t."""
    kept = reserves.groupby("code")[list(years)].sum() if len(reserves) else pd.DataFrame()
    return {
        year: {
            row["code"]: row[year] - (float(kept.loc[row["code"], year]) if row["code"] in kept.index else 0.0)
            for row in regions.to_dict("records")
        }
        for year in years
    }


def _reserves(lines: pd.DataFrame) -> pd.DataFrame:
    kept = lines[lines["kind"].str.startswith("reserve.")]
    found = kept[["year", "region", "kind"]].assign(amount_t=kept["amount_kg"] / _KG)
    return found.assign(kind=found["kind"].str.removeprefix("reserve.")).reset_index(drop=True)


def _compared(budget: Budget, side: str, decided: pd.DataFrame, lang: str) -> Compared:
    from ghginv.budget.allocation import methods as registry
    from ghginv.workbooks.budget_workbook import Compared

    year = budget.plan.last_year
    made = compare.comparison(budget, side, year)
    blend = budget.version()["about"]["methods"][side]
    amounts = decided.set_index("code")[year].reindex(made.amounts.index).fillna(0.0)
    return Compared(
        year=year,
        inputs=compare.inputs(budget, side, year),
        amounts=made.amounts,
        spread=made.spread,
        methods=made.methods.drop(columns=["note", "note_en"]),
        correlation=made.correlation,
        weights=material.weights(budget) if side == "regions" else None,
        blend={name: weight for name, weight in blend.items() if name in made.amounts},
        chosen={str(code): float(amount) for code, amount in amounts.items()},
        options={"weight": 0.5, "floor": 0.01, **budget.version()["about"].get("options", {})},
        names={each.id: (each.zh, each.en) for each in registry.load().values()},
        refused={name: "；".join(each.text(lang) for each in why) for name, why in made.refused.items()},
    )
