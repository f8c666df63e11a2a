"""``series``, ``recalculation`` and ``splice``: the years of a region side by side."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ghginv.errors import InputError
from ghginv.findings import Finding
from ghginv.workspace.place import Workspace
from ghginv.workspace.runs import Run, listed

if TYPE_CHECKING:
    import pandas as pd

SIGNIFICANT_PERCENT = 5.0
"""Change of a year's total above which a recalculation is significant, unless the caller's policy says otherwise."""


@dataclass(frozen=True)
class Series:
    """The table, the run of each year, and what keeps the years from being alike."""

    table: pd.DataFrame
    runs: dict[int, str]
    findings: list[Finding]


def series(
    workspace: Workspace,
    by: str = "sector",
    *,
    region: str | None = None,
    guideline: str | None = None,
    base: int | None = None,
    lang: str = "zh",
) -> Series:
    """The newest run of each year under a guideline; the base year is that of the settings, else the first year."""
    from ghginv.inventory import series as years

    newest = {year: runs[-1] for year, runs in _by_year(workspace, region, guideline).items()}
    opened = {year: Run(workspace, run) for year, run in newest.items()}
    emissions = {year: run.emissions() for year, run in opened.items()}
    table = years.series(emissions, by, base or workspace.settings.base_year or None, lang)
    return Series(table, newest, years.uneven({year: run.about for year, run in opened.items()}))


def recalculation(
    workspace: Workspace,
    *,
    region: str | None = None,
    guideline: str | None = None,
    threshold: float = SIGNIFICANT_PERCENT,
    lang: str = "zh",
) -> pd.DataFrame:
    """What the newest run of each year changed against the first one, by category and gas, with causes and totals.

    The first run stays as it was: nothing in a workspace is overwritten. InputError when no year has two runs.
    """
    import pandas as pd

    from ghginv.calculation import compare
    from ghginv.inventory import series as years

    rows: list[dict[str, Any]] = []
    for year, runs in _by_year(workspace, region, guideline).items():
        if len(runs) > 1:
            former, present = (Run(workspace, run).inventory for run in (runs[0], runs[-1]))
            compared = compare.compare(former, present, lang)
            rows += years.recalculated(year, compared, compare.summary(compared), threshold, lang)
    if not rows:
        raise InputError(Finding("recalculation-none"))
    return pd.DataFrame(rows)


def splice(path: Path, method: str, lang: str = "zh") -> pd.DataFrame:
    """Fill the gaps of a series in a CSV file (see ``inventory.splicing``): ``year, value, spliced, note``."""
    import pandas as pd

    from ghginv.inventory import splicing

    try:
        given = pd.read_csv(path)
    except (OSError, ValueError) as fault:
        raise InputError(Finding("splice-unreadable", file=path.name, found=str(fault))) from None
    spliced = splicing.splice(given, method)
    return spliced[["year", "value", "spliced"]].assign(note=spliced[f"note_{lang}"])


def _by_year(workspace: Workspace, region: str | None, guideline: str | None) -> dict[int, list[str]]:
    """The runs of each year, oldest first, of a region under a guideline."""
    from ghginv.workspace.compile_year import region_code

    code, wanted = region_code(region, workspace.settings.region), guideline or workspace.settings.guideline
    found: dict[int, list[str]] = defaultdict(list)
    for each in listed(workspace):
        if (each["region"], each["guideline"]) == (code, wanted):
            found[each["year"]].append(each["run"])
    if not found:
        raise InputError(Finding("series-empty", found=f"{code} {wanted}"))
    return dict(sorted(found.items()))
