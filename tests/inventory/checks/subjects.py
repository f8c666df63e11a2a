"""Small inventories to check, and ways to spoil them."""

from __future__ import annotations

from dataclasses import replace

from ghginv.domain import items
from ghginv.domain.records import Activity, Parameter
from ghginv.factors import library
from ghginv.inventory import checks
from ghginv.inventory.checks.result import Result
from ghginv.inventory.checks.subject import Subject
from tests import inventories

COAL, DIESEL = ("1.2.1", "bituminous", 1000.0), ("1.4.W", "diesel", 500.0)


def compiled(*rows, year=2022, region="440300", guideline="pg2011", measured=()):
    """An inventory of rows: category, item, quantity (or a notation key), and fields of the activity."""
    activities = []
    for number, (category, item, quantity, *given) in enumerate(rows, start=5):
        unit = items.find_code(item).unit
        fields = given[0] if given else {}
        if isinstance(quantity, str):
            fields = {"notation": quantity, **fields}
        value = None if isinstance(quantity, str) else quantity
        written = {"reported_value": str(quantity), "reported_unit": unit} | fields
        activities.append(Activity(region, year, category, item, value, unit, "表", f"D{number}", **written))
    return inventories.compiled(activities, guideline, region, year, measured)


def result(check: str, *rows, earlier=None, peers=None, measured=(), **given) -> Result:
    """One check on an inventory of these rows."""
    inventory = compiled(*rows, measured=measured, **given)
    return of(check, inventory, earlier, peers, measured)


def of(check: str, inventory, earlier=None, peers=None, measured=()) -> Result:
    """One check on an inventory."""
    known = library.load().with_local(measured)
    return checks.CHECKS[check](Subject(inventory, known, earlier or {}, peers or {}))


def codes(found: Result) -> list[str]:
    return [remark.finding.code for remark in found.remarks]


def spoilt(inventory, table: str, column: str, place: int, value):
    """The inventory with one cell of one of its tables changed."""
    frame = getattr(inventory, table).copy()
    frame[column] = [value if row == place else each for row, each in enumerate(frame[column])]
    return replace(inventory, **{table: frame})


def submitted(name: str, value: float, unit: str, item: str, **given) -> Parameter:
    """A value of a term that a workbook gave."""
    fields = {"parameter_id": f"m.{name}.{item}", "factor_set": "measured", "source_id": "workbook:0123456789ab"}
    return Parameter(name=name, value=value, unit=unit, item=item, tier="local", status="found", **fields, **given)
