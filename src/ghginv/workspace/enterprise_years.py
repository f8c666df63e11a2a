"""The enterprises of a workspace by year: what they emitted by the newest accounts, who they are, what they made.

``enterprise_years`` and ``indicators`` are the tables that quotas, peers and accounts share. An enterprise that filed
but is in no run stands with missing totals, so that nobody takes it for one without emissions.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from ghginv.workspace.place import Workspace
from ghginv.workspace.runs import Run, listed

if TYPE_CHECKING:
    import pandas as pd

    from ghginv.enterprise.rating_rules import Demand

GUIDELINE = "enterprise"
LIVE = ("submitted", "resubmitted", "verified", "locked")
"""States in which what an enterprise filed counts."""
_FROM_ACTIVITY = "activity_id submission file sheet cell quantity unit source".split()


def newest_runs(workspace: Workspace) -> dict[int, Run]:
    """The newest run of the enterprises' accounts of each year for the workspace's region."""
    region = workspace.settings.region
    newest = {
        int(each["year"]): Run(workspace, each["run"])
        for each in listed(workspace)
        if each["guideline"] == GUIDELINE and each["region"] == region
    }
    return dict(sorted(newest.items()))


def enterprise_years(workspace: Workspace, years: Iterable[int] | None = None, rules: str = "") -> pd.DataFrame:
    """A row for each enterprise and year: columns of ``enterprise.account.YEARS``; all years unless named.

    ``direct_t``, ``indirect_t`` and ``total_t`` are t CO2e of scopes 1, 2 and both by the newest run of the year, NaN
    and an empty ``run`` where the enterprise is in none. ``filled_share`` is the share of emissions that rests on
    filled data as the rating rule ``rules`` defines it. ``status`` and ``submission`` are those of the filing the run
    was made with, or of the newest that counts.
    """
    import pandas as pd

    from ghginv.enterprise import account, rating_rules

    runs = newest_runs(workspace)
    register = filings(workspace)
    wanted = sorted({*runs, *register["year"]} if years is None else set(years))
    with workspace.overlaid():
        demand = rating_rules.find(rules).data
        parts = [_year(runs.get(year), register[register["year"] == year], demand) for year in wanted]
    frame = pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=account.YEARS)
    return frame[account.YEARS]


def filings(workspace: Workspace) -> pd.DataFrame:
    """Every filing of an enterprise's workbook with its state, oldest first; see ``store.enterprises.years``."""
    from ghginv.store import enterprises

    return enterprises.years(workspace.database)


def indicators(workspace: Workspace, submissions: Sequence[str]) -> pd.DataFrame:
    """What enterprises made and did in these submissions.

    Columns: ``enterprise, facility, year, month, item, quantity, unit, submission, sheet, cell``.
    """
    from ghginv.store import enterprises

    names = "enterprise facility year month item quantity unit submission sheet cell".split()
    return enterprises.indicators(workspace.database, list(submissions))[names]


def emission_rows(run: Run, templates: pd.Series, demand: Demand) -> pd.DataFrame:
    """The emission rows of enterprises in a run with the cell each comes from, and why it counts as filled.

    ``templates`` gives the template of each enterprise.
    """
    from ghginv.enterprise import filled

    rows = run.emissions()
    rows = rows[rows["enterprise"] != ""].merge(run.inventory.activity[_FROM_ACTIVITY], on="activity_id")
    rows = rows.assign(template=rows["enterprise"].map(templates).fillna(""))
    return rows.assign(filled=filled.reasons(rows, monthly_sheets(), demand))


def monthly_sheets() -> dict[str, frozenset[str]]:
    """By template, the sheets of activity data that ask for months."""
    from ghginv.workbooks import layout

    return {
        industry: frozenset(
            table.sheet for table in layout.load("enterprise", industry).tables if table.months
        )
        for industry in layout.industries()
    }  # fmt: skip


def _year(run: Run | None, register: pd.DataFrame, demand: Demand) -> pd.DataFrame:
    """One year: the filing that each enterprise's figures come from, with its totals."""
    import pandas as pd

    from ghginv.enterprise import account, filled

    used = [each["submission"] for each in run.about["submissions"]] if run else []
    entered = register[register["submission"].isin(used)].drop_duplicates("enterprise", keep="last")
    waiting = register[register["state"].isin(LIVE) & ~register["enterprise"].isin(entered["enterprise"])]
    known = pd.concat([entered, waiting.drop_duplicates("enterprise", keep="last")]).rename(columns={"state": "status"})
    if run is None:
        missing = dict.fromkeys(("direct_t", "indirect_t", "total_t", "filled_share"), float("nan"))
        return known.assign(**missing, run="")
    rows = emission_rows(run, known.set_index("enterprise")["template"], demand)
    rows = rows[account.counted(rows)]
    shares = {enterprise: filled.share(each) for enterprise, each in rows.groupby("enterprise")}
    found = known.merge(account.totals(rows), on="enterprise", how="left").sort_values("enterprise")
    inside = found["submission"].isin(used)
    # Compiled without a row: everything it gave has no emissions.
    for name in ("direct_t", "indirect_t", "total_t"):
        found[name] = found[name].where(found[name].notna() | ~inside, 0.0)
    return found.assign(
        filled_share=found["enterprise"].map(shares).astype(float), run=[run.id if each else "" for each in inside]
    )
