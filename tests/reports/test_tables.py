"""The tables of an inventory: fixed columns, sums that add up, published figures, nothing dropped, gaps explained."""

from __future__ import annotations

import csv
from collections.abc import Callable

import pandas as pd
import pytest

from ghginv import folders
from ghginv.calculation import layouts, reference, reporting
from ghginv.calculation.inventory import Inventory
from ghginv.calculation.totals import counted
from ghginv.domain import categories
from ghginv.errors import InputError
from ghginv.factors import guidelines
from ghginv.reports import tables
from tests import inventories

GUIDELINES = ["pg2011", "pg2011_plus", "ceads", "ipcc2006", "gpc", "gd2020", "pg2025"]
PUBLISHED = folders.built_in() / "inventories" / "guangdong-2007" / "expected_co2_by_sector_fuel.csv"


def by_line(table: pd.DataFrame, column: str) -> dict[str, object]:
    return dict(zip(table["category"], table[column], strict=True))


def test_every_guideline_is_tried() -> None:
    of_regions = [each for each in guidelines.available() if guidelines.load(each).basis == "region"]
    assert sorted(GUIDELINES) == sorted(of_regions)


def test_the_columns_others_rely_on_come_first() -> None:
    inventory = inventories.city()
    promised = {
        "emissions": "run region year guideline category item gas mass_t co2e_t scope memo formula activity_id "
        "parameter_ids",
        "activity": "activity_id submission region year month enterprise facility category item quantity unit notation "
        "uncertainty sheet cell",
        "parameters": "parameter_id name value unit lower upper distribution region valid_from valid_to category item "
        "source_id tier status",
    }
    for name, columns in promised.items():
        assert list(tables.table(inventory, name).columns)[: len(columns.split())] == columns.split()
    assert list(tables.table(inventory, "sector-fuel").columns) == ["sector", "fuel", "co2_t"]


def test_the_reference_approach_is_a_table_where_the_guideline_has_it() -> None:
    assert "reference" in tables.names(inventories.guangdong("pg2011"))
    assert "reference" not in tables.names(inventories.guangdong("ceads"))


def test_sectors_and_fuels_are_the_published_ones() -> None:
    """CEADs (Shan et al. 2018, 2020; Guan et al. 2021), Guangdong 2007: 36 cells of seven end-use sectors."""
    table = tables.table(inventories.guangdong("ceads"), "sector-fuel")
    ours = {(row.sector, row.fuel): row.co2_t for row in table.itertuples()}
    with PUBLISHED.open(encoding="utf-8", newline="") as stream:
        published = {(row["sector"], row["fuel"]): float(row["co2_t"]) for row in csv.DictReader(stream)}
    assert len(published) == 36
    assert {key: ours[key] for key in published} == pytest.approx(published, rel=1e-9, abs=1e-6)


def test_a_fleet_stands_under_the_fuel_it_burns() -> None:
    inventory = inventories.city()
    table = tables.table(inventory, "sector-fuel").set_index(["sector", "fuel"])["co2_t"]
    rows = inventory.emissions
    taxis = rows[(rows["item"] == "taxi_lpg") & (rows["gas"] == "CO2")]
    assert table["交通运输仓储邮政", "液化石油气"] == taxis["mass_g"].sum() / 1e6 > 0


@pytest.mark.parametrize(
    ("which", "guideline"),
    [*((inventories.guangdong, name) for name in GUIDELINES), (inventories.city, "pg2011"), (inventories.city, "gpc")],
)
def test_lines_add_up_and_the_top_is_the_total(which: Callable[[str], Inventory], guideline: str) -> None:
    inventory = which(guideline)
    layout = layouts.load(guideline, "energy")
    table = tables.table(inventory, "energy")
    rows = counted(inventory.emissions)
    co2e = by_line(table, "co2e_t")
    assert co2e[layout.lines[0].line] == rows["co2e_g"].sum() / 1e6
    assert by_line(table, "co2_t")[layout.lines[0].line] == rows.loc[rows["gas"] == "CO2", "mass_g"].sum() / 1e6
    placed = reporting.placed(inventory, layout)
    for line in layout.lines:
        if below := layout.below(line.line):
            own = placed.loc[placed[layout.column] == line.line, "co2e_g"].sum() / 1e6
            assert (co2e[line.line] or 0) == pytest.approx(own + sum(co2e[each.line] or 0 for each in below), rel=1e-12)
    assert tables.table(inventory, "totals")["co2e_t"][0] == co2e[layout.lines[0].line]


@pytest.mark.parametrize("guideline", GUIDELINES)
def test_every_category_and_memo_item_has_a_line(guideline: str) -> None:
    loaded = guidelines.load(guideline)
    layout = layouts.load(guideline, "energy")
    assert len({line.line for line in layout.lines}) == len(layout.lines)
    energy = [rule for rule in loaded.rules if categories.sector(rule.activity_category) == "energy"]
    assert {rule.memo for rule in energy} <= {line.memo for line in layout.lines} | {reporting.REFERENCE}
    fuels = [code for code in categories.tree() if code[0] in "12345" and not code.startswith(("1.3.1.3", "1.3.4.2"))]
    for code in fuels:
        reported = categories.tree()[code].in_system(loaded.category_system)
        line = layout.place(reported, code, "")
        known = reported and line.category != "*"
        assert known or (guideline == "gpc" and line.line == "I.6"), code


def test_a_row_without_a_line_is_refused() -> None:
    with pytest.raises(InputError, match="biogenic"):
        layouts.Layout("表", "table", system="pg2011").place("2", "2", "biogenic")


def test_memo_items_stand_apart() -> None:
    table = tables.table(inventories.city(), "energy")
    tonnes = by_line(table, "co2_t")
    assert tonnes["M1"] == tonnes["M1.1"] > 0
    assert tonnes["M3"] == tonnes["M3.1"] + tonnes["M3.2"]
    assert tonnes["M3.2"] < 0
    assert tonnes["T"] == pytest.approx(tonnes["1"] + tonnes["5"], rel=1e-12)
    assert by_line(table, "ch4_t")["T"] > 0


def test_scopes_stand_apart_where_the_guideline_asks_for_it() -> None:
    table = tables.table(inventories.guangdong("gpc"), "energy")
    whole = table.iloc[0]
    assert whole["scope2_co2e_t"] > 0
    assert whole["scope1_co2e_t"] + whole["scope2_co2e_t"] == pytest.approx(whole["co2e_t"], rel=1e-12)
    assert by_line(table, "co2e_t")["I.4.4"] > 0


def test_notation_keys_stand_where_no_figure_is() -> None:
    balance = by_line(tables.table(inventories.guangdong("pg2011"), "energy"), "co2_t")
    assert balance["1.2.1"] == "IE"  # industry is given as one
    assert balance["1.1.2"] is None
    assert isinstance(balance["1.2.U"], float)
    published = by_line(tables.table(inventories.guangdong("ceads"), "energy"), "co2_t")
    assert published["1.2.U"] == "NE"
    city = by_line(tables.table(inventories.city(), "energy"), "co2_t")
    assert city["1.3.3"] == "NO"
    assert city["1.2.U"] < 0  # feedstock alone
    assert city["1.2.2"] is None


def test_completeness_says_why() -> None:
    table = tables.table(inventories.city(), "completeness")
    known = {(row.category, row.gas): (row.estimated, row.notation, row.reason) for row in table.itertuples()}
    assert known["1.3.3", "CO2"] == (False, "NO", f"填报于 {inventories.SHEET}!D99")
    assert known["1.2.1", "CO2"] == (True, "", "已估算")
    assert known["1.1.2", "CO2"][:2] == (False, "")
    english = tables.table(inventories.guangdong("pg2011"), "completeness", "en")
    included = english[(english["category"] == "1.2.1") & (english["gas"] == "CO2")]
    assert list(included["reason"]) == ["included in 1.2.U Industry, not divided"]


def test_reference_and_sectoral_approach_are_compared() -> None:
    inventory = inventories.guangdong("pg2011")
    table = tables.table(inventory, "reference").set_index("fuel")
    groups, whole = table.drop(index="total"), table.loc["total"]
    for column in ("apparent_tj", "apparent_co2_t", "stored_co2_t", "sectoral_co2_t", "difference_t"):
        assert whole[column] == pytest.approx(groups[column].sum(), rel=1e-12)
    rows = counted(inventory.emissions)
    sectoral = rows[(rows["gas"] == "CO2") & rows["source_category"].str.startswith(("1", "5"))]
    assert whole["sectoral_co2_t"] == sectoral["mass_g"].sum() / 1e6
    assert whole["stored_co2_t"] < 0
    assert whole["reference_co2_t"] == pytest.approx(whole["apparent_co2_t"] + whole["stored_co2_t"], rel=1e-12)
    assert whole["difference_percent"] == pytest.approx(100 * whole["difference_t"] / whole["sectoral_co2_t"])
    assert abs(whole["difference_percent"]) < 10


def test_apparent_energy_is_quantity_times_calorific_value() -> None:
    inventory = inventories.guangdong("pg2011")
    activity = inventory.activity[inventory.activity["item"] == "crude_oil"]
    rows = activity[activity["category"].str.startswith("B.")]
    values = inventory.parameters
    heat = values[(values["name"] == "net_calorific_value") & (values["item"] == "crude_oil")]["value"].iloc[0]
    placed = reporting.placed(inventory)
    energy = reference.energy(inventory, placed)
    crude = placed["activity_id"].isin(rows["activity_id"])
    assert energy[crude].sum() == pytest.approx((rows["quantity"] * heat / 1000).sum(), rel=1e-12)
