"""Which emission rows a reporting figure sums.

A table has lines and columns (see ``layouts``); a figure is the sum of whole grams over the rows of its line and of
the lines below it. It is read twice: as numbers for people and programs, as live sums in the result workbook. Here it
is decided in which line a row stands, so that the two cannot disagree.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ghginv.calculation import layouts
from ghginv.calculation.layouts import Criteria, Layout
from ghginv.domain import categories, gases, items

if TYPE_CHECKING:
    import pandas as pd

    from ghginv.calculation.inventory import Inventory

REFERENCE = "reference"
FUELS = ("coal", "oil", "gas")
BURNERS = ("vehicle", "aircraft", "machine", "measured_coal")
LAND = "land"
REMOVAL, EMISSION = "removal", "emission"
_PLACED_BY = ("category", "source_category", "memo", "gas", "item", "activity_category", "scope")
_PLACE = ("family", "part", "sector", "fuel", "group", "approach")


def sectors() -> list[str]:
    """The end-use sectors of the table by sector and fuel, in the order of the category tree."""
    return list(dict.fromkeys(node.sector for node in categories.tree().values() if node.sector))


def fuels() -> list[str]:
    """The Chinese names of the fuels, in the order of the list of items."""
    return [item.zh for item in items.load().values() if item.kind in FUELS]


def layouts_of(inventory: Inventory) -> dict[str, Layout]:
    """The reporting tables of an inventory's guideline, by name and in order."""
    guideline = str(inventory.about["guideline"])
    return {name: layouts.load(guideline, name) for name in layouts.available(guideline)}


def placed(inventory: Inventory, *tables: Layout) -> pd.DataFrame:
    """The emission rows with the place of each in the tables, in the order of ``inventory.emissions``.

    Added are ``gwp``; ``family`` of the gas; ``part`` (energy, processes, agriculture, land, waste) and ``direction``
    (removal where land takes up, else emission); ``sector`` and ``fuel`` for fossil CO2 that counts; ``group`` (coal,
    oil, gas) and ``approach`` (apparent, stored, sectoral) for what the reference approach compares; for each table its
    line (``Layout.column``; blank for the reference approach and for sectors that do not stand in it); ``level`` and
    ``line_scope``, blank unless a table's lines have a level.
    """
    import pandas as pd

    choices = inventory.choices[["choice_id", "activity_category", "gwp"]]
    table = inventory.emissions.merge(choices, on="choice_id", how="left")
    distinct = table[list(_PLACED_BY)].drop_duplicates(ignore_index=True)
    keys = list(distinct.itertuples(index=False, name=None))
    distinct = distinct.join(pd.DataFrame([_facts(*key) for key in keys], columns=_PLACE))
    distinct["level"] = distinct["line_scope"] = ""
    for layout in filter(lambda layout: layout.takes_rows, tables):
        lines = [_line(layout, key[0], key[1], key[2], key[6]) for key in keys]
        distinct[layout.column] = [line.line if line else "" for line in lines]
        if any(line.level for line in layout.lines):
            distinct["level"] = [line.level if line else "" for line in lines]
            distinct["line_scope"] = [line.scope if line else "" for line in lines]
    table = table.merge(distinct, on=list(_PLACED_BY), how="left")
    removed = (table["part"] == LAND) & (table["mass_g"] < 0)
    table["direction"] = removed.map({True: REMOVAL, False: EMISSION})
    return table


def _line(layout: Layout, category: str, source_category: str, memo: str, scope: str) -> layouts.Line | None:
    if memo == REFERENCE:
        return None
    if layout.sectors and (categories.sector(source_category) not in layout.sectors or not layout.knows(memo)):
        return None
    return layout.place(category, source_category, memo, scope)


def _facts(
    category: str, source_category: str, memo: str, gas: str, item: str, activity_category: str, scope: str
) -> tuple[str, ...]:
    family, part = gases.load()[gas].family, categories.sector(source_category)
    known = _fuel(item)
    if gas != "CO2" or known is None or part != "energy":
        return family, part, "", "", "", ""
    burnt = source_category in categories.tree() and categories.covers("1", source_category)
    sector, fuel = (categories.tree()[source_category].sector, known.zh) if burnt and not memo else ("", "")
    approach = ""
    if memo == REFERENCE:
        approach = "stored" if categories.covers("5", activity_category) else "apparent"
    elif memo in ("", "territorial") and (burnt or source_category == "5"):
        approach = "sectoral"
    return family, part, sector, fuel, known.kind if approach else "", approach


def _fuel(item: str) -> items.Item | None:
    """The fossil fuel that an item is, or that it burns as its parent: a vehicle, an aircraft, an engine."""
    known = items.find_code(item)
    fuel = items.find_code(known.parent) if known.kind in BURNERS else known
    return fuel if fuel.kind in FUELS else None


def chosen(rows: pd.DataFrame, criteria: Criteria) -> pd.DataFrame:
    """The rows that meet the criteria."""
    for column, (wanted, values) in criteria.items():
        rows = rows[rows[column].isin(values) == wanted]
    return rows


def figures(layout: Layout, rows: pd.DataFrame) -> pd.DataFrame:
    """The sums of a table in whole grams: a row for each line, a column for each column; missing where nothing is.

    ``rows`` are placed emission rows. A line holds its own rows and the lines below it; a view the rows it is about.
    """
    import pandas as pd

    table = pd.DataFrame(index=[line.line for line in layout.lines])
    for column in layout.columns:
        if not column.measure:
            continue
        taken = chosen(rows, column.criteria)
        measure = f"{column.measure}_g"
        sums = taken.groupby(layout.column)[measure].sum().to_dict() if layout.takes_rows else {}
        for line in reversed(layout.lines):
            if line.where:
                seen = chosen(taken, layouts.criteria(line.where))[measure]
                sums |= {line.line: seen.sum()} if len(seen) else {}
            elif line.line in sums and line.parent:
                sums[line.parent] = sums.get(line.parent, 0) + sums[line.line]
        table[column.id] = pd.array([sums.get(line) for line in table.index], dtype="Int64")
    return table


def shown(layout: Layout, rows: pd.DataFrame, lines: Sequence[str] = ()) -> Layout:
    """The table without the optional lines and columns in which nothing stands; ``lines`` stay in any case."""
    if not layout.takes_rows:
        taken = set(lines)
    else:
        taken = set(rows[layout.column]) - {""} | set(lines)
        rows = rows[rows[layout.column] != ""]
    columns = {column.id for column in layout.columns if column.measure and len(chosen(rows, column.criteria))}
    return layout.only(taken, columns)
