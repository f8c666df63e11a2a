"""How certain an inventory is: from a table of emissions and uncertainties, by error propagation or by Monte Carlo.

Both ask for the half-width of the 95 % interval in percent of the mean (IPCC 2006 Vol.1 Ch.3). What a compiled
inventory says of its own inputs is simulated through its formulas instead: see ``propagation`` and ``simulation``.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from ghginv.inventory import approach1, monte_carlo
from ghginv.inventory.inputs import Input
from ghginv.inventory.monte_carlo import Drawn, Simulation
from ghginv.inventory.rows import SIDES, uncertain_rows

if TYPE_CHECKING:
    from typing import Any

    import numpy
    import pandas as pd

DRAWS, SEED = 10_000, 1


def propagate(table: pd.DataFrame) -> pd.DataFrame:
    """Approach 1: the table of IPCC 2006 Vol.1 Ch.3 (Table 3.2), a row per category and gas and the total.

    ``table`` is described at ``rows.uncertain_rows``, the answer at ``approach1.table``. Of a lopsided interval the
    larger side counts; rows that share a group are taken as fully correlated. Raises InputError.

    >>> import pandas as pd
    >>> one = pd.DataFrame({"category": ["1"], "gas": ["CO2"], "co2e_t": [100.0],
    ...                     "activity_uncertainty": [3.0], "factor_uncertainty": [4.0]})
    >>> float(propagate(one)["combined_uncertainty"][0]), float(propagate(one)["half_width_t"][1])
    (5.0, 5.0)
    """
    import pandas as pd

    rows = uncertain_rows(table)
    parts = [
        {
            "row": place,
            "input": row[f"{side}_group"] or f"{row['category']}\x1f{row['gas']}",
            "side": side,
            "percent": max(row[f"{side}_minus"], row[f"{side}_plus"]),
            "correlated": row[f"{side}_correlated"],
        }
        for place, row in enumerate(rows.to_dict("records"))
        for side in SIDES
    ]
    frame = pd.DataFrame(parts)
    return approach1.table(rows, frame.assign(input=frame["side"] + "\x1f" + frame["input"]))


def simulate(table: pd.DataFrame, draws: int = DRAWS, seed: int = SEED) -> pd.DataFrame:
    """Approach 2: the same table by Monte Carlo; the answer has the columns of ``monte_carlo.COLUMNS``.

    The same seed gives the same figures, whatever the order of the rows. Rows that share a group share their draws.
    Without a distribution an interval is normal while small, lognormal when large. Raises InputError, UsageError.
    """
    return simulation(table, draws, seed).table


def simulation(table: pd.DataFrame, draws: int = DRAWS, seed: int = SEED) -> Simulation:
    """The same with what shows how far the draws have converged."""
    return monte_carlo.summary(_drawn(uncertain_rows(table), draws, seed), draws, seed)


def _drawn(rows: pd.DataFrame, draws: int, seed: int) -> Iterator[Drawn]:
    based = "base_co2e_t" in rows
    for row in rows.to_dict("records"):
        multiplied, base = _multipliers(row, draws, seed, based)
        yield Drawn(
            row["category"],
            row["gas"],
            row["land"],
            row["co2e_t"],
            row["co2e_t"] * multiplied,
            row["base_co2e_t"] if based else None,
            row["base_co2e_t"] * base if base is not None else None,
        )


def _multipliers(row: dict[str, Any], draws: int, seed: int, based: bool) -> tuple[numpy.ndarray, numpy.ndarray | None]:
    """Activity times factor, in the year and in the base year."""
    code = f"{row['category']} {row['gas']}"
    year: list[numpy.ndarray] = []
    base: list[numpy.ndarray] = []
    for side in SIDES:
        name = f"{side}\x1f" + (row[f"{side}_group"] or f"{row['category']}\x1f{row['gas']}")
        interval = row[f"{side}_minus"], row[f"{side}_plus"], row[f"{side}_distribution"]
        given = Input(name, side, *interval, code=code)
        year.append(given.drawn(draws, seed))
        if based:
            same = row[f"{side}_correlated"]
            base.append(year[-1] if same else replace(given, name=f"{name}\x1fbase").drawn(draws, seed))
    return year[0] * year[1], base[0] * base[1] if based else None
