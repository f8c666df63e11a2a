"""Figures with captions: the tables of an inventory that are printed, exported and looked at.

Pure functions from an ``Inventory`` to a pandas table. Sums are of whole grams, shown in the units of the table. The
columns of ``emissions``, ``activity``, ``parameters`` and ``sector-fuel`` are relied on by others: more may follow,
none may change.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from ghginv.calculation import completeness as gaps
from ghginv.calculation import layouts, reference, reported, reporting
from ghginv.calculation.apply import GRAMS_PER_TONNE
from ghginv.calculation.totals import WHOLE
from ghginv.factors import guidelines

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
    own = layouts.available(str(inventory.about["guideline"]))
    return ["totals", *own, *(name for name in _TABLES if name != "totals" and (name != "reference" or compared))]


def captions(inventory: Inventory) -> list[dict[str, str]]:
    """The tables of an inventory with their captions: ``table, zh, en``."""
    own = reporting.layouts_of(inventory)
    known = {name: own.get(name) or layouts.shared(name) for name in names(inventory)}
    return [{"table": name, "zh": layout.zh, "en": layout.en} for name, layout in known.items()]


def table(inventory: Inventory, name: str, lang: str = "zh", given: reported.Texts | None = None) -> pd.DataFrame:
    """One of ``names``; lines and reasons are named in ``lang``, sectors and fuels as energy balances print them.

    ``given`` fills columns that are no sums, such as the uncertainties of ``lucf``: values by line and column.
    """
    return _TABLES[name](inventory, lang) if name in _TABLES else _reported(inventory, name, lang, given)


def _reported(inventory: Inventory, name: str, lang: str, given: reported.Texts | None = None) -> pd.DataFrame:
    """A reporting table of the guideline: ``category, name`` and the layout's columns.

    A cell is a number, a text (such as a notation key where something is known to be missing), or None.
    """
    tables = reporting.layouts_of(inventory)
    rows = reporting.placed(inventory, *tables.values())
    return _frame(reported.report(inventory, tables[name], rows, lang, given), lang)


def _frame(table: reported.Reported, lang: str) -> pd.DataFrame:
    import pandas as pd

    lines, columns = table.layout.lines, table.layout.columns
    cells = {
        column.id: pd.Series([table.cell(line.line, column) for line in lines], dtype=object) for column in columns
    }
    return pd.DataFrame(
        {"category": [line.line for line in lines], "name": [line.name(lang) for line in lines], **cells}
    )


def _totals(inventory: Inventory, lang: str) -> pd.DataFrame:
    """The top of the table of the whole inventory: net and gross totals, sectors, and below them the memo items."""
    layout = reporting.layouts_of(inventory)[WHOLE]
    table = reported.report(inventory, layout, reporting.placed(inventory, layout), lang)
    wanted = [table.layout.summarised(line) for line in table.layout.lines]
    return _frame(reported.Reported(table.layout, table.grams), lang)[wanted].reset_index(drop=True)


def _sector_fuel(inventory: Inventory, lang: str) -> pd.DataFrame:
    """CO2 of burnt fossil fuels that count, by end-use sector and fuel: ``sector, fuel, co2_t``.

    Feedstock stays taken off industry; non-energy use, fugitives, biomass and bunkers are not fuel burnt here.
    """
    rows = reporting.placed(inventory)
    frame = rows[rows["sector"] != ""].groupby(["sector", "fuel"])["mass_g"].sum().reset_index(name="co2_t")
    frame["co2_t"] = frame["co2_t"] / GRAMS_PER_TONNE
    ranks = {"sector": reporting.sectors(), "fuel": reporting.fuels()}
    return frame.sort_values(
        ["sector", "fuel"], key=lambda column: column.map(ranks[column.name].index), ignore_index=True
    )


def _completeness(inventory: Inventory, lang: str) -> pd.DataFrame:
    layout = reporting.layouts_of(inventory)[WHOLE]
    guideline = guidelines.load(str(inventory.about["guideline"]))
    return gaps.completeness(inventory, layout, reporting.placed(inventory, layout), guideline, lang)


def _first(frame: pd.DataFrame, columns: Sequence[str]) -> pd.DataFrame:
    """These columns, then the others."""
    return frame[[*columns, *(name for name in frame.columns if name not in columns)]].reset_index(drop=True)


_TABLES: Mapping[str, Callable[[Inventory, str], pd.DataFrame]] = {
    "totals": _totals,
    "sector-fuel": _sector_fuel,
    "reference": lambda inventory, lang: reference.compare(inventory, reporting.placed(inventory), lang),
    "completeness": _completeness,
    "emissions": lambda inventory, lang: inventory.emissions.copy(),
    "activity": lambda inventory, lang: _first(inventory.activity, ACTIVITY_COLUMNS),
    "parameters": lambda inventory, lang: _first(inventory.parameters, PARAMETER_COLUMNS),
}
