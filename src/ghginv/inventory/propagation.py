"""Approach 1 of a compiled inventory: every formula is differentiated, and every input keeps its identity.

The formulas are read with ``uncertainties`` values. What an activity or a parameter does to a row is its partial
derivative times its half-width, so an input that serves many rows adds up in them before anything is squared; then the
figures by category and gas go through the table of the guidelines (``approach1``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ghginv.inventory import approach1
from ghginv.inventory.evidence import FACTOR
from ghginv.inventory.figures import Figures, paired
from ghginv.readings.uncertainty import Z95, uncertain
from ghginv.readings.uncertainty import propagate as through_formula

if TYPE_CHECKING:
    import pandas as pd

    from ghginv.inventory.inputs import Input


def propagate(figures: Figures, base: Figures | None = None) -> pd.DataFrame:
    """The table of ``approach1.table`` for a year, with the trend where a base year is given.

    Factors are the same numbers in both years, activity data are not. What the base year alone has takes its
    uncertainties from there.
    """
    rows = paired(figures, base)
    parts = _parts(figures, rows)
    if base is not None:
        only = _parts(base, rows.assign(co2e_t=rows["base_co2e_t"]))
        import pandas as pd

        parts = pd.concat([parts, only[~only["row"].isin(set(parts["row"]))]], ignore_index=True)
    return approach1.table(rows, parts)


def _parts(figures: Figures, rows: pd.DataFrame) -> pd.DataFrame:
    """The parts of ``approach1`` for the rows that the figures hold."""
    import pandas as pd

    effects = _effects(figures)
    places = {key: place for place, key in enumerate(zip(rows["category"], rows["gas"], strict=True))}
    emission = dict(enumerate(rows["co2e_t"]))
    parts = [
        {
            "row": places[key],
            "input": each.name,
            "side": each.kind,
            "percent": 100 * half_width / emission[places[key]] if emission[places[key]] else 0.0,
            "correlated": each.kind == FACTOR,
        }
        for (key, each), half_width in effects.items()
    ]
    return pd.DataFrame(parts, columns=["row", "input", "side", "percent", "correlated"])


def _effects(figures: Figures) -> dict[tuple[tuple[str, str], Input], float]:
    """Signed half-width in t CO2e of each input's effect on each category and gas."""
    made: dict[str, Any] = {}
    by_tag: dict[str, Input] = {}

    def multiplier(each: Input) -> Any:
        if each.name not in made:
            share = each.uncertainty / 100
            made[each.name] = 1.0 if each.certain else uncertain(1.0, 1 - share, 1 + share, each.name)
            by_tag[each.name] = each
        return made[each.name]

    effects: dict[tuple[tuple[str, str], Input], float] = {}
    terms: dict[int, dict[str, Any]] = {}
    evidence = figures.evidence
    for row in figures.rows.itertuples(index=False):
        choice = figures.choices[row.choice_id]
        if row.choice_id not in terms:
            terms[row.choice_id] = {
                name: value * multiplier(evidence.parameter(choice.parameters[name]))
                for name, value in choice.values.items()
            }
        values = terms[row.choice_id]
        activity = multiplier(evidence.activity(row.activity_id))
        result = through_formula(choice.formula, {"quantity": evidence.quantity(row.activity_id) * activity, **values})
        for variable, slope in getattr(result, "derivatives", {}).items():
            key = (row.category, row.gas), by_tag[variable.tag]
            effects[key] = effects.get(key, 0.0) + slope * variable.std_dev * Z95 * choice.gwp
    return effects
