"""Why emissions moved 原因分解: activity, structure, intensity, energy mix, carbon of energy, power factor (LMDI-I).

``C = sum over i, j of Y · (Y_i/Y) · (E_i/Y_i) · (E_ij/E_i) · (C_ij/E_ij)`` with industries i, energy kinds j (fuel and
power), value added Y, energy E, emissions C. Of power the last factor is the factor of the grid. What is not known
shortens the chain: without energy the intensity is emissions per value added, without value added only who contributed
what is left. The decomposition is ``budget.lmdi``; effects are whole kilograms and add up to the change exactly.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from ghginv.budget import lmdi

ACTIVITY, STRUCTURE, INTENSITY = "activity", "structure", "intensity"
MIX, CARBON, FACTOR = "mix", "carbon", "power_factor"
EFFECTS = (ACTIVITY, STRUCTURE, INTENSITY, MIX, CARBON, FACTOR)
POWER = "power"


def decompose(before: pd.DataFrame, after: pd.DataFrame) -> pd.DataFrame:
    """The effects of two periods: a row an industry (index), columns those of EFFECTS that can be told, whole kg.

    Both: ``industry, emissions_kg, value_added`` and where known ``carrier`` (fuel or power), ``energy``: a row an
    industry, or an industry and carrier; ``value_added`` stands in each row of an industry. An industry of one period
    only is new or gone. Emissions of an industry without energy or value added, where the others have it, count as
    intensity: nothing is lost.
    """
    keys = ["industry", *(["carrier"] if "carrier" in before and "carrier" in after else [])]
    with_energy = "energy" in before and "energy" in after and len(keys) == 2
    index = pd.MultiIndex.from_frame(pd.concat([before[keys], after[keys]]).drop_duplicates().sort_values(keys))
    first, last = (_factors(each, keys, index, with_energy) for each in (before, after))
    effects = lmdi.additive(*_comparable(first, last))
    table = pd.DataFrame(effects, index=index)
    if with_energy:
        power = index.get_level_values("carrier") == POWER
        table[FACTOR] = np.where(power, table[CARBON], 0.0)
        table[CARBON] = np.where(power, 0.0, table[CARBON])
    sums = table.groupby(level="industry", sort=True).sum()
    sums = sums[[each for each in EFFECTS if each in sums]]
    change = after.groupby("industry")["emissions_kg"].sum().sub(
        before.groupby("industry")["emissions_kg"].sum(), fill_value=0
    )  # fmt: skip
    return whole(sums, change.reindex(sums.index).astype("int64"))


def whole(effects: pd.DataFrame, change: pd.Series) -> pd.DataFrame:
    """Effects as whole kilograms whose rows add up to ``change``: what rounding leaves goes to the largest of a row."""
    rounded = effects.round().astype("int64")
    rest = (change - rounded.sum(axis=1)).to_numpy()
    values = rounded.to_numpy(copy=True)
    largest = np.abs(effects.to_numpy()).argmax(axis=1)
    values[np.arange(len(values)), largest] += rest
    return pd.DataFrame(values, index=effects.index, columns=effects.columns)


def contributions(now: Mapping[str, int], reference: Mapping[str, int]) -> pd.DataFrame:
    """Who made the difference: ``code, now_kg, reference_kg, change_kg``, the largest rise first; sums are exact."""
    codes = sorted({*now, *reference})
    pairs = [(code, now.get(code, 0), reference.get(code, 0)) for code in codes]
    rows = [(code, one, other, one - other) for code, one, other in pairs]
    table = pd.DataFrame(rows, columns=["code", "now_kg", "reference_kg", "change_kg"])
    return table.sort_values("change_kg", ascending=False, kind="stable", ignore_index=True)


def _factors(
    table: pd.DataFrame, keys: list[str], index: pd.MultiIndex, with_energy: bool
) -> dict[str, tuple[pd.Series, pd.Series]]:
    """Each factor as what stands above and below its line, on the index."""
    rows = table.groupby(keys, sort=True).agg(
        {"emissions_kg": "sum", "value_added": "max", **({"energy": "sum"} if with_energy else {})}
    )
    rows = rows.set_axis(pd.MultiIndex.from_arrays([rows.index.get_level_values(key) for key in keys], names=keys))
    rows = rows.reindex(index).fillna(0.0).astype("float64")
    by = rows.groupby(level="industry")
    own = by["value_added"].transform("max")
    all_in = pd.Series(float(by["value_added"].max().sum()), index=index)
    one = pd.Series(1.0, index=index)
    found = {ACTIVITY: (all_in, one), STRUCTURE: (own, all_in)}
    if with_energy:
        energy = by["energy"].transform("sum")
        found |= {INTENSITY: (energy, own), MIX: (rows["energy"], energy)}
        return found | {CARBON: (rows["emissions_kg"], rows["energy"])}
    return found | {INTENSITY: (rows["emissions_kg"], own)}


def _comparable(
    first: Mapping[str, tuple[pd.Series, pd.Series]], last: Mapping[str, tuple[pd.Series, pd.Series]]
) -> tuple[dict[str, np.ndarray], dict[str, np.ndarray]]:
    """The factors as numbers at both ends.

    A quotient that one end does not have (nothing below the line) is as at the other end: it did not move. Where what
    is below is nothing and emissions are there all the same, the last factor carries them, the others stand at one.
    """
    made: tuple[dict[str, np.ndarray], dict[str, np.ndarray]] = ({}, {})
    ratios = [
        {name: (above / below.where(below != 0)).to_numpy(dtype="float64") for name, (above, below) in each.items()}
        for each in (first, last)
    ]
    for name in first:
        one, other = ratios[0][name], ratios[1][name]
        made[0][name] = np.where(np.isnan(one), np.where(np.isnan(other), 1.0, other), one)
        made[1][name] = np.where(np.isnan(other), np.where(np.isnan(one), 1.0, one), other)
    final = list(first)[-1]
    for side, each in ((0, first), (1, last)):
        emitted = each[final][0].to_numpy(dtype="float64")
        product = np.prod([made[side][name] for name in first], axis=0)
        odd = ~np.isclose(product, emitted, rtol=1e-9, atol=1e-6)
        for name in first:
            made[side][name] = np.where(odd, emitted if name == final else 1.0, made[side][name])
    return made
