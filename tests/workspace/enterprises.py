"""A district's statistics and its enterprises as records, stored as import and verification would: all made up."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path

from ghginv.domain import items
from ghginv.domain.records import Activity, Enterprise, Facility, Parameter
from ghginv.store import life_cycle
from ghginv.store.submissions import Filing
from ghginv.workspace.create import create
from ghginv.workspace.place import Workspace

DISTRICT, OTHER, CITY, YEAR = "440311", "440306", "440300", 2022
CEMENT, POWER, PAPER = "91440300MADEUP0001", "91440300MADEUP0002", "91440300MADEUP0003"
DEED = life_cycle.Deed("2023-04-01T08:00:00+00:00", "演示")


def desk(folder: Path, region: str = DISTRICT, guideline: str = "pg2011") -> Workspace:
    """A fresh workspace."""
    return create(folder / "w", region, guideline=guideline)


def activity(category: str, item: str, quantity: float | None, cell: str, **given: object) -> Activity:
    """One cell; by default of the district's statistics."""
    fields = {"region": DISTRICT, "sheet": "统计表", "notation": "" if quantity is not None else "NO", **given}
    return Activity(
        year=YEAR, category=category, item=item, quantity=quantity, unit=items.find_code(item).unit, cell=cell, **fields
    )  # type: ignore[arg-type]


def months(category: str, item: str, quantities: Iterable[float], row: int = 5, **given: object) -> list[Activity]:
    """A row of an enterprise's workbook, month by month."""
    return [
        activity(category, item, quantity, f"{chr(64 + month)}{row}", month=month, sheet="燃料", **given)
        for month, quantity in enumerate(quantities, start=1)
    ]


def measured(name: str, value: float, unit: str, item: str, enterprise: str, **given: object) -> Parameter:
    """A value an enterprise measured, for any category of its item."""
    told = "|".join(map(str, (name, item, enterprise, *given.values())))
    return Parameter(
        parameter_id=told, name=name, value=value, unit=unit, factor_set="measured", source_id="", item=item,
        enterprise=enterprise, tier="measured", status="measured", place="实测参数!F5", **given,
    )  # type: ignore[arg-type]  # fmt: skip


def file(
    workspace: Workspace,
    activities: Iterable[Activity],
    *,
    enterprise: str = "",
    parameters: Iterable[Parameter] = (),
    steps: Iterable[str] = ("verify",),
    region: str = DISTRICT,
    name: str = "",
    facilities: Iterable[Facility] = (),
) -> str:
    """Store a submission of the region, or of an enterprise, and take it through its steps; its id."""
    rows = list(activities)
    content = repr((enterprise, region, rows, list(parameters))).encode()
    digest = hashlib.sha256(content).hexdigest()
    kind = "enterprise" if enterprise else "inventory"
    filing = Filing(
        f"S{digest[:10]}", f"{name or enterprise or '统计'}.xlsx", digest, kind, "1", region, YEAR, enterprise, content
    )
    about = [Enterprise(enterprise, name, YEAR, region, "3011", "cement"), *facilities] if enterprise else []
    with workspace.writing() as database:
        life_cycle.hand_in(database, filing, rows, parameters, [], about, deed=DEED)
        for step in steps if enterprise else ():
            life_cycle.move(database, filing.submission, step, DEED)
    return filing.submission
