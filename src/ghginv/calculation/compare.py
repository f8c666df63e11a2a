"""What differs between two inventories, and why: activity data, factors, method, GWP, boundary.

Rows are matched by source category, item, gas and memo. A difference in CO2e is split among its causes (see
``effects``) and explained by what both sides say of themselves: which activity quantities, parameter values, formulas
or GWP differ, or that one side has no such row.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from ghginv.calculation.apply import GRAMS_PER_TONNE
from ghginv.calculation.effects import EFFECTS, KEY, effects

if TYPE_CHECKING:
    import pandas as pd

    from ghginv.calculation.inventory import Inventory


def compare(first: Inventory, second: Inventory, lang: str = "zh") -> pd.DataFrame:
    """A row per key in either inventory, largest difference first.

    Columns: the key, ``first_co2e_t``, ``second_co2e_t``, ``difference_t``, ``difference_percent``, a column for each
    cause (``activity_t``, ``factor_t``, ``method_t``, ``gwp_t``, ``boundary_t``), which add up to the difference, and
    ``why``.
    """
    import pandas as pd

    causes = {tuple(row[:4]): row[4:] for row in effects(first, second).itertuples(index=False, name=None)}
    left, right = (_by_key(inventory) for inventory in (first, second))
    rows = []
    for key in sorted(set(left) | set(right)):
        a, b = left.get(key), right.get(key)
        grams = [side["co2e_g"] if side else 0 for side in (a, b)]
        difference = (grams[1] - grams[0]) / 1e6
        rows.append(
            {
                **dict(zip(KEY, key, strict=True)),
                "first_co2e_t": grams[0] / 1e6 if a else None,
                "second_co2e_t": grams[1] / 1e6 if b else None,
                "difference_t": difference,
                "difference_percent": 100 * difference / (grams[0] / 1e6) if a and grams[0] else None,
                **{
                    f"{name}_t": grams / GRAMS_PER_TONNE
                    for name, grams in zip(EFFECTS, causes.get(key, (0,) * len(EFFECTS)), strict=True)
                },
                "why": _why(a, b, lang),
            }
        )
    frame = pd.DataFrame(rows)
    return frame.sort_values("difference_t", key=lambda column: -column.abs(), kind="stable", ignore_index=True)


def summary(compared: pd.DataFrame) -> dict[str, float]:
    """What counts, as one: both totals, the difference and its causes, in t CO2e."""
    counted = compared[compared["memo"] == ""]
    names = ["first_co2e_t", "second_co2e_t", "difference_t", *(f"{name}_t" for name in EFFECTS)]
    return {name: float(counted[name].fillna(0).sum()) for name in names}


def _by_key(inventory: Inventory) -> dict[tuple[str, ...], dict[str, Any]]:
    """For each key: the CO2e, the quantities, the formulas, the term values and the GWP."""
    choices = inventory.choices.set_index("choice_id")
    quantity = inventory.activity.set_index("activity_id")["quantity"]
    sides: dict[tuple[str, ...], dict[str, Any]] = {}
    for values, rows in inventory.emissions.groupby(KEY, sort=True):
        used = choices.loc[sorted(set(rows["choice_id"]))]
        terms = {(t["name"], t["value"]) for text in used["terms"] for t in json.loads(text)}
        sides[tuple(values)] = {
            "co2e_g": int(rows["co2e_g"].sum()),
            "activity": float(quantity.loc[rows["activity_id"]].sum()),
            "formula": set(used["formula"]),
            "terms": terms,
            "gwp": set(used["gwp"]),
        }
    return sides


def _why(a: dict[str, Any] | None, b: dict[str, Any] | None, lang: str) -> str:
    if a is None or b is None:
        which = ("前者", "后者") if lang == "zh" else ("the first", "the second")
        missing = which[0] if a is None else which[1]
        return f"边界：{missing}不含此项" if lang == "zh" else f"boundary: {missing} does not have it"
    causes = []
    if a["activity"] != b["activity"]:
        causes.append("活动水平" if lang == "zh" else "activity data")
    if a["formula"] != b["formula"]:
        causes.append("方法" if lang == "zh" else "method")
    elif a["terms"] != b["terms"]:
        names = sorted({name for name, _ in a["terms"] ^ b["terms"]})
        causes.append(("参数：" if lang == "zh" else "parameters: ") + ", ".join(_title(name, lang) for name in names))
    if a["gwp"] != b["gwp"]:
        causes.append("GWP")
    return "；".join(causes) or ("相同" if lang == "zh" else "same")


def _title(name: str, lang: str) -> str:
    from ghginv.domain.terms import TERMS

    return TERMS[name].title(lang)
