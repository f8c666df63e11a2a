"""``compile``: from the submissions of a region's year to a run."""

from __future__ import annotations

import ghginv
from ghginv.domain import regions
from ghginv.errors import InputError, UsageError
from ghginv.findings import Finding
from ghginv.workspace.import_workbook import now
from ghginv.workspace.place import Workspace
from ghginv.workspace.runs import Run


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
        inventory = _compiled(workspace, year, code, guideline or workspace.settings.guideline, gwp)
    from ghginv.store import runs

    with workspace.writing() as database:
        if not runs.known(database, str(inventory.about["run"])):
            runs.add(
                database, inventory.about, inventory.choices, inventory.parameters, inventory.rows, compiled_at=now()
            )
    return Run(workspace, str(inventory.about["run"]))


def _compiled(workspace: Workspace, year: int, region: str, guideline_id: str, gwp: str | None):  # type: ignore[no-untyped-def]
    from ghginv.calculation.inventory import Inputs, compile_inventory
    from ghginv.calculation.overlaps import overlaps
    from ghginv.factors import guidelines, library
    from ghginv.store import submissions

    guideline = guidelines.load(guideline_id)
    active = submissions.active(workspace.database, region, year)
    ids = [each["submission"] for each in active]
    marks = ", ".join("?" * len(ids))
    activity = submissions.activity_table(workspace.database, f"submission IN ({marks})", ids)
    if faults := overlaps(activity.to_pandas()):
        raise InputError(*faults)
    measured = submissions.measured(workspace.database, ids)
    inputs = Inputs(
        region=region,
        year=year,
        guideline=guideline,
        gwp_set=gwp or workspace.settings.gwp or guideline.gwp,
        library=library.load().with_local(measured),
        submissions=[{name: each[name] for name in ("submission", "sha256")} for each in active],
        version=ghginv.__version__,
    )
    return compile_inventory(activity, inputs)


def region_code(given: str | None, default: str) -> str:
    """The code of a region as written, or the default; UsageError with near names when there is none."""
    if given is None:
        return default
    found = regions.find(given)
    if found is None:
        raise UsageError(Finding("region-unknown", found=given, details={"near": "、".join(regions.nearest(given))}))
    return found.code
