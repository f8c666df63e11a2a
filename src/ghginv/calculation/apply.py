"""Join big: activity data meet their choices on the engine, and the formulas are called on its columns.

Tables in, tables out. Rows are computed in float64 and cast once to whole grams (six places of a tonne); all that is
published is a sum of such integers, so neither order nor threads can change a digit.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from ghginv.calculation.choose import ActivityKey, Choices
from ghginv.factors.library import Measured
from ghginv.formulas import all_formulas
from ghginv.readings import columns

if TYPE_CHECKING:
    import ibis.expr.types as ir
    import pyarrow as pa

KEY = tuple(ActivityKey.__slots__)
NUMBERS = ("year", "vintage", "month")
GRAMS_PER_TONNE = 1_000_000
_OWNED_BY, _BETWEEN = ("enterprise", "category", "item"), "\x1f"
# A product that reads n.5 in fifteen digits may lie a few units of the last binary place below; a sheet rounds it up.
# The nudge is never so large that it could move a figure that is whole already.
NUDGE, MOST_NUDGE = 2.0**-50, 2.0**-10


def told_apart(activity: pa.Table, measured: Measured) -> pa.Table:
    """The columns that are computed with.

    A facility is part of the key only where something was ``measured`` for some row of the enterprise (or the region),
    category and item; a month only where it was measured by month.
    """
    import pyarrow as pa
    import pyarrow.compute as pc

    named = pc.binary_join_element_wise(*(activity[name] for name in _OWNED_BY), _BETWEEN)
    distinct = [tuple(text.split(_BETWEEN)) for text in pc.unique(named).to_pylist()]
    for column, blank, by_month in (("facility", "", False), ("month", 0, True)):
        kept = sorted(_BETWEEN.join(each) for each in distinct if measured.tells_apart(*each, by_month=by_month))
        own = pc.is_in(named, pa.array(kept, pa.string()))
        place = activity.schema.get_field_index(column)
        activity = activity.set_column(place, column, pc.if_else(own, activity[column], blank))
    return activity.select([*KEY, "activity_id", "quantity"])


def distinct_keys(activity: ir.Table) -> list[ActivityKey]:
    """The distinct keys of activity data."""
    rows = activity.select(*KEY).distinct().to_pyarrow().to_pylist()
    return sorted(ActivityKey(**row) for row in rows)


def choice_table(choices: Choices, gwp: Mapping[str, float]) -> pa.Table:
    """The choices as a table: the key, ``choice_id``, ``formula_code``, ``gwp`` and a column for each term."""
    import pyarrow as pa

    served = [chosen for chosen in choices.chosen if chosen.computed]
    codes = formula_codes(choices)
    terms = sorted({name for chosen in served for name in chosen.served.terms})
    table: dict[str, pa.Array] = {
        name: pa.array([getattr(chosen.key, name) for chosen in served], pa.int64() if name in NUMBERS else pa.string())
        for name in KEY
    }
    table["choice_id"] = pa.array([chosen.choice_id for chosen in served], pa.int32())
    table["formula_code"] = pa.array([codes[chosen.rule.formula] for chosen in served], pa.int32())
    table["gwp"] = pa.array([gwp[chosen.served.gas] for chosen in served], pa.float64())
    for term in terms:
        table[term] = pa.array([chosen.served.terms.get(term) for chosen in served], pa.float64())
    return pa.table(table)


def formula_codes(choices: Choices) -> dict[str, int]:
    """A number for each formula in use."""
    return {name: code for code, name in enumerate(sorted({c.rule.formula for c in choices.chosen if c.computed}))}


def apply(activity: ir.Table, choice: ir.Table, codes: Mapping[str, int]) -> ir.Table:
    """The emission rows: ``activity_id, choice_id, mass_g, co2e_g``.

    ``activity`` has the key columns, ``activity_id`` and ``quantity``, which is never blank: a row with a notation key
    is left out before. ``choice`` is ``choice_table`` on the engine. One join; each row computes the formula its choice
    names.
    """
    import ibis

    rows = activity.join(choice, list(KEY))
    masses = [(rows.formula_code == code, _mass(name, rows)) for name, code in codes.items()]
    mass = masses[0][1] if len(masses) == 1 else ibis.cases(*masses)
    grams = rows.select("activity_id", "choice_id", "gwp", grams=mass * GRAMS_PER_TONNE)
    whole = grams.select("activity_id", "choice_id", "gwp", mass_g=_whole(grams.grams))
    return whole.select("activity_id", "choice_id", "mass_g", co2e_g=_whole(whole.mass_g.cast("float64") * whole.gwp))


def _whole(grams: ir.Column) -> ir.Column:
    return (grams + (grams * NUDGE).clip(-MOST_NUDGE, MOST_NUDGE)).round().cast("int64")


def _mass(name: str, rows: ir.Table) -> ir.Column:
    formula = all_formulas()[name]
    return columns.compute(formula, {term: rows[term] for term in formula.equation.arguments})
