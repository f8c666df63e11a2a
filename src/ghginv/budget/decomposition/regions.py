"""块: reserves of the city, then what each region gets, then its own reserve; whole units."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from ghginv.budget.decomposition.context import Context
from ghginv.budget.decomposition.sharing import Limits, NoRoom, exact_units, nearest, split
from ghginv.errors import InputError

KINDS = ("general", "new", "price")


@dataclass(frozen=True)
class Rule:
    """A reserve as planned: ``share`` percent of the node's budget, or an amount in units."""

    kind: str
    share: Fraction = Fraction(0)
    amount: int = 0

    def of(self, budget: int) -> int:
        """Units of a budget set aside, to the nearest unit."""
        return self.amount or nearest(budget * self.share / 100)


@dataclass
class Shares:
    """``budgets`` of regions with their reserves, ``reserves`` by (region, kind), ``cells``: budgets less reserves."""

    budgets: dict[str, int]
    reserves: dict[tuple[str, str], int] = field(default_factory=dict)

    @property
    def cells(self) -> dict[str, int]:
        """What is left of each region's budget for its cells."""
        taken: dict[str, int] = {}
        for (region, _), amount in self.reserves.items():
            taken[region] = taken.get(region, 0) + amount
        return {region: budget - taken.get(region, 0) for region, budget in self.budgets.items()}


def share(context: Context, weights: Mapping[str, float] | None, limits: Limits) -> Shares:
    """The city's total → its reserves → budgets of regions (``weights``; None: by baseline) → their reserves.

    A region held by the city 市级直管 without weight gets its fixed bound, else its share of the baseline. ``limits``
    are those of the cells of each region together. InputError: reserves above the budget, a region without or with an
    unknown weight, bounds that do not allow the total.
    """
    rules = _rules(context)
    left = context.total
    reserves = {}
    for rule in rules.pop(context.root, []):
        amount = rule.of(context.total)
        reserves[context.root, rule.kind] = amount
        left -= amount
        context.step(f"reserve.{rule.kind}", amount, region=context.root, why="city")
    if left < 0:
        raise InputError(context.finding("budget-decompose-reserve-above", context.root, context.tonnes(context.total)))
    wide = _wide(context, rules, limits)
    budgets = _budgets(context, left, _weights(context, weights), wide)
    for region, of_region in rules.items():
        for rule in of_region:
            reserves[region, rule.kind] = rule.of(budgets[region])
            context.step(f"reserve.{rule.kind}", reserves[region, rule.kind], region=region, why="region")
    found = Shares(budgets, reserves)
    short = sorted(region for region, amount in found.cells.items() if amount < 0)
    if short:
        least = context.tonnes(budgets[short[0]])
        raise InputError(context.finding("budget-decompose-reserve-above", "、".join(short), least))
    return found


def _rules(context: Context) -> dict[str, list[Rule]]:
    """The reserves of a year by region; a row of the year stands before one of every year."""
    table = context.plan.tables["reserves"]
    found: dict[tuple[str, str], tuple[int, Rule]] = {}
    faults = []
    for row in table.to_dict("records"):
        region, kind, year = row["region"], row["kind"], row["year"]
        if year not in (0, context.year) or (region != context.root and region not in context.above):
            continue
        if region != context.root and region not in context.rows:
            faults.append(context.finding("budget-decompose-reserve-below", region, kind))
        elif year or (region, kind) not in found:
            found[region, kind] = year, _rule(context, kind, row)
    if faults:
        raise InputError(*faults)
    by_region: dict[str, list[Rule]] = {}
    for (region, _), (_, rule) in sorted(found.items()):
        by_region.setdefault(region, []).append(rule)
    return by_region


def _rule(context: Context, kind: str, row: Mapping[str, Any]) -> Rule:
    if not math.isnan(row["share"]):
        return Rule(kind, share=Fraction(repr(row["share"])))
    exact = exact_units(row["amount_t"], context.rules.unit_kg)
    if exact != nearest(exact):
        where = f"{row['region']} / reserve.{kind}"
        place = row.get("place", "") or "–"
        context.note("budget-decompose-fixed-rounded", where, f"{row['amount_t']:.15g}", place=place)
    return Rule(kind, amount=nearest(exact))


def _weights(context: Context, given: Mapping[str, float] | None) -> dict[str, float]:
    """A weight for each row that is shared out; held regions may be missing."""
    if given is None:
        return {row: _base(context, row) for row in context.rows}
    found = {str(code): float(weight) for code, weight in given.items()}
    faults = []
    unknown = sorted(code for code in found if code not in context.rows)
    if unknown:
        faults.append(context.finding("budget-decompose-unknown", "、".join(unknown), "、".join(context.rows)))
    wrong = sorted(code for code, weight in found.items() if not (math.isfinite(weight) and weight >= 0))
    if wrong:
        faults.append(context.finding("budget-decompose-weight", "、".join(wrong)))
    missing = [row for row in context.rows if row not in found and not _held(context, row)]
    if missing:
        faults.append(context.finding("budget-decompose-children", "、".join(missing)))
    if faults:
        raise InputError(*faults)
    return found


def _held(context: Context, row: str) -> bool:
    return row == context.root or context.plan.regions.node(row, context.day).kind == "held"


def _base(context: Context, row: str) -> int:
    return sum(kg for (each, _), kg in context.cells.items() if each == row)


def _wide(context: Context, rules: Mapping[str, list[Rule]], cells: Limits) -> Limits:
    """Limits of whole budgets: those of the cells with the reserve on top, and the plan's own of the region."""
    lower, upper = {}, {}
    for row in context.rows:
        reserve = _reserve(rules.get(row, []))
        low, high = context.bounds.regions.get(row, (0, None))
        least = _first(cells.lower.get(row, 0), reserve)
        lower[row] = max(low, least)
        if row in cells.upper:
            most = _first(cells.upper[row] + 1, reserve) - 1
            high = most if high is None else min(high, most)
        if high is not None:
            upper[row] = high
    return Limits(lower, upper)


def _reserve(rules: list[Rule]) -> Callable[[int], int]:
    return lambda budget: sum(rule.of(budget) for rule in rules)


def _first(net: int, reserve: Callable[[int], int]) -> int:
    """The smallest budget that leaves ``net`` after its reserve; what is left never falls as the budget grows."""
    low, high = -1, max(net, 1)
    while high - reserve(high) < net:
        low, high = high, high * 2
        if high > 1 << 80:
            return high
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if middle - reserve(middle) >= net else (middle, high)
    return high


def _budgets(context: Context, left: int, weights: dict[str, float], limits: Limits) -> dict[str, int]:
    """Held regions first, the rest in proportion."""
    whole = sum(context.cells.values())
    budgets: dict[str, int] = {}
    for row in context.rows:
        if row in weights:
            continue
        low, high = limits.lower.get(row, 0), limits.upper.get(row)
        wanted = nearest(Fraction(left * _base(context, row), whole))
        amount = max(low, wanted if high is None else min(wanted, high))
        why = "fixed" if low == high else "baseline"
        if why == "baseline":
            context.note("budget-decompose-held", row, context.tonnes(amount))
        budgets[row] = amount
        context.step("held", amount, region=row, why=why, weight=_base(context, row))
    rest = left - sum(budgets.values())
    try:
        if rest < 0:
            raise NoRoom(left - rest, math.inf)
        shared = split(rest, weights, limits)
    except NoRoom as fault:
        details = {"least": context.tonnes(fault.least), "most": context.tonnes(fault.most), "side": "块 regions"}
        raise InputError(context.finding("budget-decompose-room", context.tonnes(rest), **details)) from None
    sums = sum(weights.values()) or 1.0
    for row, amount in shared.items():
        why = at_bound(amount, row, limits)
        context.step("region", amount, region=row, why=why, weight=weights[row])
        if why in ("lower", "upper") and amount not in context.bounds.regions.get(row, ()):
            context.limited(row, context.plan.regions.name(row, context.day), amount, rest * weights[row] / sums)
    return budgets | shared


def at_bound(amount: int, code: str, limits: Limits) -> str:
    """Which of its limits an amount stands at, as a word of the report."""
    low, high = limits.lower.get(code, 0), limits.upper.get(code)
    if low == high:
        return "fixed"
    return "lower" if amount == low and low > 0 else "upper" if amount == high else "share"
