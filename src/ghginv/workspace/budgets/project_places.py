"""What a budget knows of the place of a project: its region's budget, what is left, its reserves, GDP and emissions."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ghginv.workspace.budgets.budget import Budget

if TYPE_CHECKING:
    import pandas as pd

    from ghginv.budget.plan import Plan
    from ghginv.budget.projects.effect import Place
    from ghginv.budget.projects.headroom import Candidate

_LEFT = ("available", "overspent")
_RESERVE = "reserve.new"
_BUDGET_UNIT = "BU"


def plan_of(budget: Budget) -> Plan:
    """The plan in force, or the one that is drafted where nothing was issued."""
    return budget.plan_in_force if budget.standing.issued else budget.plan


def industry_of(plan: Plan, code: str) -> str:
    """The industry of a budget whose codes of GB/T 4754 cover a code best; empty where none does."""
    from ghginv.budget.plan_numbers import codes_of

    best: tuple[int, str] = (0, "")
    table = plan.tables["industries"]
    for industry, codes in zip(table["code"], table["gbt4754"], strict=True):
        for each in codes_of(codes):
            plain = each.lstrip("ABCDEFGHIJKLMNOPQRST")
            if plain and code.startswith(plain):
                best = max(best, (len(plain), industry))
    return best[1]


def place(budget: Budget, books: pd.DataFrame, code: str, industry: str) -> Place:
    """The region that a project is judged against: its own, or the nearest above of which GDP is known.

    ``books``: see ``standing``.
    """
    from ghginv.budget.projects.effect import Place

    plan = plan_of(budget)
    gdp = plan.indicator("gdp")
    chain = (code, *plan.regions.ancestors(code))
    region = next((each for each in chain if each in gdp.index), code)
    under = set(plan.regions.subtree(region))
    base = plan.tables["baseline"]
    base = base[base["region"].isin(under) & (base["year"] == plan.base_year)]
    return Place(
        budget=budget.id,
        region=region,
        name=plan.regions.name(region),
        years=plan.years,
        industry=industry,
        industry_name=plan.industries.name(industry),
        basis=plan.facts["basis"] or budget.rules.basis,
        budget_kg=_lines(budget, under),
        left_kg=_by_year(books[books["kind"].isin(_LEFT) & books["region"].isin(under)]),
        reserve_kg=_by_year(books[(books["kind"] == _RESERVE) & books["region"].isin(chain)]),
        base_year=plan.base_year,
        emissions_t=float(base["emissions_t"].sum()),
        gdp=float(gdp.get(region, 0.0)),
        warning=plan.facts.get("warning", ""),
    )


def _lines(budget: Budget, under: set[str]) -> dict[int, int]:
    """The budget of regions by year, by the version in force."""
    if not budget.standing.issued:
        return {}
    lines = budget.lines(budget.standing.issued)
    return _by_year(lines[lines["region"].isin(under)])


def standing(budget: Budget) -> pd.DataFrame:
    """Balances in budget units: ``account, year, amount_kg`` and the coordinates of the accounts."""
    from ghginv.budget.ledger import balances
    from ghginv.store import journal

    found = journal.balances(budget.workspace.database, budget.id).rename(columns={"vintage": "year"})
    found = found[found["instrument"] == _BUDGET_UNIT].reset_index(drop=True)
    return found.join(balances.coordinates(found["account"]))


def candidates(budget: Budget, books: pd.DataFrame, code: str, industry: str) -> Iterator[Candidate]:
    """The accounts that a project could be held from: cells of its region and industry, reserves up to the root."""
    from ghginv.budget.projects.headroom import CELL, RESERVE, Candidate

    plan = plan_of(budget)
    names = {layer.id: layer.zh for layer in budget.rules.layers}
    cells = books[(books["region"] == code) & (books["industry"] == industry) & books["kind"].isin(_LEFT)]
    cells = cells[cells["enterprise"] == ""]
    for layer, mine in cells.groupby("layer"):
        shown = f"{plan.regions.name(code)} {plan.industries.name(industry)} {names.get(str(layer), str(layer))}"
        yield Candidate(f"{CELL}:{code}:{industry}:{layer}", CELL, code, str(layer), _by_year(mine), shown)
    for region in (code, *plan.regions.ancestors(code)):
        mine = books[(books["kind"] == RESERVE) & (books["region"] == region)]
        if len(mine):
            yield Candidate(f"{RESERVE}:{region}", RESERVE, region, "", _by_year(mine),
                            f"{plan.regions.name(region)} 新增项目预备")  # fmt: skip


def _by_year(rows: pd.DataFrame) -> dict[int, int]:
    return {int(year): int(kg) for year, kg in rows.groupby("year")["amount_kg"].sum().items()}


def kept(books: pd.DataFrame, project: str, kind: str) -> dict[tuple[str, int], int]:
    """What stands on a project's ``reserved`` or ``committed`` accounts, by place (as text) and year, in kg."""
    mine = books[(books["kind"] == kind) & (books["project"] == project)]
    columns = [mine[name].tolist() for name in ("account", "year", "amount_kg")]
    rows = zip(*columns, strict=True)
    return {(_place(account), int(year)): int(kg) for account, year, kg in rows if kg}


def _place(account: str) -> str:
    """The ``available`` account of the place where a project's account stands."""
    from dataclasses import replace

    from ghginv.budget.ledger.accounts import parse

    return replace(parse(account), kind="available", project="").text
