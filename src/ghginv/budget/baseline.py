"""The baseline 基线 of the base year under the codes of a later year, in kg."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ghginv.budget import mappings
from ghginv.budget.trees import last_day
from ghginv.errors import InputError
from ghginv.findings import Finding

if TYPE_CHECKING:
    from ghginv.budget.plan import Plan
    from ghginv.budget.rules import Rules


def read(plan: Plan, rules: Rules, year: int) -> dict[tuple[str, str, str], int]:
    """Emissions of the base year in kg by (region, industry, layer), budgeted layers only, codes as valid in ``year``.

    InputError: none at all, an unknown layer, a negative amount, a code that is not valid in the year and not mapped.
    """
    table = plan.tables["baseline"]
    rows = table[table["year"] == plan.base_year]
    known = {layer.id: layer.budgeted for layer in rules.layers}
    amounts: dict[tuple[str, str, str], int] = {}
    faults = []
    for row in rows.to_dict("records"):
        key = (row["region"], row["industry"], row["layer"])
        if row["layer"] not in known:
            faults.append(_told("budget-decompose-layer", year, row["layer"], "、".join(known), row.get("place", "")))
        elif known[row["layer"]] and not row["emissions_t"] >= 0:
            told = f"{row['emissions_t']:.15g}"
            faults.append(_told("budget-decompose-baseline-negative", year, " / ".join(key), told))
        elif known[row["layer"]]:
            amounts[key] = amounts.get(key, 0) + round(row["emissions_t"] * 1000)
    if not faults and not any(amounts.values()):
        faults.append(_told("budget-decompose-baseline-missing", year, str(plan.base_year)))
    if faults:
        raise InputError(*faults)
    amounts = _mapped(plan, amounts, year)
    day = last_day(year)
    for tree, place in ((plan.regions, 0), (plan.industries, 1)):
        gone = sorted({key[place] for key, kg in amounts.items() if kg and not tree.has(key[place], day)})
        if gone:
            faults.append(_told("budget-decompose-code-gone", year, "、".join(gone), day))
    if faults:
        raise InputError(*faults)
    return dict(sorted(amounts.items()))


def _told(code: str, year: int, found: str, expected: str = "", place: str = "") -> Finding:
    return Finding(code, sheet=str(year), found=found, expected=expected, details={"place": place or "–"})


def _mapped(plan: Plan, amounts: dict[tuple[str, str, str], int], year: int) -> dict[tuple[str, str, str], int]:
    """Old codes moved to the new ones by the table of mappings, to the kilogram."""
    for place, tree in enumerate(("region", "industry")):
        shares = mappings.of_plan(plan, tree)
        if not shares:
            continue
        groups: dict[tuple[str, str], dict[str, int]] = {}
        for key, kg in amounts.items():
            rest = key[1 - place], key[2]
            groups.setdefault(rest, {})[key[place]] = kg
        amounts = {}
        for (other, layer), values in groups.items():
            for code, kg in mappings.mapped(values, shares, last_day(year)).items():
                key = (code, other, layer) if place == 0 else (other, code, layer)
                amounts[key] = amounts.get(key, 0) + kg
    return amounts
