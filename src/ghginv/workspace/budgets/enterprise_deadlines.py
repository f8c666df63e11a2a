"""What an enterprise must do by when, and the parameters behind its account, each with document and evidence mark.

Which parameter is a deadline for whom is a row of ``emission_factors/budget_rules/deadlines.csv``; the day itself, its
document and its evidence mark stand with the policy parameter.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from typing import TYPE_CHECKING, Any

from ghginv.workspace.budgets.market_rules import in_force

if TYPE_CHECKING:
    import pandas as pd

    from ghginv.domain.policy import Dated

BUDGET = "carbon budget"
DEADLINES = ("zh", "en", "date", "parameter", "value", "unit", "jurisdiction", "citation", "status", "note")
PARAMETERS = DEADLINES[3:]
_DAY, _YEARLY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII), re.compile(r"\d{2}-\d{2}", re.ASCII)
_COUNTRY = "CN"
_OF_BUDGET = (
    ("light_yellow_gap_up_to", _COUNTRY), ("light_red_gap_over", _COUNTRY), ("budget_monitoring_coverage_grey", BUDGET),
    ("budget_carry_over", BUDGET), ("budget_carry_over_rate", BUDGET), ("budget_borrowing", BUDGET),
)  # fmt: skip
_OF_MARKETS = {
    "CEA": ("ets_offset_cap", "ets_offset_eligible_from", "market_credits_accepted", "market_first_vintage",
            "ets_vintage_2019_2024_use", "ets_carry_base", "ets_carry_multiplier", "ets_green_power_rule"),
    "SZA": ("sz_offset_cap", "market_credits_accepted", "market_first_vintage", "market_home_only"),
    "GDEA": ("gd_offset_cap", "market_home_share", "market_credits_accepted", "market_first_vintage",
             "market_home_only"),
}  # fmt: skip


def newest(name: str, jurisdiction: str) -> Dated | None:
    """The newest row of a parameter, whatever the year: of figures that are published years afterwards."""
    from ghginv.domain import policy

    rows = [each for each in policy.load().get(name, ()) if each.jurisdiction == jurisdiction]
    return rows[-1] if rows else None


def deadlines(year: int, units: Collection[str], *, warned: bool) -> pd.DataFrame:
    """The days of a year that concern an enterprise with a budget and in the markets of ``units``; by day.

    Columns as DEADLINES; ``date`` is empty where the value is a number of days after something.
    """
    import pandas as pd

    from ghginv import folders

    path = folders.file("emission_factors", "budget_rules/deadlines.csv")
    rows: list[dict[str, Any]] = []
    for _, row in folders.rows(path):
        known = row["applies"] in ("budget", *units) or (row["applies"] == "warning" and warned)
        dated = in_force(row["parameter"], year, _jurisdiction(row["applies"])) if known else None
        if dated is None or (day := _day(dated.value, year, row["after"])) is None:
            continue
        rows.append({"zh": row["zh"], "en": row["en"], "date": day, **_told(dated)})
    rows.sort(key=lambda each: (each["date"] == "", each["date"]))
    return pd.DataFrame(rows, columns=list(DEADLINES))


def _jurisdiction(applies: str) -> str:
    from ghginv.budget.ledger import instruments

    known = instruments.load().get(applies)
    return known.jurisdiction if known else BUDGET


def _day(value: str, year: int, after: str) -> str | None:
    """The day that a value means in a year; empty for a number of days, None for a day of other years."""
    if _YEARLY.fullmatch(value):
        return f"{year + int(after or 0)}-{value}"
    if _DAY.fullmatch(value):
        return value if value[:4] in (str(year), str(year + 1)) else None
    return ""


def parameters(year: int, units: Collection[str], more: Iterable[Dated]) -> pd.DataFrame:
    """What the account was judged by; columns as PARAMETERS."""
    import pandas as pd

    rows = {(each.parameter, each.jurisdiction): _told(each) for each in (*_judged_by(year, units), *more)}
    return pd.DataFrame(list(rows.values()), columns=list(PARAMETERS))


def _judged_by(year: int, units: Collection[str]) -> Iterator[Dated]:
    wanted = [*_OF_BUDGET, *((name, _jurisdiction(unit)) for unit in sorted(units) for name in _OF_MARKETS[unit])]
    for name, jurisdiction in wanted:
        found = in_force(name, year, jurisdiction)
        if found is not None:
            yield found


def _told(dated: Dated) -> dict[str, str]:
    return {name: getattr(dated, name) for name in PARAMETERS}
