"""The base year of scenarios: a run's activities with formulas and parameters chosen as they were for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ghginv.errors import InputError
from ghginv.findings import Finding
from ghginv.workspace.runs import Run

if TYPE_CHECKING:
    import pandas as pd

    from ghginv.budget.scenarios.emissions import Base


def of(run: Run) -> Base:
    """The base year of a run. InputError where the library has moved since, so that the run would not come out."""
    with run.workspace.overlaid():
        base = _chosen(run)
        _proved(run, base)
    return base


def _chosen(run: Run) -> Base:
    from ghginv.budget.scenarios import emissions
    from ghginv.calculation import apply, choose
    from ghginv.calculation.inventory import potentials
    from ghginv.factors import guidelines, library
    from ghginv.store import submissions

    about = run.about
    guideline = guidelines.load(str(about["guideline"]))
    ids = [each["submission"] for each in about["submissions"]]
    known = library.load().with_local(submissions.measured(run.workspace.database, ids))
    given = run.inventory.activity[run.inventory.activity["quantity"].notna()]
    if given.empty:
        raise InputError(Finding("compile-empty", found=run.id))
    activity = apply.told_apart(_arrow(given), known.measured_for()).to_pandas()
    keys = [choose.ActivityKey(**row) for row in activity[list(apply.KEY)].drop_duplicates().to_dict("records")]
    choices = choose.choose(keys, guideline, known)
    if choices.findings:
        raise InputError(Finding("scenario-base-moved", found=run.id))
    gwp = potentials(choices, str(about["gwp"]))
    return emissions.Base(about, activity, choices, gwp, guideline, known)


def _arrow(frame: pd.DataFrame):  # type: ignore[no-untyped-def]
    """The frame with plain text columns, as the activities of an inventory are handed on."""
    import pyarrow as pa

    table = pa.Table.from_pandas(frame, preserve_index=False)
    plain = [
        pa.field(each.name, pa.string() if pa.types.is_large_string(each.type) else each.type) for each in table.schema
    ]
    return table.cast(pa.schema(plain))


def _proved(run: Run, base: Base) -> None:
    """The base year computed anew is the run, to the gram."""
    from ghginv.budget.scenarios.emissions import emissions

    year = int(base.about["year"])
    numbered = base.activity.assign(row=range(len(base.activity)), stage=0, at=year, factor=1.0, power=1.0)
    again = emissions(base, numbered).merge(numbered[["row", "activity_id"]], on="row")
    new = again.groupby("activity_id")["co2e_g"].sum()
    old = run.inventory.rows.groupby("activity_id")["co2e_g"].sum()
    if not new.sort_index().equals(old.sort_index().astype(new.dtype)):
        raise InputError(Finding("scenario-base-moved", found=run.id))
