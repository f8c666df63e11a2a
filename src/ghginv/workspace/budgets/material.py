"""What documents and workbooks of a budget are made from: plain tables of a version, its total, methods and sources."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import pandas as pd

from ghginv.workspace.budgets import compare, totals, versions
from ghginv.workspace.budgets.budget import Budget

if TYPE_CHECKING:
    from ghginv.budget.allocation.compare import Comparison
    from ghginv.reports.budget_material import Compared, ProposalMaterial

_KG = 1000
_ENTERPRISES = 20
_CITED = ("indicators", "baseline", "path", "measures", "enterprise_data")


@lru_cache(maxsize=4)
def facts(budget: Budget) -> dict[str, Any]:
    """What stands at the head of every document."""
    plan, standing, rules = budget.plan, budget.standing, budget.rules
    version = budget.version()
    made = next(each for each in budget.versions() if each["version"] == version["version"])
    base = totals.chosen(budget).inputs.emissions.value
    return {
        "budget": budget.id, "name": plan.name, "region": plan.regions.name(plan.regions.root),
        "version": version["version"], "state": standing.state, "base_year": plan.base_year, "base_t": base,
        "years": list(plan.years), "basis": plan.facts["basis"] or rules.basis, "gwp": plan.facts["gwp"],
        "rules": rules.zh, "rules_status": rules.status, "price_base": plan.facts["price_base"],
        "data_date": made["at"][:10], "unit": "", "previous": standing.issued or "", "prepared_by": made["actor"],
        "at": made["at"], "warning": plan.facts["warning"],
    }  # fmt: skip


def proposal(budget: Budget, lang: str = "zh") -> ProposalMaterial:
    """All that the proposal of the newest version says."""
    from ghginv.reports.budget_material import ProposalMaterial

    choice = totals.Choice(**budget.standing.total)
    made, lines = totals.of(budget, choice), budget.lines()
    methods = budget.version()["about"]["methods"]
    compared = {side: compare.comparison(budget, side) for side in ("regions", "industries")}
    return ProposalMaterial(
        facts=facts(budget),
        totals=made.table,
        path=path_name(choice.path),
        regions=nodes(budget, lines, "regions"),
        industries=nodes(budget, lines, "industries"),
        matrix=matrices(budget, lines),
        reserves=reserves(budget, lines),
        parameters=parameters(budget, made),
        blend=blend(methods),
        sources=sources(budget, lang),
        comparison=_compared(budget, compared["regions"], lines, "regions"),
        industry_comparison=_compared(budget, compared["industries"], lines, "industries"),
        dual_control=dual_control(budget, choice),
        what_if=what_if(budget, choice),
        weights=weights(budget),
        bounds=binding(budget, lines),
        enterprises=enterprises(budget, lines),
        requests=requests(budget),
        differences=differences(budget),
        remarks=[each.text(lang) for each in made.remarks],
    )


def nodes(budget: Budget, lines: pd.DataFrame, side: str) -> pd.DataFrame:
    """``code, name, base_t`` and the years in t: the regions right below the city, or the industries."""
    from ghginv.budget import lines as budget_lines

    plan = budget.plan
    tree = plan.regions if side == "regions" else plan.industries
    summed = budget_lines.by_region(lines, tree) if side == "regions" else budget_lines.by_industry(lines, tree)
    codes = tree.children(tree.root) if side == "regions" else tree.leaves(f"{plan.last_year}-12-31")
    base = _base(budget, side)
    rows = []
    for code in codes:
        under = [each for each in tree.subtree(code) if each in base]
        row = {"code": code, "name": tree.name(code), "base_t": float(sum(base[each] for each in under))}
        rows.append(row | {year: summed[year].get(code, 0) / _KG for year in plan.years})
    return pd.DataFrame(rows)


def _base(budget: Budget, side: str) -> dict[str, float]:
    table = budget.plan.tables["baseline"]
    table = table[table["year"] == budget.plan.base_year]
    layers = {layer.id for layer in budget.rules.layers if layer.budgeted}
    column = "region" if side == "regions" else "industry"
    return dict(table[table["layer"].isin(layers)].groupby(column)["emissions_t"].sum())


def matrices(budget: Budget, lines: pd.DataFrame) -> dict[int, pd.DataFrame]:
    """By year: the regions right below the city × industries in t, reserves left out."""
    tree = budget.plan.regions
    above = {below: code for code in tree.children(tree.root) for below in tree.subtree(code)}
    cells = lines[lines["kind"] == "available"]
    cells = cells.assign(region=cells["region"].map(above).fillna(tree.root), amount_t=cells["amount_kg"] / _KG)
    return {
        int(year): group.pivot_table(index="region", columns="industry", values="amount_t", aggfunc="sum", fill_value=0)
        for year, group in cells.groupby("year")
    }


def reserves(budget: Budget, lines: pd.DataFrame) -> pd.DataFrame:
    """``code, name, kind`` and the years in t."""
    kept = lines[lines["kind"].str.startswith("reserve.")]
    table = kept.pivot_table(index=["region", "kind"], columns="year", values="amount_kg", aggfunc="sum", fill_value=0)
    rows = []
    for (region, kind), row in (table / _KG).iterrows():
        about = {"code": region, "name": budget.plan.regions.name(region), "kind": kind.removeprefix("reserve.")}
        rows.append(about | {year: float(row.get(year, 0.0)) for year in budget.plan.years})
    return pd.DataFrame(rows, columns=["code", "name", "kind", *budget.plan.years])


def parameters(budget: Budget, made: Any) -> pd.DataFrame:
    """``parameter, value, unit, source, evidence, note, year, version``: of the total, then of the rules."""
    rows = made.parameter_table.to_dict("records")
    rules = [
        {"parameter": each.parameter, "value": each.value, "unit": each.unit, "source": each.citation,
         "evidence": each.status, "note": each.note, "year": "", "version": ""}
        for each in budget.rules.parameters
    ]  # fmt: skip
    names = ["parameter", "value", "unit", "source", "evidence", "note", "year", "version"]
    return pd.DataFrame([{name: row.get(name, "") for name in names} for row in [*rows, *rules]], columns=names)


def blend(methods: Mapping[str, Mapping[str, float]]) -> pd.DataFrame:
    """``side, method, weight, name, name_en, citation, status``: what was chosen, with its sources."""
    from ghginv.budget.allocation import methods as registry

    ours = {
        compare.MEDIAN: ("各法中位数", "median of all methods"),
        compare.BASELINE: ("基年份额不变", "shares of the base year"),
    }
    known, rows = registry.load(), []
    for side, chosen in methods.items():
        for method, weight in chosen.items():
            found = known.get(method)
            about = (found.zh, found.en, found.citation, found.status) if found else (*ours[method], "", "own")
            rows.append((compare.SINGULAR[side], method, weight, *about))
    return pd.DataFrame(rows, columns=["side", "method", "weight", "name", "name_en", "citation", "status"])


def sources(budget: Budget, lang: str) -> pd.DataFrame:
    """``source, used_for, evidence, note``: every source of the plan with each mark it bears."""
    from ghginv.domain import plan_tables

    rows: dict[tuple[str, str], list[str]] = {}
    layout = plan_tables.load()
    for name in _CITED:
        table = budget.plan.tables[name]
        for source, evidence in zip(table["source"], table["evidence"], strict=True):
            title = getattr(layout.table(name), lang)
            if title not in rows.setdefault((source, evidence), []):
                rows[source, evidence].append(title)
    comma = {"zh": "、", "en": ", "}[lang]
    found = [(source, comma.join(used), evidence, "") for (source, evidence), used in sorted(rows.items())]
    return pd.DataFrame(found, columns=["source", "used_for", "evidence", "note"])


def _compared(budget: Budget, made: Comparison, lines: pd.DataFrame, side: str) -> Compared:
    from ghginv.budget.allocation import methods as registry
    from ghginv.reports.budget_material import Compared

    year = budget.plan.last_year
    table = nodes(budget, lines, side).set_index("code")[year]
    return Compared(
        year=year,
        amounts=made.amounts,
        spread=made.spread,
        methods=made.methods,
        correlation=made.correlation,
        refused=made.refused,
        chosen={str(code): float(amount) for code, amount in table.reindex(made.amounts.index).fillna(0).items()},
        names={each.id: (each.zh, each.en) for each in registry.load().values()},
    )


def path_name(path: str) -> tuple[str, str]:
    """The Chinese and English name of a path of the total."""
    from ghginv.budget.trajectory import paths

    found = paths.path(path)
    return found.zh, found.en


def dual_control(budget: Budget, choice: totals.Choice) -> pd.DataFrame | None:
    """Both dual controls by year and indicator; None where the plan says nothing of energy."""
    from ghginv.errors import InputError

    try:
        return totals.dual_control(budget, choice)
    except InputError:
        return None


def what_if(budget: Budget, choice: totals.Choice) -> pd.DataFrame | None:
    """The total for other growth and targets; None for a path without parameters to vary."""
    return totals.what_if(budget, choice) if totals.variations(budget, choice) else None


def weights(budget: Budget) -> pd.DataFrame | None:
    """``criterion, name, direction`` and a column a scheme of weights; None without criteria."""
    from ghginv.budget import allocation
    from ghginv.budget.allocation import inputs
    from ghginv.errors import InputError

    criteria = budget.plan.tables["criteria"]
    table = inputs.regional_inputs(budget.plan, budget.plan.last_year)
    columns = [f"{row.direction}:{row.criterion}" for row in criteria.itertuples()]
    if criteria.empty or not set(columns) <= set(table):
        return None
    values = table[columns].set_axis(list(criteria["criterion"]), axis=1)
    directions = dict(zip(criteria["criterion"], criteria["direction"], strict=True))
    found = criteria[["criterion", "name", "direction"]].reset_index(drop=True)
    schemes = {
        "entropy": lambda: allocation.entropy_weights(values),
        "critic": lambda: allocation.critic_weights(values, directions),
        "ahp": lambda: allocation.ahp_weights(inputs.pairwise(budget.plan)),
        "combined": lambda: allocation.combined_weights(
            allocation.ahp_weights(inputs.pairwise(budget.plan)), allocation.entropy_weights(values), alpha=0.5
        ),
    }
    for name, weigh in schemes.items():
        try:
            found[name] = weigh().reindex(found["criterion"]).to_numpy()
        except InputError:
            continue
    return found


def binding(budget: Budget, lines: pd.DataFrame) -> pd.DataFrame:
    """``year, region, industry, layer, kind, limit_t, amount_t, reason, document``: bounds at which a budget stands."""
    plan, unit = budget.plan, budget.rules.unit_kg
    rows = []
    for bound in plan.tables["bounds"].to_dict("records"):
        for year in [bound["year"]] if bound["year"] else plan.years:
            amount = _within(plan, lines[lines["year"] == year], bound)
            for kind in ("fixed", "lower", "upper"):
                limit = bound[f"{kind}_t"]
                if limit == limit and abs(amount - limit * _KG) <= 2 * unit:
                    about = {name: bound[name] for name in ("region", "industry", "layer", "reason", "document")}
                    rows.append({"year": year, "kind": kind, "limit_t": limit, "amount_t": amount / _KG, **about})
    names = ["year", "region", "industry", "layer", "kind", "limit_t", "amount_t", "reason", "document"]
    return pd.DataFrame(rows, columns=names)


def _within(plan: Any, lines: pd.DataFrame, bound: Mapping[str, Any]) -> int:
    for column, tree in (("region", plan.regions), ("industry", plan.industries)):
        if bound[column]:
            lines = lines[lines[column].isin(tree.subtree(bound[column]))]
    if bound["layer"]:
        lines = lines[lines["layer"] == bound["layer"]]
    return int(lines["amount_kg"].sum())


def enterprises(budget: Budget, lines: pd.DataFrame) -> pd.DataFrame:
    """``enterprise, name, region, industry, layer`` and the years in t: the largest budgets of enterprises."""
    plan = budget.plan
    named = dict(zip(plan.tables["facilities"]["enterprise"], plan.tables["facilities"]["name"], strict=True))
    mine = lines[lines["enterprise"] != ""]
    keys = ["enterprise", "region", "industry", "layer"]
    columns = ["enterprise", "name", "region", "industry", "layer", *plan.years]
    if mine.empty:
        return pd.DataFrame(columns=columns)
    table = mine.pivot_table(index=keys, columns="year", values="amount_kg", aggfunc="sum", fill_value=0) / _KG
    table = table.sort_values(plan.last_year, ascending=False).head(_ENTERPRISES).reset_index()
    table["name"] = table["enterprise"].map(named).fillna("")
    return table[columns]


def requests(budget: Budget) -> pd.DataFrame | None:
    """``unit, name, year, requested_t, control_t, difference_t``; None where nobody asked."""
    from ghginv.workspace.budgets.requests import table

    rows = [
        {"unit": row["region"], "name": row["name"], "year": row["year"], "requested_t": row["requested_t"],
         "control_t": row["control_t"], "difference_t": row["requested_t"] - row["control_t"]}
        for row in table(budget)
        if row["control_t"] is not None
    ]  # fmt: skip
    return pd.DataFrame(rows) if rows else None


def differences(budget: Budget) -> pd.DataFrame | None:
    """What differs from the version before (the one in force, else the last): None for the first version."""
    newest = budget.standing.version
    before = budget.standing.issued or newest - 1
    known = {each["version"] for each in budget.versions()}
    if before not in known or before == newest:
        return None
    rows = versions.difference(budget, before, newest)
    names = ["year", "kind", "region", "industry", "layer", "enterprise", "before_t", "after_t"]
    renamed = [{**row, "before_t": row["old_t"], "after_t": row["new_t"]} for row in rows]
    return pd.DataFrame(renamed, columns=names)
