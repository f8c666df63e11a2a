"""Quantities of a monthly report in the unit of their item; a unit of another kind is a finding."""

from __future__ import annotations

from ghginv.domain import monthly_items, plan_tables, units
from ghginv.errors import InputError
from ghginv.workbooks.monthly_reading import Line


def canonical(line: Line) -> float | None:
    """The quantity in the item's own unit; None where number, unit or item is missing or wrong."""
    meaning = monthly_items.meanings().get(line.text("item"))
    return _converted(line, "quantity", meaning.unit if meaning else "")


def economic(line: Line) -> tuple[float | None, str]:
    """The value in the unit of its indicator, and that unit."""
    table = plan_tables.monthly().table("economics")
    column = table.column("indicator") if table else None
    choice = column.choice(line.text("indicator")) if column else None
    unit = choice.unit if choice else ""
    return _converted(line, "value", unit), unit


def _converted(line: Line, column: str, wanted: str) -> float | None:
    text, number = line.text("unit"), line.values.get(column)
    unit = units.find(text) if text else None
    if text and unit is None:
        line.remark("unit-unknown", "unit", text, near="、".join(units.nearest(text)) or "-")
    if unit is None or not wanted:
        return None
    try:
        units.factor(unit, wanted)
    except InputError:
        line.remark("unit-wrong-kind", "unit", text, units.table()[wanted].zh if wanted in units.table() else wanted)
        return None
    return units.convert(float(number), unit, wanted) if isinstance(number, float) else None
