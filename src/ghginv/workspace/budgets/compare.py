"""``budget compare``: all methods side by side on what there is to share in a year."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from ghginv.errors import UsageError
from ghginv.findings import Finding
from ghginv.workspace.budgets import circumstances, totals
from ghginv.workspace.budgets.budget import Budget

if TYPE_CHECKING:
    import pandas as pd

    from ghginv.budget.allocation.compare import Comparison
    from ghginv.budget.allocation.methods import Method

MEDIAN = "median"
BASELINE = "baseline"
SINGULAR = {"regions": "region", "industries": "industry"}
_KG = 1000
Options = Mapping[str, float]
"""Options of methods by name: ``beta``, ``convergence_year`` …"""


def methods(lang: str = "zh") -> list[dict[str, str]]:
    """The methods: id, name, what they need, citation, evidence, when they fail."""
    from ghginv.budget.allocation import methods as registry

    return [
        {"method": each.id, "name": each.zh if lang == "zh" else each.en,
         "needs": " ".join((*each.columns, *(f"--{name}" for name in sorted(each.needed)))),
         "citation": each.citation, "status": each.status,
         "fails_when": each.fails_when_zh if lang == "zh" else each.fails_when_en}
        for each in registry.load().values()
    ]  # fmt: skip


def comparison(
    budget: Budget, side: str = "regions", year: int | None = None, options: Options | None = None
) -> Comparison:
    """All methods on what there is to share in a year (the last where None), in t.

    ``options`` are those of methods (``beta``, ``convergence_year`` …), by default those of the newest version.
    UsageError for one that no method has.
    """
    if options is None:
        options = budget.version()["about"].get("options", {}) if budget.standing.version else {}
    require_known(options, [*methods_of(None)])
    return _comparison(budget, side, year or budget.plan.last_year, tuple(sorted(options.items())))


@lru_cache(maxsize=4)
def _comparison(budget: Budget, side: str, wanted: int, options: tuple[tuple[str, float], ...]) -> Comparison:
    """Made once for all that shows it: the table, the workbook, the proposal."""
    room = rooms(budget)[side].get(wanted)
    if room is None:
        known = "、".join(map(str, budget.plan.years))
        raise UsageError(Finding("budget-year-unknown", found=str(wanted), expected=known))
    with budget.workspace.overlaid():
        return compared(budget, side, wanted, room, None, dict(options))


def comparison_tables(budget: Budget, made: Comparison, side: str, lang: str = "zh") -> dict[str, list[dict[str, Any]]]:
    """Amounts by unit and method, what each method means, rank correlation, what was refused."""
    from ghginv.budget.allocation import methods as registry

    tree = budget.plan.regions if side == "regions" else budget.plan.industries
    known = registry.load()
    names = {name: known[name].name(lang) if name in known else name for name in made.amounts}
    amounts = made.amounts.join(made.spread).round(3)
    rows = [{"code": code, "name": tree.name(str(code)), **dict(row)} for code, row in amounts.iterrows()]
    measured = [{"method": name, "name": names[name], **dict(row)} for name, row in made.methods.iterrows()]
    correlation = [{"method": name, **dict(row)} for name, row in made.correlation.round(3).iterrows()]
    refused = [
        {"method": name, "reason": "；".join(each.text(lang) for each in reasons)}
        for name, reasons in made.refused.items()
    ]
    return {"amounts": rows, "methods": measured, "correlation": correlation, "refused": refused}


@lru_cache(maxsize=4)
def rooms(budget: Budget) -> dict[str, dict[int, int]]:
    """What there is to share by year in kg: among districts (less the city's reserves and what it holds itself), among
    industries (less all reserves)."""
    from ghginv.budget import decompose, lines

    plan, kilograms = budget.plan, {int(year): int(kg) for year, kg in totals.chosen(budget).kg.items()}
    with budget.workspace.overlaid():
        base = baseline(budget, "regions")
        made = decompose.decompose(plan, budget.rules, kilograms, regions=base)
    of_regions = lines.by_region(made.lines, plan.regions)
    cells = made.lines[made.lines["kind"] == lines.AVAILABLE].groupby("year")["amount_kg"].sum()
    return {
        "regions": {year: int(of_regions.loc[base[year].dropna().index, year].sum()) for year in kilograms},
        "industries": {year: int(cells[year]) for year in kilograms},
    }


def inputs(budget: Budget, side: str, year: int) -> pd.DataFrame:
    """What the methods take: units x inputs of a year, with the requests received since the plan."""
    from ghginv.budget.allocation import inputs as of_plan

    of_side = of_plan.regional_inputs if side == "regions" else of_plan.industry_inputs
    return of_side(circumstances.asked(budget), year)


def methods_of(named: Iterable[str] | None) -> list[Method]:
    """The methods of these names, all where None; the median and the baseline are none of the registry."""
    from ghginv.budget.allocation import methods as registry

    if named is None:
        return list(registry.load().values())
    return [registry.find(name) for name in named if name not in (MEDIAN, BASELINE)]


def require_known(options: Options, chosen: Iterable[Method]) -> None:
    """UsageError for an option that none of the methods has."""
    known = sorted({name for each in chosen for name in each.options} - {"pairwise", "measures", "year", "start"})
    if unknown := sorted(set(options) - set(known)):
        raise UsageError(Finding("budget-option-unknown", found="、".join(unknown), expected="、".join(known) or "-"))


def compared(
    budget: Budget, side: str, year: int, room_kg: int, named: list[str] | None, options: Options
) -> Comparison:
    """The methods named (all where None) on what there is to share, in kg; see ``budget.allocation.compare``."""
    from ghginv.budget.allocation import inputs as of_plan
    from ghginv.budget.allocation.compare import compare

    plan, table = budget.plan, inputs(budget, side, year)
    given = {
        "year": year,
        "start": plan.base_year,
        "convergence_year": plan.last_year,
        "pairwise": of_plan.pairwise(plan),
        "measures": of_plan.measures(plan, list(table.index), SINGULAR[side]),
        **options,
    }
    wanted = {name for each in methods_of(named) for name in each.options} | ({"measures"} if named is None else set())
    usable = {name: value for name, value in given.items() if name in wanted and value is not None}
    if len(usable.get("measures", ())) == 0:
        usable.pop("measures", None)
    return compare(room_kg / _KG, table, named, **usable)


def baseline(budget: Budget, side: str) -> pd.DataFrame:
    """Emissions of the base year in t by unit and year; NaN where a unit is not there in the year."""
    import pandas as pd

    from ghginv.budget.allocation import inputs as of_plan

    return pd.DataFrame({year: of_plan.baseline(budget.plan, year, SINGULAR[side]) for year in budget.plan.years})
