"""How much of what is expected of a month rests on metered or reported data 覆盖率.

An account that reported is expected to have what it reported; one that did not, what it had in the same month of the
year before, or else its budget by the days of the month. So a cut does not look like a gap. Nothing is expected of an
account that sold more power than it emitted.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from fractions import Fraction

import pandas as pd

from ghginv.budget.ledger.accounts import Account, parse
from ghginv.domain.monthly import COVERED, days, days_of_year

COLUMNS = ("region", "industry", "expected_kg", "covered_kg", "share")


def coverage(
    rows: pd.DataFrame,
    budgets: Mapping[Account, int],
    before: Mapping[str, int],
    year: int,
    month: int,
    settled: Mapping[str, int],
    counting: Collection[str] = COVERED,
) -> pd.DataFrame:
    """Coverage of a month by cell: columns as ``COLUMNS``, in order of region and industry.

    ``rows`` are rows of evidence in force of the month; ``budgets`` of the year by account; ``before`` what accounts
    had in the same month of the year before; ``settled`` what was verified of the whole year: it counts by days.
    ``counting`` are the statuses that count as covered.
    """
    part = Fraction(days(year, month), days_of_year(year))
    expected: dict[str, int] = {}
    covered: dict[str, int] = {}
    for account, group in rows.groupby("account", sort=False):
        expected[str(account)] = max(int(group["emissions_kg"].sum()), 0)
        sure = int(group.loc[group["status"].isin(list(counting)), "emissions_kg"].sum())
        covered[str(account)] = min(max(sure, 0), expected[str(account)])
    for text, kg in settled.items():
        expected[text] = covered[text] = max(round(kg * part), 0)
    for budget, kg in budgets.items():
        if budget.text not in expected and (likely := before.get(budget.text, round(kg * part))) > 0:
            expected[budget.text] = likely
    cells: dict[tuple[str, str], list[int]] = {}
    for text, kg in expected.items():
        known = parse(text)
        cell = cells.setdefault((known.region, known.industry), [0, 0])
        cell[0] += kg
        cell[1] += covered.get(text, 0)
    found = [
        (region, industry, *amounts, amounts[1] / amounts[0] if amounts[0] else 1.0)
        for (region, industry), amounts in sorted(cells.items())
    ]
    return pd.DataFrame(found, columns=list(COLUMNS)).astype({"expected_kg": "int64", "covered_kg": "int64"})
