"""The steps of a formula for the rows of an inventory: what stands between an activity and its emission."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from ghginv.formulas import all_formulas
from ghginv.formulas.words import CONSTANTS
from ghginv.readings.grammar import Derivation, evaluate, parse

if TYPE_CHECKING:
    import pandas as pd

    from ghginv.calculation.inventory import Inventory


def derivation(formula: str) -> Derivation:
    """The named steps of a formula, the last one ``result``."""
    return parse(all_formulas()[formula])


def steps(inventory: Inventory, formula: str) -> pd.DataFrame:
    """The rows computed by a formula, in the order of ``inventory.emissions``, with terms and steps as columns.

    Columns: those of the emission rows, ``quantity`` and ``unit`` of the activity, a column for each argument (one that
    a choice leaves to the formula has the formula's constant) and for each step, in double precision.
    """
    import pandas as pd

    rows = inventory.emissions[inventory.emissions["formula"] == formula]
    rows = rows.merge(inventory.activity[["activity_id", "quantity", "unit"]], on="activity_id", how="left")
    chosen = inventory.choices[inventory.choices["formula"] == formula]
    terms = pd.DataFrame(
        [{term["name"]: term["value"] for term in json.loads(text)} for text in chosen["terms"]],
        index=chosen["choice_id"],
    )
    derived = derivation(formula)
    for argument in derived.arguments[1:]:
        values = terms[argument] if argument in terms else pd.Series(float("nan"), index=terms.index)
        if argument in derived.defaults:
            values = values.fillna(CONSTANTS[derived.defaults[argument]].value)
        rows[argument] = rows["choice_id"].map(values).astype("float64")
    values = {argument: rows[argument].to_numpy("float64") for argument in derived.arguments}
    return rows.assign(**evaluate(derived, values))
