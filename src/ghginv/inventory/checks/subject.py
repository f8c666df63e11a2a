"""What is checked: a compiled inventory, beside it the region's other years and the other regions of the year."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from ghginv import folders
from ghginv.domain import categories, items

if TYPE_CHECKING:
    import pandas as pd

    from ghginv.calculation.inventory import Inventory
    from ghginv.factors.library import Library

GRAMS_OF_ROUNDING = 1
PRECISION = 1e-9
"""Relative room for the rounding of double precision, beside one gram."""

SUBMITTED = ("measured", "local")
"""Tiers of parameters that came with a workbook, not from a table."""

Sums = Mapping[tuple[str, ...], float]


@folders.remembered
def rules() -> Mapping[str, Mapping[str, Any]]:
    """The thresholds by check, from ``templates/checks/rules.toml``."""
    return tomllib.loads(folders.file("templates", "checks/rules.toml").read_text("utf-8"))


@dataclass(frozen=True)
class Subject:
    """``earlier`` are runs of the same region in other years, ``peers`` of other regions in the same year.

    All are under the same guideline. ``library`` is the factor library as it is now, with what was measured.
    """

    inventory: Inventory
    library: Library
    earlier: Mapping[int, Inventory] = field(default_factory=dict)
    peers: Mapping[str, Inventory] = field(default_factory=dict)

    @property
    def year(self) -> int:
        """The year of the inventory."""
        return int(str(self.inventory.about["year"]))

    @property
    def region(self) -> str:
        """The code of the region."""
        return str(self.inventory.about["region"])

    def before(self) -> tuple[int, Inventory] | None:
        """The nearest earlier year."""
        years = [year for year in self.earlier if year < self.year]
        return (max(years), self.earlier[max(years)]) if years else None


def counted(inventory: Inventory) -> pd.DataFrame:
    """The emission rows that count, with ``activity_category``, ``quantity`` and ``unit`` of their activity."""
    rows = inventory.emissions[inventory.emissions["memo"] == ""]
    given = inventory.activity[["activity_id", "category", "quantity", "unit", "sheet", "cell"]]
    return rows.merge(given.rename(columns={"category": "activity_category"}), on="activity_id", how="left")


def activity_sums(inventory: Inventory) -> Sums:
    """Activity data summed over enterprises, facilities and months, by category and item."""
    given = inventory.activity[inventory.activity["quantity"].notna()]
    return given.groupby(["category", "item"])["quantity"].sum().to_dict()


def emission_sums(inventory: Inventory) -> Sums:
    """What counts in t CO2e, by category of our tree and gas."""
    return counted(inventory).groupby(["source_category", "gas"])["co2e_t"].sum().to_dict()


def implied_factors(inventory: Inventory) -> Sums:
    """Implied emission factors, t of gas by unit of activity, by category, item and gas, where anything was active."""
    key, rows = ["activity_category", "item", "gas"], counted(inventory)
    once = rows.drop_duplicates([*key, "activity_id"])  # several formulas may serve one activity
    active = once.groupby(key)["quantity"].sum()
    factors = rows.groupby(key)["mass_t"].sum() / active[active != 0]
    return factors.dropna().to_dict()


def among(category: str, item: str, wanted: str, items_wanted: str) -> bool:
    """Whether a category and item are meant by columns of a table of rules.

    Categories (with all below them) and items are joined by ``|``; ``kind:`` names a kind of items, a blank any.

    >>> among("1.2.1", "coke", "1|2", "kind:coal"), among("1.2.1", "coke", "2", "")
    (True, False)
    """
    if not any(categories.covers(each, category) for each in wanted.split("|")):
        return False
    return not items_wanted or bool({item, f"kind:{items.find_code(item).kind}"} & set(items_wanted.split("|")))


def named(category: str, item: str = "", gas: str = "") -> dict[str, str]:
    """``what_zh`` and ``what_en``: category, item and gas as people call them."""
    node = categories.tree().get(category)
    told = {}
    for lang in ("zh", "en"):
        parts = [f"{category} {node.name(lang)}" if node else category]
        parts += [items.find_code(item).name(lang)] if items.known(item) else []
        told[f"what_{lang}"] = " · ".join(filter(None, [*parts, gas]))
    return told


def figure(value: float) -> str:
    """A figure in six digits, for a finding."""
    return f"{value:,.6g}" if abs(value) < 1e6 else f"{value:,.0f}"
