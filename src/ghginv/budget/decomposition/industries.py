"""条: what each industry gets of all cells together, down the tree from departments; whole units."""

from __future__ import annotations

import math
from collections.abc import Mapping

from ghginv.budget.decomposition.bounds import FREE, Range, both
from ghginv.budget.decomposition.context import Context
from ghginv.budget.decomposition.regions import at_bound
from ghginv.budget.decomposition.sharing import Limits, NoRoom, split
from ghginv.errors import InputError

_OWN = "\0own"  # the part of a department that belongs to none of its industries


def share(context: Context, total: int, weights: Mapping[str, float] | None, cells: Limits) -> dict[str, int]:
    """``total`` units to the columns (``weights`` by industry or department; None: by baseline), within bounds.

    ``cells`` are the limits that cells set to each column. A department's part stays within it: where a bound holds one
    of its industries, the others of the department make up for it. InputError: unknown or missing industries, a
    negative weight, bounds that do not allow the total.
    """
    tree = context.plan.industries
    ranges: dict[str, Range] = {}
    below = {code: tree.children(code, context.day) for code in tree.subtree(tree.root, context.day)}

    def ranged(code: str) -> Range:
        parts = [ranged(child) for child in below[code]]
        if code in context.columns:
            ranges[_OWN + code] = both((cells.lower.get(code, 0), cells.upper.get(code)), FREE)
            parts.append(ranges[_OWN + code])
        tops = [top for _, top in parts]
        most = sum(top for top in tops if top is not None) if all(top is not None for top in tops) else None
        ranges[code] = both((sum(low for low, _ in parts), most), context.bounds.industries.get(code, FREE))
        return ranges[code]

    ranged(tree.root)
    spread = _weights(context, weights)
    sums = {code: sum(spread.get(each, 0.0) for each in tree.subtree(code, context.day)) for code in below}
    found: dict[str, int] = {}
    waiting = [(tree.root, total)]
    while waiting:
        code, amount = waiting.pop()
        parts = {child: sums[child] for child in below[code]}
        if code in context.columns:
            parts[_OWN + code] = spread.get(code, 0.0)
        tops = {each: ranges[each][1] for each in parts}
        limits = Limits(
            {each: ranges[each][0] for each in parts}, {k: top for k, top in tops.items() if top is not None}
        )
        given = _split(context, code, amount, parts, limits)
        for each, units in given.items():
            if each.startswith(_OWN):
                found[code] = units
            else:
                waiting.append((each, units))
            name = each.removeprefix(_OWN)
            if each.startswith(_OWN) and not below[code]:
                continue
            why = at_bound(units, each, limits)
            context.step("industry", units, industry=name, why=why, weight=parts[each])
            if why in ("lower", "upper") and units not in context.bounds.industries.get(each, ()):
                wanted = amount * parts[each] / (sum(parts.values()) or 1.0)
                context.limited(name, tree.name(name, context.day), units, wanted)
    return found


def _split(context: Context, code: str, amount: int, parts: dict[str, float], limits: Limits) -> dict[str, int]:
    if not parts and not amount:
        return {}
    try:
        if not parts:
            raise NoRoom(0, 0)
        return split(amount, parts, limits)
    except NoRoom as fault:
        side = f"条 {context.plan.industries.name(code, context.day)} ({code})"
        details = {"least": context.tonnes(fault.least), "most": context.tonnes(fault.most), "side": side}
        raise InputError(context.finding("budget-decompose-room", context.tonnes(amount), **details)) from None


def _weights(context: Context, given: Mapping[str, float] | None) -> dict[str, float]:
    """A weight for each column: as given, or that of its department by baseline."""
    base = {column: sum(kg for (_, each), kg in context.cells.items() if each == column) for column in context.columns}
    if given is None:
        return {column: float(kg) for column, kg in base.items()}
    tree = context.plan.industries
    weights = {str(code): float(weight) for code, weight in given.items()}
    wrong = sorted(code for code, weight in weights.items() if not (math.isfinite(weight) and weight >= 0))
    unknown = sorted(code for code in weights if not tree.has(code, context.day))
    faults = [context.finding("budget-decompose-weight", "、".join(wrong))] if wrong else []
    if unknown:
        faults.append(context.finding("budget-decompose-unknown", "、".join(unknown), "、".join(context.columns)))
    if faults:
        raise InputError(*faults)
    owner = {}
    for column in context.columns:
        line = (column, *tree.ancestors(column, context.day))
        owner[column] = next((code for code in line if code in weights), "")
    missing = [column for column, code in owner.items() if not code and base[column]]
    if missing:
        raise InputError(context.finding("budget-decompose-children", "、".join(missing)))
    found = {}
    for column, code in owner.items():
        same = [each for each, other in owner.items() if other == code]
        whole = sum(base[each] for each in same)
        part = base[column] / whole if whole else 1 / len(same)
        found[column] = weights[code] * part if code else 0.0
    return found
