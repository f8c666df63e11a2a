"""Compiled inventories to test with: the worked example, and a small city with one of every kind of row."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable
from dataclasses import asdict, replace
from functools import cache
from pathlib import Path

import pandas as pd
import pyarrow as pa

from ghginv import folders
from ghginv.calculation.inventory import Inputs, Inventory, compile_inventory
from ghginv.domain import categories, gases, items
from ghginv.domain.records import Activity, Parameter
from ghginv.factors import guidelines, library
from ghginv.workbooks import energy_balance
from ghginv.workbooks.judgement import Context
from ghginv.workbooks.read import read_workbook
from ghginv.workspace.create import create
from ghginv.workspace.import_workbook import import_workbook
from ghginv.workspace.template import template

BALANCE = folders.built_in() / "inventories" / "guangdong-2007" / "广东能源平衡表-2007.xlsx"
SHEET, FILE, ENTERPRISE = "=表1", "=HYPERLINK(1).xlsx", "=1+1"
TYPES = dict.fromkeys(("year", "month", "vintage"), pa.int64())
TYPES |= dict.fromkeys(("quantity", "uncertainty"), pa.float64())

ROWS = (
    ("1.2.1", "bituminous", 120_000.0, {"enterprise": ENTERPRISE, "month": 1}),
    ("1.2.1", "bituminous", 80_500.5, {"enterprise": ENTERPRISE, "month": 2}),
    ("1.2.6", "diesel", 26_700.0, {}),
    ("1.3.1.3", "aviation_kerosene", 5_000.0, {}),
    ("1.3.2", "gasoline", 44_497.3, {}),
    ("1.3.2", "taxi_lpg", 1_200.0, {}),
    ("1.5.U", "natural_gas", 735.21, {}),
    ("2", "straw", 3_000.0, {"technology": "improved stove"}),
    ("3", "open_pit_mine", 100_000.0, {}),
    ("5", "lpg", 900.0, {}),
    ("E.1", "electricity", 120_000.0, {}),
    ("E.2", "electricity", 20_000.0, {}),
)
CARBON = Parameter(
    parameter_id="measured.carbon_content.bituminous",
    name="carbon_content",
    value=0.0261,
    unit="tC/GJ",
    factor_set="measured",
    source_id="workbook:0123456789ab",
    enterprise=ENTERPRISE,
    item="bituminous",
    place=f"{SHEET}!F9",
    tier="measured",
    status="found",
    note="=2+2",
)
TAXIS = (("annual_mileage", 90_000, "km"), ("fuel_economy", 9.8, "L/100km"), ("fuel_density", 0.54, "kg/L"))
MEASURED = (
    CARBON,
    *(
        replace(CARBON, parameter_id=name, name=name, value=value, unit=unit, enterprise="", item="taxi_lpg")
        for name, value, unit in TAXIS
    ),
)


@cache
def guangdong(guideline: str) -> Inventory:
    """The published balance of Guangdong 2007 under a guideline."""
    judgement = energy_balance.judge(read_workbook(BALANCE), Context(2026, "440000", 2007))
    return compiled(judgement.activities, guideline, "440000", 2007)


@cache
def city(guideline: str = "pg2011") -> Inventory:
    """A small city in 2022: a submitted factor in another scale, memo items, a notation key, text that looks live."""
    activities = [
        Activity(
            "440300", 2022, category, item, quantity, items.find_code(item).unit, SHEET, f"D{row}",
            str(quantity), items.find_code(item).unit, **given,
        )
        for row, (category, item, quantity, given) in enumerate(ROWS, start=5)
    ]  # fmt: skip
    activities.append(Activity("440300", 2022, "1.3.3", "diesel", None, "t", SHEET, "D99", "NO", "t", notation="NO"))
    return compiled(activities, guideline, "440300", 2022, MEASURED)


@cache
def whole(guideline: str = "pg2011") -> Inventory:
    """The made-up district of ``inventories/guangming-demo`` in 2022, all sectors, by way of a filled template."""
    activity = folders.built_in() / "inventories" / "guangming-demo" / "activity"
    with tempfile.TemporaryDirectory() as folder:
        base = Path(folder)
        rows = pd.concat([pd.read_csv(path, dtype=str) for path in sorted(activity.glob("*.csv"))])
        rows.to_csv(base / "activity.csv", index=False)
        place = create(base / "w", "440311", "示例区")
        template("inventory", base / "填报.xlsx", place, 2022, "zh", base / "activity.csv")
        import_workbook(place, base / "填报.xlsx")
        run = place.compile(2022, guideline=guideline, gwp="AR5")
        return run.inventory


def extended(inventory: Inventory, rows: Iterable[tuple[str, str, str, str, int]]) -> Inventory:
    """An inventory with emission rows added as they are: category of our tree, gas, memo, scope, grams of the gas."""
    system = guidelines.load(str(inventory.about["guideline"])).category_system
    activity, choices, emitted = [], [], []
    first = int(inventory.choices["choice_id"].max()) + 1
    for number, (category, gas, memo, scope, grams) in enumerate(rows):
        gwp_set = "AR5" if gas == "NF3" else str(inventory.about["gwp"])  # not a gas of the earlier sets
        value = gases.gwp(gas, gwp_set).value
        named = {"activity_id": f"s1:added!A{number}", "category": category, "item": "diesel", "sheet": "added"}
        activity.append(inventory.activity.iloc[0].to_dict() | named | {"cell": f"A{number}"})
        placed = {"source_category": category, "category": categories.tree()[category].in_system(system)}
        kept = {"memo": memo, "scope": scope, "gas": gas, "gwp": value, "activity_category": category}
        choice = {"choice_id": first + number, **placed, **kept, "parameter_ids": "", "notation": "", "terms": "[]"}
        choices.append(inventory.choices.iloc[0].to_dict() | choice)
        emitted.append((named["activity_id"], first + number, grams, round(grams * value)))
    added = pd.DataFrame(emitted, columns=["activity_id", "choice_id", "mass_g", "co2e_g"])
    return replace(
        inventory,
        activity=pd.concat([inventory.activity, pd.DataFrame(activity)], ignore_index=True),
        choices=pd.concat([inventory.choices, pd.DataFrame(choices)], ignore_index=True),
        rows=pd.concat([inventory.rows, added.astype(inventory.rows.dtypes.to_dict())], ignore_index=True),
    )


def compiled(
    activities: Iterable[Activity], guideline: str, region: str, year: int, measured: Iterable[Parameter] = ()
) -> Inventory:
    """Compile the activities of one submission with the shipped library."""
    rows = [
        {"activity_id": f"s1:{each.sheet}!{each.cell}", "submission": "s1", "file": FILE, **asdict(each)}
        for each in activities
    ]
    chosen = guidelines.load(guideline)
    table = pa.table({name: pa.array([row[name] for row in rows], TYPES.get(name, pa.string())) for name in rows[0]})
    inputs = Inputs(
        region=region,
        year=year,
        guideline=chosen,
        gwp_set=chosen.gwp,
        library=library.load().with_local(measured),
        submissions=[{"submission": "s1", "sha256": "0" * 64}],
        version="test",
    )
    return compile_inventory(table, inputs)
