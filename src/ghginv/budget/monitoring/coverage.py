"""Coverage 数据覆盖: how much of what is expected to be emitted so far has data behind it that count.

As for the execution table: an account-month that was posted is expected to have what was posted; one that was not, what
it had in the same month of last year, else its budget (less what is held for projects) by the days of the month. So a
cut does not look like a gap, and a silent emitter does.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from ghginv.budget.monitoring.months import MONTHS, days
from ghginv.budget.monitoring.nodes import PLACE, summed
from ghginv.budget.monitoring.settings import Settings

MEASURED = frozenset({"metered", "verified"})
_NAMES = ["expected", "covered", "measured"]
_AT = [*PLACE, "month"]


def build(
    places: pd.DataFrame,
    rows: pd.DataFrame,
    past: pd.DataFrame,
    belongs: pd.DataFrame,
    nodes: pd.Index,
    at: tuple[int, int],
    settings: Settings,
) -> pd.DataFrame:
    """Index node: ``expected``, ``covered``, ``measured`` (metered or verified) of it, whole kg up to the month.

    ``at``: year and month. ``places``: PLACE, ``budget_kg, held_kg``. ``rows``: PLACE, ``month, emissions_kg, status``
    and, where an account-month rests on rows of several statuses, ``covered_kg``; ``past``: earlier years. A verified
    year (month 0) counts by days.
    """
    year, month = at
    posted = pd.concat([_posted(rows[rows["month"].between(1, month)], settings), _verified(rows, year, month)])
    known = pd.concat([places[list(PLACE)], rows[list(PLACE)]]).drop_duplicates()
    grid = known.merge(pd.DataFrame({"month": list(MONTHS[:month])}), how="cross")
    table = grid.merge(posted, on=_AT, how="left")
    before = past[(past["year"] == year - 1)].groupby(_AT, as_index=False)["emissions_kg"].sum()
    table = table.merge(before.rename(columns={"emissions_kg": "before"}), on=_AT, how="left")
    table = table.merge(places[[*PLACE, "budget_kg", "held_kg"]], on=list(PLACE), how="left").fillna(
        {"budget_kg": 0, "held_kg": 0}
    )
    part = days(year)[table["month"].to_numpy() - 1] / days(year).sum()
    by_budget = (table["budget_kg"] - table["held_kg"]).astype("float64") * part
    posted_kg, before_kg = table["expected"].astype("float64"), table["before"].astype("float64")
    table["expected"] = posted_kg.fillna(before_kg).fillna(by_budget).clip(lower=0)
    whole = table.fillna({"covered": 0, "measured": 0})
    whole[_NAMES] = np.rint(whole[_NAMES].to_numpy(dtype="float64")).astype("int64")
    found = summed(whole, belongs, _NAMES).set_index("node").reindex(nodes, fill_value=0)
    return found[_NAMES].astype("int64")


def _posted(rows: pd.DataFrame, settings: Settings) -> pd.DataFrame:
    kg = rows["emissions_kg"].clip(lower=0)
    sure = rows["covered_kg"] if "covered_kg" in rows else kg.where(rows["status"].isin(settings.covered), 0)
    table = rows[_AT].assign(
        expected=kg, covered=sure.clip(lower=0), measured=kg.where(rows["status"].isin(MEASURED), 0)
    )
    return table.groupby(_AT, as_index=False)[_NAMES].sum()


def _verified(rows: pd.DataFrame, year: int, month: int) -> pd.DataFrame:
    """What was verified of the year, each month its days' part of it; where months are posted too, those are left."""
    whole = rows[rows["month"] == 0].groupby(list(PLACE), as_index=False)["emissions_kg"].sum()
    made = whole.merge(pd.DataFrame({"month": list(MONTHS[:month])}), how="cross")
    made = made.merge(rows.loc[rows["month"] > 0, _AT].drop_duplicates(), on=_AT, how="left", indicator=True)
    made = made[made["_merge"] == "left_only"]
    kg = made["emissions_kg"].clip(lower=0) * days(year)[made["month"].to_numpy() - 1] / days(year).sum()
    return made[_AT].assign(expected=kg, covered=kg, measured=kg)
