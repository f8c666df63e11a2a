"""What an item of the monthly report means: item of the lists, category of the inventory.

``templates/workbooks/monthly_items.csv`` (``id, item, category, form``) names them; where the category depends on the
industry that burns a fuel it is blank, and ``emission_factors/budget_rules/monthly_categories.csv`` says which it is,
by code of GB/T 4754 (``other``: any other code, ``none``: an industry of a plan without codes).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ghginv import folders
from ghginv.domain import industries, items

OTHER, NONE = "other", "none"


@dataclass(frozen=True, slots=True)
class Meaning:
    """An item of the report: code and unit of the lists' item, category (empty: by industry)."""

    id: str
    item: str
    category: str
    form: str

    @property
    def unit(self) -> str:
        """The unit in which quantities are kept."""
        return items.find_code(self.item).unit


@folders.remembered
def meanings() -> Mapping[str, Meaning]:
    """All items by id. BrokenFile for an unknown item of the lists."""
    path = folders.file("templates", "workbooks/monthly_items.csv")
    found = {}
    for line, row in folders.rows(path):
        if not items.known(row["item"]):
            raise folders.BrokenFile(f"{path}:{line}: {row['item']}")
        found[row["id"]] = Meaning(**row)
    return found


@folders.remembered
def _categories() -> Mapping[str, str]:
    path = folders.file("emission_factors", "budget_rules/monthly_categories.csv")
    return {row["gbt4754"]: row["category"] for _, row in folders.rows(path)}


def category(codes: Sequence[str]) -> str:
    """The category in which an industry with these codes of GB/T 4754 burns its fuels; the first code decides.

    >>> category(["39", "381"]), category(["441"]), category(["54"]), category(["J", "K"]), category([])
    ('1.2.5', '1.1.1', '1.3.2', '1.4.O', '1.5')
    """
    known = _categories()
    if not codes:
        return known[NONE]
    for code in codes:
        chain = industries.chain(code) if industries.known(code) else (code, code[:3], code[:2], code[:1])
        for each in chain:
            if each in known:
                return known[each]
    return known[OTHER]
