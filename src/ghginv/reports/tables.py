"""Figures with captions: the tables of an inventory that are printed, exported and looked at.

Pure functions from an ``Inventory`` to a pandas table. Sums are of whole grams, shown in tonnes. The columns of
``emissions``, ``activity``, ``parameters`` and ``sector-fuel`` are relied on by others: more may follow, none may
change.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from ghginv.calculation import completeness as gaps
from ghginv.calculation import reference, reporting
from ghginv.calculation.apply import GRAMS_PER_TONNE

if TYPE_CHECKING:
    import pandas as pd

    from ghginv.calculation.inventory import Inventory

ACTIVITY_COLUMNS = (
    "activity_id submission region year month enterprise facility category item quantity unit notation uncertainty "
    "sheet cell"
).split()
PARAMETER_COLUMNS = (
    "parameter_id name value unit lower upper distribution region valid_from valid_to category item source_id tier "
    "status"
).split()


def names(inventory: Inventory) -> list[str]:
    """The tables of an inventory; ``reference`` only where the guideline asks for the reference approach."""
    compared = (inventory.choices["memo"] == reporting.REFERENCE).any()
    return [name for name in _TABLES if name != "reference" or compared]


def table(inventory: Inventory, name: str, lang: str = "zh") -> pd.DataFrame:
    """One of ``names``; lines and reasons are named in ``lang``, sectors and fuels as energy balances print them."""
    return _TABLES[name](inventory, lang)


def _totals(inventory: Inventory, lang: str) -> pd.DataFrame:
    """The top of the energy table: the grand total of what counts, its parts, and below them the memo items."""
    layout = reporting.energy_layout(str(inventory.about["guideline"]))
    frame = _tonnes(reporting.figures(layout, reporting.placed(inventory, layout)), layout, lang)
    return frame[[layout.summarised(line) for line in layout.lines]].reset_index(drop=True)


def _energy(inventory: Inventory, lang: str) -> pd.DataFrame:
    """The guideline's energy table: ``category, name`` and the layout's columns in t.

    A cell is a number, a notation key where something is known to be missing, or None where there are no data.
    """
    layout = reporting.energy_layout(str(inventory.about["guideline"]))
    rows = reporting.placed(inventory, layout)
    figures = reporting.figures(layout, rows)
    frame = _tonnes(figures, layout, lang)
    for cell, key in gaps.keys(inventory, layout, rows, figures).items():
        frame.loc[cell] = key
    return frame.reset_index(drop=True)


def _sector_fuel(inventory: Inventory, lang: str) -> pd.DataFrame:
    """CO2 of burnt fossil fuels that count, by end-use sector and fuel: ``sector, fuel, co2_t``.

    Feedstock stays taken off industry; non-energy use, fugitives, biomass and bunkers are not fuel burnt here.
    """
    rows = reporting.placed(inventory, reporting.energy_layout(str(inventory.about["guideline"])))
    frame = rows[rows["sector"] != ""].groupby(["sector", "fuel"])["mass_g"].sum().reset_index(name="co2_t")
    frame["co2_t"] = frame["co2_t"] / GRAMS_PER_TONNE
    ranks = {"sector": reporting.sectors(), "fuel": reporting.fuels()}
    return frame.sort_values(
        ["sector", "fuel"], key=lambda column: column.map(ranks[column.name].index), ignore_index=True
    )


def _reference(inventory: Inventory, lang: str) -> pd.DataFrame:
    layout = reporting.energy_layout(str(inventory.about["guideline"]))
    return reference.compare(inventory, reporting.placed(inventory, layout), lang)


def _completeness(inventory: Inventory, lang: str) -> pd.DataFrame:
    layout = reporting.energy_layout(str(inventory.about["guideline"]))
    return gaps.completeness(inventory, layout, reporting.placed(inventory, layout), lang)


def _first(frame: pd.DataFrame, columns: Sequence[str]) -> pd.DataFrame:
    """These columns, then the others."""
    return frame[[*columns, *(name for name in frame.columns if name not in columns)]].reset_index(drop=True)


def _tonnes(figures: pd.DataFrame, layout: reporting.Layout, lang: str) -> pd.DataFrame:
    """Figures in grams as a table in tonnes, by line; None where there is no figure."""
    tonnes = figures.astype("Float64") / GRAMS_PER_TONNE
    frame = tonnes.astype(object).where(figures.notna(), None)
    frame.insert(0, "category", figures.index)
    frame.insert(1, "name", [line.name(lang) for line in layout.lines])
    return frame


_TABLES: Mapping[str, Callable[[Inventory, str], pd.DataFrame]] = {
    "totals": _totals,
    "energy": _energy,
    "sector-fuel": _sector_fuel,
    "reference": _reference,
    "completeness": _completeness,
    "emissions": lambda inventory, lang: inventory.emissions.copy(),
    "activity": lambda inventory, lang: _first(inventory.activity, ACTIVITY_COLUMNS),
    "parameters": lambda inventory, lang: _first(inventory.parameters, PARAMETER_COLUMNS),
}
