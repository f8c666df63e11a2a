"""``budget compare`` and ``budget allocate``: methods side by side, a stated choice, lines of every year."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from ghginv.errors import InputError, UsageError
from ghginv.findings import Finding
from ghginv.workspace.budgets import circumstances, totals
from ghginv.workspace.budgets.budget import Budget

if TYPE_CHECKING:
    import pandas as pd

    from ghginv.budget.allocation.compare import Comparison
    from ghginv.budget.decompose import Decomposition

MEDIAN = "median"
BASELINE = "baseline"
_KG = 1000
SINGULAR = {"regions": "region", "industries": "industry"}
Weights = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Allocated:
    """An allocation not yet kept: its lines, how they came about, and by which methods with which weights."""

    decomposition: Decomposition
    totals: Mapping[int, int]
    methods: Mapping[str, Weights]
    enterprises: Mapping[str, str]
    findings: list[Finding]


def weights(given: Iterable[str]) -> dict[str, float]:
    """``method`` or ``method=weight`` texts; one method alone has the weight 1. UsageError for anything else."""
    found: dict[str, float] = {}
    texts = list(given)
    for text in texts:
        name, equals, value = text.partition("=")
        try:
            found[name.strip()] = float(value) if equals else 1.0
        except ValueError:
            raise UsageError(Finding("budget-setting", found=text)) from None
    return found


def by_layer(given: Iterable[str]) -> dict[str, str]:
    """``LAYER=METHOD`` texts; UsageError for anything else."""
    found = {}
    for text in given:
        layer, equals, method = text.partition("=")
        if not (layer.strip() and equals and method.strip()):
            raise UsageError(Finding("budget-layer-setting", found=text))
        found[layer.strip()] = method.strip()
    return found


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


def comparison(budget: Budget, side: str = "regions", year: int | None = None) -> Comparison:
    """All methods on what there is to share in a year (the last where None), in t."""
    return _comparison(budget, side, year or budget.plan.last_year)


@lru_cache(maxsize=4)
def _comparison(budget: Budget, side: str, wanted: int) -> Comparison:
    """Made once for all that shows it: the table, the workbook, the proposal."""
    room = rooms(budget)[side].get(wanted)
    if room is None:
        known = "、".join(map(str, budget.plan.years))
        raise UsageError(Finding("budget-year-unknown", found=str(wanted), expected=known))
    with budget.workspace.overlaid():
        return _compared(budget, side, wanted, room, None)


def allocate(
    budget: Budget, regions: Weights, industries: Weights, enterprises: Mapping[str, str] | None = None
) -> Allocated:
    """The chosen total down to districts, industries, layers and enterprises.

    ``regions`` and ``industries``: methods with weights that add up to 1; ``median`` is the middle of all methods,
    ``baseline`` keeps the shares of the base year. ``enterprises``: a method by layer, by
    default the emissions of the base year. UsageError where no method is named.
    """
    from ghginv.budget import decompose

    if not regions or not industries:
        known = "、".join(each["method"] for each in methods())
        raise UsageError(Finding("budget-methods-missing", expected=f"{known}、{MEDIAN}、{BASELINE}"))
    named = [layer.id for layer in budget.rules.layers if layer.enterprises]
    if unknown := [layer for layer in enterprises or {} if layer not in named]:
        raise UsageError(Finding("budget-layer-unknown", found="、".join(unknown), expected="、".join(named)))
    kilograms = {int(year): int(kg) for year, kg in totals.chosen(budget).kg.items()}
    with budget.workspace.overlaid():
        shared = {side: _shares(budget, side, each) for side, each in _sides(regions, industries)}
        made = decompose.decompose(
            budget.plan,
            budget.rules,
            kilograms,
            regions=shared["regions"],
            industries=shared["industries"],
            enterprises=dict(enterprises) if enterprises else "grandfather",
        )
    return Allocated(made, kilograms, dict(_sides(regions, industries)), dict(enterprises or {}), made.findings)


def keep(budget: Budget, made: Allocated, note: str = "", expect: int | None = None) -> Budget:
    """Keep an allocation as a new version of the draft."""
    from ghginv.store.budgets import Version

    about = {
        "plan": budget.plan.sha256,
        "choice": dict(budget.standing.total),
        "rules": [budget.rules.id, budget.rules.digest],
        "methods": {side: dict(each) for side, each in made.methods.items()},
        "enterprises": dict(made.enterprises),
        "totals": {str(year): kg for year, kg in made.totals.items()},
    }
    content = Version(budget.plan.sha256, about, made.decomposition.lines.to_dict("records"))
    number = 1 + max((each["version"] for each in budget.versions()), default=0)
    return budget.take("allocate", version=number, content=content, note=note, expect=expect)


def table(budget: Budget, made: Allocated, lang: str = "zh") -> pd.DataFrame:
    """Budgets of the city's regions with the base year and every year, in t."""
    from ghginv.budget import lines

    plan = budget.plan
    found = lines.by_region(made.decomposition.lines, plan.regions) / _KG
    codes = [plan.regions.root, *plan.regions.children(plan.regions.root)]
    found = found.reindex(codes).fillna(0)
    found.insert(0, "name", [plan.regions.name(code) for code in codes])
    found.columns = [str(name) for name in found.columns]
    return found.rename_axis("region").reset_index()


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
    districts = circumstances.districts(budget)
    with budget.workspace.overlaid():
        base = _baseline(budget, "regions")
        made = decompose.decompose(plan, budget.rules, kilograms, regions=base)
    of_regions = lines.by_region(made.lines, plan.regions)
    cells = made.lines[made.lines["kind"] == lines.AVAILABLE].groupby("year")["amount_kg"].sum()
    return {
        "regions": {year: int(of_regions.loc[list(districts), year].sum()) for year in kilograms},
        "industries": {year: int(cells[year]) for year in kilograms},
    }


def _sides(regions: Weights, industries: Weights) -> list[tuple[str, Weights]]:
    return [("regions", regions), ("industries", industries)]


def _shares(budget: Budget, side: str, chosen: Weights) -> pd.DataFrame:
    """The blend of methods by unit and year, in t."""
    import pandas as pd

    from ghginv.budget.allocation.compare import blend

    if set(chosen) == {BASELINE}:
        base = _baseline(budget, side)
        return pd.DataFrame(dict.fromkeys(budget.plan.years, base))
    room = rooms(budget)[side]
    found = {}
    for year in budget.plan.years:
        named = [name for name in chosen if name not in (MEDIAN, BASELINE)]
        made = _compared(budget, side, year, room[year], None if MEDIAN in chosen else named)
        for name in named:
            if name in made.refused:
                raise InputError(*made.refused[name])
        amounts = made.amounts.copy()
        if MEDIAN in chosen:
            amounts[MEDIAN] = made.spread["recommended"]
        if BASELINE in chosen:
            base = _baseline(budget, side).reindex(amounts.index)
            amounts[BASELINE] = base * (room[year] / _KG / base.sum())
        found[year] = blend(amounts, chosen)
    return pd.DataFrame(found)


def inputs(budget: Budget, side: str, year: int) -> pd.DataFrame:
    """What the methods take: units x inputs of a year, with the requests received since the plan."""
    from ghginv.budget.allocation import inputs as of_plan

    of_side = of_plan.regional_inputs if side == "regions" else of_plan.industry_inputs
    return _with_requests(budget, of_side(budget.plan, year), year, side)


def _compared(budget: Budget, side: str, year: int, room_kg: int, named: list[str] | None) -> Comparison:
    from ghginv.budget.allocation import inputs as of_plan
    from ghginv.budget.allocation import methods as registry
    from ghginv.budget.allocation.compare import compare

    plan, table = budget.plan, inputs(budget, side, year)
    options = {
        "year": year,
        "start": plan.base_year,
        "convergence_year": plan.last_year,
        "pairwise": of_plan.pairwise(plan),
        "measures": of_plan.measures(plan, list(table.index), SINGULAR[side]),
    }
    chosen = [registry.find(name) for name in named] if named is not None else list(registry.load().values())
    wanted = {name for each in chosen for name in each.options} | ({"measures"} if named is None else set())
    usable = {name: value for name, value in options.items() if name in wanted and value is not None}
    if len(usable.get("measures", ())) == 0:
        usable.pop("measures", None)
    return compare(room_kg / _KG, table, named, **usable)


def _with_requests(budget: Budget, table: pd.DataFrame, year: int, side: str) -> pd.DataFrame:
    """The inputs with the requests received since the plan was handed in."""
    if not budget.requests():
        return table
    column = SINGULAR[side]
    asked = dict.fromkeys(table.index, 0.0)
    for row in circumstances.asked(budget):
        if int(row["year"]) == year and row[column] in asked:
            asked[row[column]] += row["requested_kg"] / _KG
    if any(asked.values()):
        return table.assign(requests=[asked[code] or None for code in table.index])
    return table


def _baseline(budget: Budget, side: str) -> pd.Series:
    """Emissions of the base year of the districts (or of the industries), budgeted layers alone, in t."""
    import pandas as pd

    plan = budget.plan
    layers = {layer.id for layer in budget.rules.layers if layer.budgeted}
    rows = plan.tables["baseline"]
    rows = rows[(rows["year"] == plan.base_year) & rows["layer"].isin(layers)]
    if side == "regions":
        codes, tree, column = circumstances.districts(budget), plan.regions, "region"
    else:
        codes, tree, column = plan.industries.leaves(f"{plan.last_year}-12-31"), plan.industries, "industry"
    sums = rows.groupby(column)["emissions_t"].sum()
    return pd.Series({code: float(sums.reindex(list(tree.subtree(code))).sum()) for code in codes})
