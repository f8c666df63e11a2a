"""What the newest verification of each year said 核定记录: the inventories that settled it, whose annual data came in.

The ledger holds the figures; which inventory stands behind them, and which difference to it was named, stands here.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ghginv.workspace.budgets.budget import Budget

if TYPE_CHECKING:
    import pandas as pd

JURISDICTION = "carbon budget"


def last(budget: Budget) -> dict[int, Mapping[str, Any]]:
    """The details of the newest verification by year."""
    told = (event["detail"] for event in budget.events if event["step"] == "verify")
    return {int(detail["year"]): detail for detail in told}


def inventories(budget: Budget) -> pd.DataFrame:
    """The inventories that settled years, as ``budget.ledger.books.INVENTORIES``."""
    import pandas as pd

    from ghginv.budget.ledger.books import INVENTORIES

    rows = []
    for year, detail in sorted(last(budget).items()):
        for each in detail.get("inventories", ()):
            regions = detail.get("settles", {}).get(each["region"])
            if regions is not None:
                names = ("region", "run", "inventory_kg", "difference_kg")
                head = {"year": year, "regions": tuple(regions), "rounding_kg": rounding(year)}
                rows.append({**head, **{name: each[name] for name in names}})
    return pd.DataFrame(rows, columns=list(INVENTORIES))


def rounding(year: int) -> int:
    """By how many kg consumption and inventory may differ before the difference is named."""
    from ghginv.domain import policy

    return int(policy.find("budget_execution_rounding", year, JURISDICTION).number)


def filed(budget: Budget) -> frozenset[tuple[int, str]]:
    """Year and enterprise of annual data that were verified."""
    return frozenset((year, each) for year, detail in last(budget).items() for each in detail.get("filed", ()))
