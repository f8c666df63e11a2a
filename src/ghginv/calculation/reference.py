"""The reference approach 参考方法 beside the sectoral approach 部门方法.

Source: IPCC 2006 Vol. 2 Ch. 6; provincial guideline 2011, ch. 1.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from ghginv.calculation import layouts, reporting, steps
from ghginv.calculation.apply import GRAMS_PER_TONNE

if TYPE_CHECKING:
    import pandas as pd

    from ghginv.calculation.inventory import Inventory

APPROACHES = ("apparent", "stored", "sectoral")
TOTAL = "total"


def energy(inventory: Inventory, rows: pd.DataFrame) -> pd.Series:
    """The energy in TJ of each row of apparent consumption, zero for other rows; ``rows`` are placed emission rows."""
    import pandas as pd

    apparent = rows[rows["approach"] == "apparent"]
    found = [
        steps.steps(inventory, formula).set_index(["activity_id", "choice_id"])["energy"]
        for formula in sorted(set(apparent["formula"]))
    ]
    known = pd.concat(found).to_dict() if found else {}
    keys = zip(rows["activity_id"], rows["choice_id"], rows["approach"], strict=True)
    values = [known[activity, choice] if approach == "apparent" else 0.0 for activity, choice, approach in keys]
    return pd.Series(values, index=rows.index, dtype="float64")


def compare(inventory: Inventory, rows: pd.DataFrame, lang: str = "zh") -> pd.DataFrame:
    """A row for each fuel group and one for all.

    Columns: ``fuel, name, apparent_tj, apparent_co2_t, stored_co2_t`` (negative), ``reference_co2_t``,
    ``sectoral_co2_t, difference_t, difference_percent`` (of the sectoral figure; None where that is zero).
    """
    import pandas as pd

    grams = rows[rows["approach"] != ""].groupby(["group", "approach"])["mass_g"].sum().to_dict()
    joules = energy(inventory, rows)
    table = []
    for line in layouts.shared("reference").lines:
        of = reporting.FUELS if line.line == TOTAL else (line.line,)
        apparent, stored, sectoral = (sum(int(grams.get((group, each), 0)) for group in of) for each in APPROACHES)
        difference = apparent + stored - sectoral
        table.append(
            {
                "fuel": line.line,
                "name": line.name(lang),
                "apparent_tj": math.fsum(joules[rows["group"].isin(of)]),
                "apparent_co2_t": apparent / GRAMS_PER_TONNE,
                "stored_co2_t": stored / GRAMS_PER_TONNE,
                "reference_co2_t": (apparent + stored) / GRAMS_PER_TONNE,
                "sectoral_co2_t": sectoral / GRAMS_PER_TONNE,
                "difference_t": difference / GRAMS_PER_TONNE,
                "difference_percent": 100 * difference / sectoral if sectoral else None,
            }
        )
    return pd.DataFrame(table)
