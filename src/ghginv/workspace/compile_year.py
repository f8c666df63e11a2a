"""``compile``: from the submissions of a region's year to a run.

What is compiled depends on whom the guideline is for: the region's filings, fed by its enterprises (see ``remainder``),
or the accounts of the enterprises themselves.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import ghginv
from ghginv.domain import regions
from ghginv.errors import InputError, UsageError
from ghginv.findings import Finding
from ghginv.workspace.import_workbook import actor, now
from ghginv.workspace.place import Workspace
from ghginv.workspace.runs import Run

if TYPE_CHECKING:
    from ghginv.calculation.inventory import Inventory
    from ghginv.factors.guidelines import Guideline
    from ghginv.workspace.remainder import Taken


def compile_year(
    workspace: Workspace,
    year: int,
    *,
    region: str | None = None,
    guideline: str | None = None,
    gwp: str | None = None,
    engine: str = "duckdb",
) -> Run:
    """Compile and store a run; the same inputs give the same run, which is then not stored again.

    Raises InputError with all findings: no data, data that would count twice, keys without a factor.
    """
    if engine != "duckdb":
        raise UsageError(Finding("engine-unknown", found=engine))
    code = region_code(region, workspace.settings.region)
    with workspace.overlaid():
        inventory, taken = _compiled(workspace, year, code, guideline or workspace.settings.guideline, gwp)
    from ghginv.store import remainders, runs

    with workspace.writing() as database:
        if taken.derived:
            derived = taken.derived
            remainders.add(database, derived.filing, derived.rows, derived.findings, now(), actor())
        if not runs.known(database, str(inventory.about["run"])):
            runs.add(
                database, inventory.about, inventory.choices, inventory.parameters, inventory.rows, compiled_at=now()
            )
    return Run(workspace, str(inventory.about["run"]))


def _compiled(
    workspace: Workspace, year: int, region: str, guideline_id: str, gwp: str | None
) -> tuple[Inventory, Taken]:
    from ghginv.calculation.inventory import Inputs, compile_inventory
    from ghginv.factors import guidelines, library
    from ghginv.store import submissions
    from ghginv.workspace import remainder

    guideline = guidelines.load(guideline_id)
    taken = _accounts(workspace, year, region) if guideline.basis == "enterprise" else None
    taken = taken or remainder.fed(workspace, year, region, guideline)
    measured = submissions.measured(workspace.database, [each["submission"] for each in taken.submissions])
    inputs = Inputs(
        region=region,
        year=year,
        guideline=guideline,
        gwp_set=gwp or _gwp_set(workspace, guideline),
        library=library.load().with_local(measured),
        submissions=taken.submissions,
        version=ghginv.__version__,
    )
    return compile_inventory(taken.activity, inputs), taken


def _accounts(workspace: Workspace, year: int, region: str) -> Taken:
    """The activity data of the enterprises that lie in a region, as far as their submissions count."""
    from ghginv.calculation.overlaps import overlaps
    from ghginv.store import submissions
    from ghginv.workspace.remainder import Taken, activity_of, named

    active = [
        each
        for each in submissions.enterprise_active(workspace.database, year)
        if regions.known(each["region"]) and region in regions.chain(each["region"])
    ]
    activity = activity_of(workspace.database, active)
    if faults := overlaps(activity.to_pandas()):
        raise InputError(*faults)
    return Taken(activity, named(active))


def _gwp_set(workspace: Workspace, guideline: Guideline) -> str:
    """The workspace's set is that of its inventory; enterprises' accounts have the one of their guideline."""
    return guideline.gwp if guideline.basis == "enterprise" else workspace.settings.gwp or guideline.gwp


def region_code(given: str | None, default: str) -> str:
    """The code of a region as written, or the default; UsageError with near names when there is none."""
    if given is None:
        return default
    found = regions.find(given)
    if found is None:
        raise UsageError(Finding("region-unknown", found=given, details={"near": "、".join(regions.nearest(given))}))
    return found.code
