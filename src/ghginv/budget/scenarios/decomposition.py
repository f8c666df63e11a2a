"""Why a scenario moves: LMDI over what was multiplied – activity, structure, intensity, mix, power factor, measures.

Each cell (source × formula × gas) is its emissions of the base year times these factors; the effects of all cells sum
to the change to the gram. What rounding to grams left goes to the largest effect.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from ghginv.budget import lmdi
from ghginv.budget.scenarios.future import FACTORS

EFFECTS = (*FACTORS, "measures")
_KEY = ["source", "choice_id"]


def over_time(cells: pd.DataFrame, scenario: str, start: int, end: int, by: Sequence[str] = ()) -> pd.DataFrame:
    """The effects between two years of a scenario, in whole grams: columns of ``by``, ``EFFECTS``, ``change_g``."""
    mine = cells[(cells["scenario"] == scenario) & cells["counts"]]
    return _between(mine[mine["at"] == start], mine[mine["at"] == end], by)


def between(cells: pd.DataFrame, first: str, second: str, year: int, by: Sequence[str] = ()) -> pd.DataFrame:
    """The effects that lead from one scenario to another in a year."""
    mine = cells[(cells["at"] == year) & cells["counts"]]
    return _between(mine[mine["scenario"] == first], mine[mine["scenario"] == second], by)


def _between(first: pd.DataFrame, second: pd.DataFrame, by: Sequence[str]) -> pd.DataFrame:
    both = first.merge(second, on=_KEY, how="outer", suffixes=("_0", "_1"))
    for name in by:
        both[name] = both[f"{name}_0"].where(both[f"{name}_0"].notna(), both[f"{name}_1"])
    both[[f"{name}_g_{side}" for name in ("before", "after") for side in (0, 1)]] = both[
        [f"{name}_g_{side}" for name in ("before", "after") for side in (0, 1)]
    ].fillna(0)
    coefficient = _coefficient(both)
    sides = [{"coefficient": coefficient} | {name: _factor(both, name, side) for name in EFFECTS} for side in (0, 1)]
    effects = lmdi.additive(*sides)
    change = (both["after_g_1"] - both["after_g_0"]).astype(float)
    # The change is of whole grams, the product of the factors is not: what lies between goes to the largest effect.
    exact = lmdi.closed(np.stack([effects[name] for name in EFFECTS]), change.to_numpy())
    table = pd.DataFrame(dict(zip(EFFECTS, exact, strict=True)), index=both.index)
    table = table.assign(**{name: both[name] for name in by}, change=change)
    whole = table.groupby(list(by)).sum() if by else table.sum(numeric_only=True).to_frame().T
    return _whole(whole).reset_index() if by else _whole(whole).reset_index(drop=True)


def _factor(both: pd.DataFrame, name: str, side: int) -> np.ndarray:
    """A factor of one side (for ``measures`` the share that they leave); 1 where a side lacks the cell."""
    if name != "measures":
        return both[f"{name}_{side}"].fillna(1.0).to_numpy(dtype=float)
    before, after = (both[f"{when}_g_{side}"].to_numpy(dtype=float) for when in ("before", "after"))
    return np.where(before == 0, 1.0, after / np.where(before == 0, 1.0, before))


def _coefficient(both: pd.DataFrame) -> np.ndarray:
    """What a cell emits where all factors are 1: from the side on which it emits more, which carries more digits."""
    found = []
    for side in (0, 1):
        product = np.prod([_factor(both, name, side) for name in FACTORS], axis=0)
        grams = both[f"before_g_{side}"].to_numpy(dtype=float)
        found.append(np.where(product == 0, 0.0, grams / np.where(product == 0, 1.0, product)))
    larger = np.abs(both["before_g_1"].to_numpy(dtype=float)) > np.abs(both["before_g_0"].to_numpy(dtype=float))
    return np.where(larger, found[1], found[0])


def _whole(table: pd.DataFrame) -> pd.DataFrame:
    """Whole grams that sum to the change: what is left goes to the largest effect."""
    grams = table[list(EFFECTS)].round().astype("int64")
    change = table["change"].round().astype("int64")
    rest = change - grams.sum(axis=1)
    for at, name in enumerate(grams.abs().to_numpy().argmax(axis=1)):
        grams.iloc[at, name] += rest.iloc[at]
    return grams.assign(change_g=change)
