"""Monthly filings as received, and of what was received that which counts.

A monthly filing is known by its sender and its months, not by its year: sent again it is a new version. Of what one
sender says of a month the newest filing that covers it counts; of what two senders say of the same thing the newest.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from ghginv.domain.monthly import KIND, Reported
from ghginv.store import submissions

if TYPE_CHECKING:
    import pandas as pd
    from sqlite_utils import Database

FIGURE = ("year", "month", "region", "industry", "indicator", "value", "unit", "price_base", "status", "submission",
          "sheet", "cell")  # fmt: skip
SAID = ("form", "industry", "status", "evidence")
_WHAT = ("form", "enterprise", "facility", "region", "industry", "month", "category", "item", "technology")


def add(database: Database, submission: str, said: Reported) -> None:
    """Store what a filing says beside its activity data (inside a transaction, after them)."""
    head = {name: getattr(said, name) for name in ("sender", "name", "year", "first_month", "last_month")}
    database["monthly_filing"].insert({"submission": submission, **head})
    database["monthly_row"].insert_all(
        {"activity_id": f"{submission}:{row.sheet}!{row.cell}", "submission": submission,
         **{name: getattr(row, name) for name in SAID}}
        for row in said.rows
    )  # fmt: skip
    database["economic_figure"].insert_all({"submission": submission, **asdict(each)} for each in said.figures)


def versions(database: Database, said: Reported) -> list[dict[str, Any]]:
    """The filings that one replaces: those of its sender whose months it covers, in the order in which they came."""
    return list(
        database.query(
            "SELECT v.* FROM submission_state v JOIN submission s USING (submission) JOIN monthly_filing m"
            " USING (submission) WHERE m.sender = ? AND m.year = ? AND m.first_month >= ? AND m.last_month <= ?"
            " ORDER BY s.rowid",
            [said.sender, said.year, said.first_month, said.last_month],
        )
    )


def filing(database: Database, submission: str) -> Reported | None:
    """Sender and months of a filing, without its rows; None where it is no monthly one."""
    found = database.query(
        "SELECT sender, name, year, first_month, last_month FROM monthly_filing WHERE submission = ?", [submission]
    )
    row = next(iter(found), None)
    return Reported(**row) if row else None


def filings(database: Database, year: int | None = None) -> pd.DataFrame:
    """The filings that count: ``submission, sender, name, year, first_month, last_month, arrived``, oldest first."""
    import pandas as pd

    rows = database.query(
        "SELECT m.submission, m.sender, m.name, m.year, m.first_month, m.last_month, s.rowid AS arrived"
        " FROM monthly_filing m JOIN submission s USING (submission) JOIN submission_state v USING (submission)"
        " WHERE v.kind = ? AND (? IS NULL OR m.year = ?) AND v.state IN (SELECT value FROM json_each(?))"
        " ORDER BY s.rowid",
        [KIND, year, year, json.dumps(submissions.ACTIVE)],
    )
    columns = ["submission", "sender", "name", "year", "first_month", "last_month", "arrived"]
    return pd.DataFrame(list(rows), columns=columns)


def rows(database: Database, year: int) -> pd.DataFrame:
    """The rows of activity data of a year that count, with all columns of activity data, ``SAID`` and ``sender``."""
    import pandas as pd

    counting = filings(database, year)
    ids = json.dumps(counting["submission"].tolist())
    table = submissions.activity_table(database, "submission IN (SELECT value FROM json_each(?))", [ids]).to_pandas()
    beside = pd.DataFrame(
        list(
            database.query(
                "SELECT activity_id, form, industry, status, evidence FROM monthly_row"
                " WHERE submission IN (SELECT value FROM json_each(?))",
                [ids],
            )
        ),
        columns=["activity_id", *SAID],
    )
    return _newest(table.merge(beside, on="activity_id"), counting, list(_WHAT))


def economics(database: Database, year: int) -> pd.DataFrame:
    """The economic figures of a year that count: columns as ``FIGURE``."""
    import pandas as pd

    counting = filings(database, year)
    found = database.query(
        f"SELECT {', '.join(FIGURE)} FROM economic_figure WHERE submission IN (SELECT value FROM json_each(?))",
        [json.dumps(counting["submission"].tolist())],
    )
    table = pd.DataFrame(list(found), columns=list(FIGURE))
    kept = _newest(table, counting, ["region", "industry", "month", "indicator"])
    return kept[list(FIGURE)].sort_values(list(FIGURE[:5]), ignore_index=True)


def _newest(table: pd.DataFrame, counting: pd.DataFrame, what: list[str]) -> pd.DataFrame:
    """Of each sender's month the newest filing, then of each thing the newest row; in order of arrival and place."""
    import numpy as np

    head = counting[["submission", "sender", "first_month", "last_month", "arrived"]]
    found = table.merge(head, on="submission")
    newest = {
        (row["sender"], month): row["submission"]
        for row in counting.to_dict("records")
        for month in range(row["first_month"], row["last_month"] + 1)
    }
    pairs = zip(found["sender"], found["month"], found["submission"], strict=True)
    counts = [newest.get((sender, month)) == submission for sender, month, submission in pairs]
    found = found.loc[np.array(counts, dtype=bool)].sort_values(["arrived", "sheet", "cell"], kind="stable")
    last = found.groupby(what, dropna=False)["arrived"].transform("max") if len(found) else found["arrived"]
    return found[found["arrived"] == last].reset_index(drop=True)


def history(database: Database, years: tuple[int, ...]) -> dict[tuple[str, ...], dict[int, float]]:
    """What counted so far by form, enterprise or region, facility or industry, category and item: by 12 × year + month.

    For checks of a new filing against the months before.
    """
    found: dict[tuple[str, ...], dict[int, float]] = {}
    for year in years:
        for row in rows(database, year).to_dict("records"):
            if row["quantity"] is not None and row["quantity"] == row["quantity"]:
                months = found.setdefault(series(row), {})
                at = 12 * year + int(row["month"])
                months[at] = months.get(at, 0.0) + float(row["quantity"])
    return found


def series(row: Mapping[str, Any]) -> tuple[str, ...]:
    """What figures of several months are about."""
    who = ("enterprise", "facility") if row["form"] == "enterprise" else ("region", "industry")
    return tuple(str(row[name]) for name in ("form", *who, "category", "item"))
