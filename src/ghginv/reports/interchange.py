"""Interchange: an inventory in the words of others, for one or several years of a region.

PRIMAP2 interchange format 2 (wide CSV with a YAML file beside it), the IAMC template, and a table like those of the
common reporting tables: IPCC 2006 categories down, gases across. Only what counts is in them; memo items are left out.
``years`` are compiled inventories by year.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from ghginv import folders
from ghginv.calculation.apply import GRAMS_PER_TONNE
from ghginv.domain import categories, gases, regions

if TYPE_CHECKING:
    import pandas as pd

    from ghginv.calculation.inventory import Inventory

TOTAL = "0"
_CODE = re.compile(r"(\d)([A-Z])?(\d+)?([a-z])?([ivx]+)?")
_MEGATONNE, _KILOTONNE = 1e12, 1e9
_FAMILIES = ("CO2", "CH4", "N2O", "HFCs", "PFCs", "SF6", "NF3")


def dotted(code: str) -> str:
    """An IPCC 2006 code with a dot between its parts.

    >>> dotted("1A1ai"), dotted("2F1"), dotted("3C7"), dotted("4")
    ('1.A.1.a.i', '2.F.1', '3.C.7', '4')
    """
    match = _CODE.fullmatch(code)
    return ".".join(filter(None, match.groups())) if match else code


def counted(years: Mapping[int, Inventory]) -> pd.DataFrame:
    """What counts, in whole grams: ``category`` (IPCC 2006, dotted), ``sector``, ``gas``, ``year``, mass and CO2e."""
    import pandas as pd

    frames = []
    for year, inventory in sorted(years.items()):
        rows = inventory.emissions[inventory.emissions["memo"] == ""]
        codes = rows["source_category"].map(lambda code: dotted(categories.tree()[code].ipcc2006))
        sectors = rows["source_category"].map(categories.sector)
        frames.append(rows.assign(category=codes, sector=sectors, year=year))
    table = pd.concat(frames, ignore_index=True)
    return table.groupby(["category", "sector", "gas", "year"], sort=True)[["mass_g", "co2e_g"]].sum().reset_index()


def _parents(code: str) -> Iterator[str]:
    """The code, what it lies in, and the total."""
    parts = code.split(".")
    yield from (".".join(parts[:length]) for length in range(len(parts), 0, -1))
    yield TOTAL


def _with_parents(table: pd.DataFrame) -> pd.DataFrame:
    """The same with a row for every category above."""
    exploded = table.assign(category=table["category"].map(lambda code: list(_parents(code)))).explode("category")
    return exploded.groupby(["category", "gas", "year"], sort=True)[["mass_g", "co2e_g"]].sum().reset_index()


# PRIMAP2


def primap2(years: Mapping[int, Inventory]) -> tuple[pd.DataFrame, dict[str, Any]]:
    """The data and the metadata of the interchange format: the mass of each gas in t / yr, and CO2e of them all."""
    first = next(iter(years.values()))
    gwp, region = str(first.about["gwp"]), str(first.about["region"])
    table = _with_parents(counted(years))
    named = table.assign(entity=table["gas"].map(_entity), grams=table["mass_g"])
    basket = table.groupby(["category", "year"])["co2e_g"].sum().reset_index(name="grams")
    basket["entity"] = f"KYOTOGHG ({gwp}GWP100)"
    wide = _wide([named[["category", "entity", "year", "grams"]], basket], ["category", "entity"], GRAMS_PER_TONNE)
    wide["unit"] = wide["entity"].map(lambda entity: f"t {'CO2' if entity.startswith('KYOTO') else entity} / yr")
    fixed = {
        "area (GB2260)": region,
        "source": f"ghginv {first.about['guideline']}",
        "scenario (ghginv)": "inventory",
        "provenance": "derived",
    }
    data = wide.assign(**fixed).rename(columns={"category": "category (IPCC2006)"})
    head = [*fixed, "category (IPCC2006)", "entity", "unit"]
    attrs = {
        "area": "area (GB2260)",
        "cat": "category (IPCC2006)",
        "scen": "scenario (ghginv)",
        "references": ", ".join(str(each.about["run"]) for _, each in sorted(years.items())),
        "title": f"Greenhouse-gas inventory of {regions.find_code(region).en}",
    }
    meta = {
        "attrs": attrs,
        "dimensions": {"*": sorted([*fixed, "category (IPCC2006)", "entity", "time", "unit"])},
        "time_format": "%Y",
    }
    return data[[*head, *map(str, sorted(years))]].sort_values(head, ignore_index=True), meta


def _entity(gas: str) -> str:
    """The name of a gas as climate databases spell it: CF4, cC4F8, HFC134a."""
    known = gases.load()[gas]
    return known.formula.replace("c-", "c") if known.family == "PFCs" else gas.replace("-", "")


# IAMC


def iamc(years: Mapping[int, Inventory]) -> pd.DataFrame:
    """The IAMC template: ``Model, Scenario, Region, Variable, Unit`` and a column a year."""
    import pandas as pd

    first = next(iter(years.values()))
    table = counted(years)
    names = {
        row["sector"]: row["iamc"] for _, row in folders.rows(folders.file("templates", "interchange/sectors.csv"))
    }
    frames = []
    for gas in dict.fromkeys(table["gas"]):
        unit, size, column = ("kt", _KILOTONNE, "mass_g") if gas not in ("CO2", "CH4") else ("Mt", _MEGATONNE, "mass_g")
        label = _entity(gas)
        frames.append(
            _variables(table[table["gas"] == gas], f"Emissions|{label}", names, column, size, f"{unit} {label}/yr")
        )
    for name, family in (("Kyoto Gases", None), ("F-Gases", ("HFCs", "PFCs", "SF6", "NF3"))):
        chosen = table if family is None else table[table["gas"].map(lambda gas: gases.load()[gas].family).isin(family)]
        label = f"Emissions|{name} ({first.about['gwp']}-GWP100)"
        if len(chosen):
            frames.append(_variables(chosen, label, names, "co2e_g", _MEGATONNE, "Mt CO2-equiv/yr"))
    data = pd.concat(frames, ignore_index=True)
    fixed = {"Model": "ghginv", "Scenario": str(first.about["guideline"]), "Region": str(first.about["region"])}
    data = data.assign(**fixed)
    return data[[*fixed, "Variable", "Unit", *map(str, sorted(years))]]


def _variables(
    table: pd.DataFrame, label: str, names: Mapping[str, str], column: str, size: float, unit: str
) -> pd.DataFrame:
    """The variable itself, each sector below it and what lies between (AFOLU)."""
    paths = table["sector"].map(names).map(lambda path: [label, *_prefixes(label, path)])
    rows = table.assign(Variable=paths, grams=table[column]).explode("Variable")
    return _wide([rows[["Variable", "year", "grams"]]], ["Variable"], size).assign(Unit=unit)


def _prefixes(label: str, path: str) -> list[str]:
    parts = path.split("|")
    return ["|".join((label, *parts[: place + 1])) for place in range(len(parts))]


# Like the common reporting tables


def crt(inventory: Inventory, lang: str = "zh") -> pd.DataFrame:
    """Categories of IPCC 2006 down, gases across, in t; fluorinated gases and the total in t CO2e.

    A cell is a number, the notation keys of what lies in the category, or blank where there are no data.
    """
    import pandas as pd

    year = int(str(inventory.about["year"]))
    table = _with_parents(counted({year: inventory}))
    table["family"] = table["gas"].map(lambda gas: gases.load()[gas].family)
    pure = table["family"].isin(["CO2", "CH4", "N2O"])
    table["grams"] = table["mass_g"].where(pure, table["co2e_g"])
    wide = table.pivot_table(index="category", columns="family", values="grams", aggfunc="sum")
    wide = wide.reindex(columns=_FAMILIES).astype("Float64") / GRAMS_PER_TONNE
    total = table.groupby("category")["co2e_g"].sum() / GRAMS_PER_TONNE
    keys = _keys(inventory)
    lines = sorted({*wide.index, *(code for code, _ in keys)}, key=_order)
    frame = wide.reindex(lines).astype(object)
    frame = frame.where(frame.notna(), None)
    for (code, family), signs in keys.items():
        for column in [family] if family else ["CO2", "CH4", "N2O"]:
            if frame.loc[code, column] is None:
                frame.loc[code, column] = signs
    frame.columns = [f"{name} (t)" if name in ("CO2", "CH4", "N2O") else f"{name} (t CO2e)" for name in _FAMILIES]
    frame["total (t CO2e)"] = pd.Series(total).reindex(lines).astype(object).where(lambda each: each.notna(), None)
    frame.insert(0, "name", [_names(lang).get(code, "") for code in lines])
    return frame.rename_axis("category").reset_index()


def _keys(inventory: Inventory) -> dict[tuple[str, str], str]:
    """The notation keys by category and family of gas; a blank family is every gas."""
    tree = categories.tree()
    found: dict[tuple[str, str], set[str]] = {}
    choices = inventory.choices[inventory.choices["notation"] != ""]
    for code, gas, key in choices[["source_category", "gas", "notation"]].itertuples(index=False, name=None):
        if code in tree and tree[code].ipcc2006:
            family = gases.load()[gas].family if gas else ""
            found.setdefault((dotted(tree[code].ipcc2006), family), set()).add(key)
    given = inventory.activity[inventory.activity["notation"].fillna("") != ""]
    for code, key in given[["category", "notation"]].itertuples(index=False, name=None):
        if tree[code].ipcc2006 not in ("", "RA"):
            found.setdefault((dotted(tree[code].ipcc2006), ""), set()).add(key)
    known = {each for each in found if each[1] in ("", *_FAMILIES)}
    return {each: ", ".join(sorted(found[each])) for each in sorted(known)}


def _names(lang: str) -> dict[str, str]:
    """What IPCC 2006 calls its upper levels; below them the first of our categories with the code names it."""
    listed = folders.rows(folders.file("templates", "interchange/ipcc2006.csv"))
    found = {row["category"]: row["zh" if lang == "zh" else "en"] for _, row in listed}
    for node in categories.tree().values():
        found.setdefault(dotted(node.ipcc2006), node.name(lang))
    return found


def _order(code: str) -> list[tuple[int, str]]:
    return [(int(part), "") if part.isdigit() else (0, part) for part in code.split(".")]


def _wide(frames: list[pd.DataFrame], keys: list[str], size: float) -> pd.DataFrame:
    """Long tables of grams as one wide table, a column a year; blank where a year has nothing."""
    import pandas as pd

    table = pd.concat(frames, ignore_index=True)
    wide = table.pivot_table(index=keys, columns="year", values="grams", aggfunc="sum") / size
    wide.columns = [str(year) for year in wide.columns]
    return wide.reset_index()
