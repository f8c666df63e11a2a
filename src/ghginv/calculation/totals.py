"""From emission rows to totals: whole grams are summed, so a total is the same in any order.

``emissions`` is a pandas table with the columns of ``inventory.EMISSION_COLUMNS``.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ghginv.calculation import reported, reporting
from ghginv.calculation.apply import GRAMS_PER_TONNE

if TYPE_CHECKING:
    import pandas as pd

    from ghginv.calculation.inventory import Inventory

WHOLE = "inventory"
"""The table of the whole inventory."""


def totals(emissions: pd.DataFrame, by: Sequence[str] = ("gas",)) -> pd.DataFrame:
    """Sums of ``mass_t`` and ``co2e_t`` by some columns; mass only makes sense where ``gas`` is among them."""
    grouped = emissions.groupby(list(by), sort=True, dropna=False)[["mass_g", "co2e_g"]].sum().reset_index()
    grouped["mass_t"] = grouped.pop("mass_g") / GRAMS_PER_TONNE
    grouped["co2e_t"] = grouped.pop("co2e_g") / GRAMS_PER_TONNE
    return grouped if "gas" in by else grouped.drop(columns="mass_t")


def counted(emissions: pd.DataFrame) -> pd.DataFrame:
    """The rows that count in the total: memo items (biogenic, bunkers, indirect, reference …) stand apart."""
    return emissions[emissions["memo"] == ""]


def summary(inventory: Inventory, lang: str = "zh") -> dict[str, object]:
    """What an inventory comes to, in t CO2e: gross and net, by sector of the guideline's table, and beside the total.

    ``total_co2e_t`` is net, ``total_without_land_co2e_t`` leaves land use change and forestry out,
    ``before_removals_co2e_t`` its removals (``removals_co2e_t``, zero or negative) alone. ``sectors`` and
    ``memo_items`` are lists of ``category, name, co2e_t``.
    """
    layout = reporting.layouts_of(inventory)[WHOLE]
    rows = reporting.placed(inventory, layout)
    table = reported.report(inventory, layout, rows, lang)
    lines = {line.line: line for line in table.layout.lines}
    column = next(each for each in table.layout.columns if each.id == "co2e_t")
    counts = counted(rows)
    removed = counts["direction"] == reporting.REMOVAL
    parts = {
        "total": counts,
        "total_without_land": counts[counts["part"] != reporting.LAND],
        "before_removals": counts[~removed],
        "removals": counts[removed],
    }
    named: dict[str, object] = {
        key: [
            {"category": line.line, "name": line.name(lang), "co2e_t": table.value(line.line, column)}
            for line in lines.values()
            if wanted(line) and (line.line, column.id) in table.grams
        ]
        for key, wanted in (
            (
                "sectors",
                lambda line: line.parent and not lines[line.parent].parent and not line.memo and not line.where,
            ),
            ("memo_items", lambda line: line.memo and not line.parent),
        )
    }
    sums = {f"{key}_co2e_t": int(part["co2e_g"].sum()) / GRAMS_PER_TONNE for key, part in parts.items()}
    return {**sums, **named}
