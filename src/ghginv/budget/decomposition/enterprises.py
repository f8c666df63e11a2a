"""Budgets of named enterprises 企业 inside the layers that have them; the rest stays on the layer's own line."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from ghginv.budget import layers
from ghginv.budget.decomposition.context import Context, Key
from ghginv.domain.remainders import largest_remainder
from ghginv.errors import InputError

METHODS = ("none", "grandfather", "benchmark", "quota", "contraction")
"""none; share of the layer by past emissions; output × benchmark; quota as given; yearly cut of past emissions."""
_INDICATORS = {
    "none": (),
    "grandfather": ("emissions",),
    "benchmark": ("output", "benchmark"),
    "quota": ("quota",),
    "contraction": ("emissions",),
}


@dataclass(frozen=True)
class Choice:
    """Which method serves which layer ("" is every other), and the cut of ``contraction`` in percent a year."""

    methods: Mapping[str, str]
    rate: float = 0.0

    def of(self, layer: str) -> str:
        """The method of a layer."""
        return self.methods.get(layer, self.methods.get("", "grandfather"))


def choice(given: str | Mapping[str, str], rate: float) -> Choice:
    """InputError for an unknown method, or a rate that is no percentage."""
    from ghginv.findings import Finding

    methods = {"": given} if isinstance(given, str) else dict(given)
    odd = sorted({each for each in methods.values() if each not in METHODS})
    if odd:
        raise InputError(Finding("budget-decompose-method", found="、".join(odd), expected="、".join(METHODS)))
    if not (math.isfinite(rate) and 0 <= rate <= 100):
        raise InputError(Finding("budget-decompose-rate", found=str(rate)))
    return Choice(methods, rate)


def share(
    context: Context, amounts: Mapping[Key, int], chosen: Choice, baseline: Mapping[Key, int]
) -> dict[tuple[str, str, str, str], int]:
    """Units by (region, industry, layer, enterprise), "" the rest of the layer; each layer's sum stays as it was.

    ``amounts`` units and ``baseline`` kg by (region, industry, layer). Grandfathering gives an enterprise the part of
    the layer that it had of the baseline; where enterprises emitted more than the baseline, the part among them. Other
    methods give what they compute, scaled down (and a warning) where the layer has less. An enterprise without data, or
    with several cells and data for the whole only, gets none of its own (a warning names it).
    """
    named = {layer.id for layer in context.rules.layers if layer.enterprises and chosen.of(layer.id) != "none"}
    members = _members(context, amounts, named)
    values = _values(context)
    split_up = _in_several(members)
    found: dict[tuple[str, str, str, str], int] = {(*key, ""): units for key, units in amounts.items()}
    without: set[str] = set()
    for key, facilities in sorted(members.items()):
        method = chosen.of(key[2])
        wanted: dict[str, Fraction] = {}
        for enterprise in sorted({each for each, _ in facilities}):
            own = sorted(facility for each, facility in facilities if each == enterprise)
            amount = _amount(context, method, enterprise, own, values, enterprise in split_up)
            if amount is None:
                without.add(enterprise)
            elif amount:
                wanted[enterprise] = amount if method != "contraction" else amount * _kept(context, chosen.rate)
        for enterprise, units in _within(context, key, method, wanted, amounts[key], baseline.get(key, 0)).items():
            if units:
                found[(*key, enterprise)] = units
                found[(*key, "")] -= units
    told = {
        "budget-decompose-enterprise-data": without - split_up,
        "budget-decompose-enterprise-cells": without & split_up,
    }
    for code, which in told.items():
        if which:
            context.note(code, _listed(which), len(which))
    return found


def _listed(codes: Iterable[str]) -> str:
    from ghginv.budget.allocation.checked import listed

    return listed(sorted(codes))


def _kept(context: Context, rate: float) -> Fraction:
    """E(t) = E0 (1 - r t), never below zero (absolute contraction; Science Based Targets initiative)."""
    years = context.year - context.plan.base_year
    return max(Fraction(0), 1 - Fraction(repr(rate)) / 100 * years)


def _members(context: Context, amounts: Mapping[Key, int], named: set[str]) -> dict[Key, set[tuple[str, str]]]:
    """(enterprise, facility) by the layer that holds their budget: at the facility's region, else the next above.

    Facilities that stood on any day of the year count, where they last stood.
    """
    table = layers.of_year(context.plan.tables["facilities"], context.year)
    found: dict[Key, set[tuple[str, str]]] = {}
    homeless: set[str] = set()
    day, regions = context.day, context.plan.regions
    for row in table.to_dict("records"):
        if row["layer"] not in named:
            continue
        line = (row["region"], *regions.ancestors(row["region"], day)) if regions.has(row["region"], day) else ()
        keys = [(region, row["industry"], row["layer"]) for region in line]
        home = next((key for key in keys if key in amounts), None)
        if home is None:
            homeless.add(row["enterprise"])
        else:
            found.setdefault(home, set()).add((row["enterprise"], row["facility"]))
    if homeless:
        context.note("budget-decompose-enterprise-home", _listed(homeless), len(homeless))
    return found


def _in_several(members: Mapping[Key, set[tuple[str, str]]]) -> set[str]:
    """Enterprises with facilities in more than one layer of a cell."""
    homes: dict[str, set[Key]] = {}
    for key, facilities in members.items():
        for enterprise, _ in facilities:
            homes.setdefault(enterprise, set()).add(key)
    return {enterprise for enterprise, keys in homes.items() if len(keys) > 1}


def _values(context: Context) -> dict[tuple[str, str, str], float]:
    """The newest value up to the base year (quotas: up to the year) by (enterprise, facility or "", indicator)."""
    table = context.plan.tables["enterprise_data"]
    found: dict[tuple[str, str, str], tuple[int, float]] = {}
    for row in table.to_dict("records"):
        last = context.year if row["indicator"] == "quota" else context.plan.base_year
        key = (row["enterprise"], row["facility"], row["indicator"])
        if row["year"] <= last and row["year"] >= found.get(key, (0, 0.0))[0]:
            found[key] = row["year"], row["value"]
    return {key: value for key, (_, value) in found.items()}


def _amount(
    context: Context, method: str, enterprise: str, facilities: list[str], values: Mapping[Any, float], several: bool
) -> Fraction | None:
    """What an enterprise's facilities in a cell come to, in units; None without data."""
    parts: list[Fraction] = []
    for facility in facilities:
        found = [values.get((enterprise, facility, each)) for each in _INDICATORS[method]]
        if any(each is None for each in found):
            break
        parts.append(_product(found))
    if len(parts) < len(facilities):
        found = [values.get((enterprise, "", each)) for each in _INDICATORS[method]]
        if several or any(each is None for each in found):
            return None
        parts = [_product(found)]
    return sum(parts, Fraction(0)) * 1000 / context.rules.unit_kg


def _product(values: Iterable[float | None]) -> Fraction:
    whole = Fraction(1)
    for value in values:
        whole *= max(Fraction(0), Fraction(repr(float(value or 0))))
    return whole


def _within(
    context: Context, key: Key, method: str, wanted: Mapping[str, Fraction], budget: int, baseline: int
) -> dict[str, int]:
    """Whole units that never exceed the layer's budget."""
    asked = sum(wanted.values(), Fraction(0))
    if not asked or not budget:
        return {}
    if method == "grandfather":
        whole = max(asked, Fraction(baseline, context.rules.unit_kg))
        top = math.floor(budget * asked / whole)
    else:
        top = min(budget, math.floor(asked))
        if asked > budget:
            told = {"method": method, "budget": context.tonnes(budget)}
            context.note("budget-decompose-enterprise-capped", " / ".join(key), context.tonnes(float(asked)), **told)
    return largest_remainder(dict(wanted), top)
