"""``budget allocate``: a stated choice of methods, down to lines of every year."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ghginv.errors import InputError, UsageError
from ghginv.findings import Finding
from ghginv.workspace.budgets import compare, totals
from ghginv.workspace.budgets.budget import Budget
from ghginv.workspace.budgets.compare import BASELINE, MEDIAN, Options

if TYPE_CHECKING:
    import pandas as pd

    from ghginv.budget.decompose import Decomposition

_KG = 1000
Weights = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Allocated:
    """An allocation not yet kept: its lines, how they came about, and by which methods with which weights."""

    decomposition: Decomposition
    totals: Mapping[int, int]
    methods: Mapping[str, Weights]
    enterprises: Mapping[str, str]
    options: Options
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


def allocate(
    budget: Budget,
    regions: Weights,
    industries: Weights,
    enterprises: Mapping[str, str] | None = None,
    options: Options | None = None,
) -> Allocated:
    """The chosen total down to districts, industries, layers and enterprises.

    ``regions`` and ``industries``: methods with weights that add up to 1; ``median`` is the middle of all methods,
    ``baseline`` keeps the shares of the base year. ``enterprises``: a method by layer, by
    default the emissions of the base year. ``options`` are those of the methods. UsageError where no method is named.
    """
    from ghginv.budget import decompose

    if not regions or not industries:
        known = "、".join(each["method"] for each in compare.methods())
        raise UsageError(Finding("budget-methods-missing", expected=f"{known}、{MEDIAN}、{BASELINE}"))
    named = [layer.id for layer in budget.rules.layers if layer.enterprises]
    if unknown := [layer for layer in enterprises or {} if layer not in named]:
        raise UsageError(Finding("budget-layer-unknown", found="、".join(unknown), expected="、".join(named)))
    kilograms = {int(year): int(kg) for year, kg in totals.chosen(budget).kg.items()}
    chosen = None if MEDIAN in {*regions, *industries} else [*regions, *industries]
    compare.require_known(options or {}, compare.methods_of(chosen))
    with budget.workspace.overlaid():
        shared = {side: _shares(budget, side, each, options or {}) for side, each in _sides(regions, industries)}
        made = decompose.decompose(
            budget.plan,
            budget.rules,
            kilograms,
            regions=shared["regions"],
            industries=shared["industries"],
            enterprises=dict(enterprises) if enterprises else "grandfather",
        )
    sides = dict(_sides(regions, industries))
    made, kept = _closed_kept(budget, made, kilograms)
    return Allocated(made, kept, sides, dict(enterprises or {}), dict(options or {}), made.findings)


def _closed_kept(
    budget: Budget, made: Decomposition, kilograms: Mapping[int, int]
) -> tuple[Decomposition, Mapping[int, int]]:
    """The allocation with closed years 已决算年度 as in the version in force: an adjustment changes open years only."""
    import pandas as pd

    closed = {int(each["detail"]["year"]) for each in budget.events if each["step"] == "settle"}
    if not closed or not budget.standing.issued:
        return made, kilograms
    force = budget.standing.issued
    before, old = budget.lines(force), budget.version(force)["about"]["totals"]
    parts = [before[before["year"].isin(closed)], made.lines[~made.lines["year"].isin(closed)]]
    totals = {year: int(old[str(year)]) if year in closed else kg for year, kg in kilograms.items()}
    return replace(made, lines=pd.concat(parts, ignore_index=True)[list(made.lines.columns)]), totals


def keep(budget: Budget, made: Allocated, note: str = "", expect: int | None = None) -> Budget:
    """Keep an allocation as a new version of the draft."""
    from ghginv.store.budgets import Version

    about = {
        "plan": budget.plan.sha256,
        "choice": dict(budget.standing.total),
        "rules": [budget.rules.id, budget.rules.digest],
        "methods": {side: dict(each) for side, each in made.methods.items()},
        "enterprises": dict(made.enterprises),
        "options": dict(made.options),
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


def _sides(regions: Weights, industries: Weights) -> list[tuple[str, Weights]]:
    return [("regions", regions), ("industries", industries)]


def _shares(budget: Budget, side: str, chosen: Weights, options: Options) -> pd.DataFrame:
    """The blend of methods by unit and year, in t."""
    import pandas as pd

    from ghginv.budget.allocation.compare import blend

    if set(chosen) == {BASELINE}:
        return compare.baseline(budget, side)
    room = compare.rooms(budget)[side]
    found = {}
    for year in budget.plan.years:
        named = [name for name in chosen if name not in (MEDIAN, BASELINE)]
        made = compare.compared(budget, side, year, room[year], None if MEDIAN in chosen else named, options)
        for name in named:
            if name in made.refused:
                raise InputError(*made.refused[name])
        amounts = made.amounts.copy()
        if MEDIAN in chosen:
            amounts[MEDIAN] = made.spread["recommended"]
        if BASELINE in chosen:
            base = compare.baseline(budget, side)[year].reindex(amounts.index)
            amounts[BASELINE] = base * (room[year] / _KG / base.sum())
        found[year] = blend(amounts, chosen)
    return pd.DataFrame(found)
