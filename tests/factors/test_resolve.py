"""Resolving keeps its order of preference, explains itself, and says what is missing."""

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ghginv.domain.records import Activity, Parameter
from ghginv.errors import UsageError
from ghginv.factors import library
from ghginv.factors.library import Library
from ghginv.factors.resolve import Choice, Key, Missing, resolve
from tests import inventories

SHIPPED = library.load()
KEY = Key(region="440304", year=2022, enterprise="plant", category="1.2.1", item="diesel", quantity_unit="t")
ROW = Parameter("base", "ch4_emission_factor", 3.0, "kgCH4/TJ", "first", "pg2011", tier="national", status="found")


def one(parameter_id, **changes):
    return replace(ROW, parameter_id=parameter_id, **changes)


def chosen(*parameters, key=KEY, sets=("first", "second")):
    found = resolve(Library.of(parameters, SHIPPED.sources), ROW.name, key, sets)
    assert isinstance(found, Choice)
    return found


# Each row is preferred to the one after it, whatever the later criteria say.
PREFERENCE = [
    one("measured by the plant", tier="measured", factor_set="", enterprise="plant"),
    one("submitted for the city", tier="local", factor_set="", region="440300"),
    one("first set, city", region="440300"),
    one("first set, province, technology", region="440000", technology="furnace"),
    one("first set, province", region="440000", category="1.2.1"),
    one("first set, grid", region="GRID-S", category="1.2.1", item="diesel"),
    one("first set, nation", region="100000", category="1.2.1", item="diesel"),
    one("first set, narrow", category="1.2.1"),
    one("first set, wide, of the item", category="1.2", item="diesel"),
    one("first set, wide", category="1.2"),
    one("first set, later", valid_from=2020),
    one("first set, sooner", valid_from=2010),
    one("first set, anything"),
    one("second set", factor_set="second", region="440304", category="1.2.1", item="diesel", technology="furnace"),
    one("last year's", valid_to=2021, tier="measured", factor_set="", enterprise="plant", region="440304"),
    one("older", valid_to=2020, region="440304"),
]


@pytest.mark.parametrize("start", range(len(PREFERENCE)))
def test_order_of_preference(start):
    found = chosen(*reversed(PREFERENCE[start:]), key=replace(KEY, technology="furnace"))
    assert found.parameter is PREFERENCE[start]
    assert found.earlier == (start >= len(PREFERENCE) - 2)


def test_what_was_passed_over_comes_with_the_reason_the_strongest_first():
    found = chosen(
        one("nation", region="100000"),
        one("second", factor_set="second"),
        one("city", region="440300"),
        one("for a kiln", technology="kiln"),
        one("in another unit", unit="kgN2O/TJ"),
        one("another enterprise's", tier="measured", enterprise="mill"),
        one("elsewhere", region="450000"),
    )
    assert found.parameter.parameter_id == "city"
    assert found.passed_over == (
        ("nation", "地区远近 nearer region"),
        ("second", "来源次序 order of sets"),
        ("for a kiln", "适用技术 technology: kiln"),
        ("in another unit", "计量单位 unit: kgN2O/TJ ≠ kgCH4/TJ"),
    )


def test_the_reason_is_given_in_both_languages():
    found = chosen(
        one("x", region="440000", category="1.2", technology="furnace", item="diesel"),
        key=replace(KEY, technology="furnace"),
    )
    assert found.reason_zh == "因子集 first（次序 1/2）；广东省；类别 1.2；技术 furnace"
    assert found.reason_en == "factor set first (1/2); Guangdong; category 1.2; technology furnace"
    assert chosen(PREFERENCE[0]).reason_en == "measured by the enterprise"


def test_a_value_that_stands_in_says_so():
    found = chosen(one("x", item="diesel")).standing_in("kerosene", "diesel")
    assert found.reason_zh.endswith("；煤油无此参数，以柴油代")
    assert found.reason_en.endswith("; Diesel oil stands in for Kerosene")


def test_gas_by_volume_passes_over_a_calorific_value_by_mass():
    key = Key("440300", 2022, item="natural_gas", quantity_unit="10^4 m3")
    found = resolve(SHIPPED, "net_calorific_value", key, ("ipcc2006", "ent24"))
    assert (found.parameter.parameter_id, found.value) == ("ent24.net_calorific_value.natural_gas", 389.31)
    assert ("ipcc2006.net_calorific_value.natural_gas", "计量单位 unit: GJ/t ≠ GJ/10^4 m3") in found.passed_over
    by_mass = resolve(SHIPPED, "net_calorific_value", replace(key, quantity_unit="t"), ("ipcc2006", "ent24"))
    assert (by_mass.value, by_mass.unit, by_mass.lower, by_mass.upper) == (48, "GJ/t", 46.5, 50.4)


def test_a_value_in_another_scale_is_converted_with_its_bounds():
    key = Key("440300", 2022, category="4", item="gas_consumption", quantity_unit="10^4 m3")
    found = resolve(SHIPPED, "throughput_ch4_factor", key, ("ipcc2006",))
    assert (found.value, found.unit) == (0.011, "tCH4/10^4 m3")
    assert (found.lower, found.upper) == (0.0088, 0.066)
    assert resolve(SHIPPED, "throughput_ch4_factor", key, ("pg2011",)).value == 0.0133


def test_a_ratio_keeps_all_its_digits():
    assert resolve(SHIPPED, "co2_per_carbon", KEY, ("ceads",)).value == 44.0095 / 12.0107


@pytest.mark.parametrize(
    ("region", "year", "sets", "parameter_id", "earlier"),
    [
        ("440300", 2022, ("mee_grid",), "mee_grid.grid_emission_factor.electricity.440000.2022", False),
        ("440300", 2025, ("mee_grid",), "mee_grid.grid_emission_factor.electricity.440000.2023", True),
        ("440300", 2011, ("pg2011", "mee_grid"), "mee_grid.grid_emission_factor.electricity.GRID-S.2011", False),
        ("440300", 2015, ("pg2011", "mee_grid"), "mee_grid.grid_emission_factor.electricity.440000.2012", True),
        ("440300", 2007, ("pg2011", "mee_grid"), "pg2011.grid_emission_factor.electricity.GRID-S.2005", True),
        ("460100", 2005, ("pg2011",), "pg2011.grid_emission_factor.electricity.460000.2005", False),
        ("510100", 2011, ("mee_grid",), "mee_grid.grid_emission_factor.electricity.GRID-C.2011", False),
        ("540100", 2022, ("mee_grid",), "mee_grid.grid_emission_factor.electricity.GRID-SW.2022", False),
        ("810000", 2022, ("mee_grid",), "mee_grid.grid_emission_factor.electricity.100000.2022", False),
        ("440300", 2022, ("mee_ets",), "mee_ets.grid_emission_factor.electricity.100000.2022-2023", False),
    ],
)
def test_electricity_of_place_and_year(region, year, sets, parameter_id, earlier):
    found = resolve(SHIPPED, "grid_emission_factor", Key(region, year, item="electricity", quantity_unit="MWh"), sets)
    assert (found.parameter.parameter_id, found.earlier) == (parameter_id, earlier)


def test_standard_coal_goes_by_the_unit_of_the_quantity():
    power = Key("440300", 2022, item="electricity", quantity_unit="MWh")
    found = resolve(SHIPPED, "standard_coal_coefficient", power, ("gbt2589_2020",))
    assert (found.value, found.unit, found.parameter.unit) == (0.1229, "tce/MWh", "tce/10^4 kWh")


def test_a_vehicle_takes_the_values_of_its_fuel():
    key = Key(
        "440300", 2022, category="1.3.2", item="car_gasoline", technology="oxidation catalyst", quantity_unit="vehicle"
    )
    assert resolve(SHIPPED, "ch4_emission_factor", key, ("ipcc2006",)).value == 25
    found = resolve(SHIPPED, "net_calorific_value", key, ("pg2011",))
    assert (found.value, found.reason_zh) == (43.07, "因子集 pg2011（次序 1/1）；中国；按汽油")


def test_only_later_values_are_missing_with_the_first_year():
    found = resolve(SHIPPED, "grid_emission_factor", Key("440300", 2001, item="electricity"), ("mee_grid",))
    assert isinstance(found, Missing)
    assert found.first_year == 2010
    assert "最早的值从 2010 年起有效" in found.finding().text("zh")


@pytest.mark.parametrize(
    ("name", "key", "sets", "near"),
    [
        (
            "ch4_emission_factor",
            Key("440300", 2022, category="1.3.2", item="gasoline"),
            ("ipcc2006",),
            "technology: uncontrolled",
        ),
        (
            "net_calorific_value",
            Key("440300", 2022, item="hydrogen", quantity_unit="t"),
            ("gbt2589_2020",),
            "unit: GJ/10^4 m3",
        ),
        ("carbon_content", Key("440300", 2022, item="raw_coal"), ("ipcc2006",), "factor set: mee_power"),
        ("co2_emission_factor", Key("440000", 2007, category="1.2.U", item="raw_coal"), ("ceads",), "category: 1.2.6"),
        ("carbon_content", Key("440300", 2022, item="other_energy"), ("ipcc2006",), "the library has none"),
    ],
)
def test_what_is_missing_says_what_came_nearest(name, key, sets, near):
    found = resolve(SHIPPED, name, key, sets)
    assert isinstance(found, Missing)
    finding = found.finding()
    assert (finding.code, finding.severity, finding.found) == ("factor-missing", "error", key.text())
    assert near in finding.text("en")
    assert sets[0] in finding.text("zh")


def test_values_of_another_enterprise_are_neither_used_nor_shown():
    theirs = one("secret", tier="measured", enterprise="mill")
    found = resolve(Library.of([theirs], SHIPPED.sources), ROW.name, KEY, ("first",))
    assert isinstance(found, Missing)
    assert found.nearest == ()


def test_submitted_values_stand_before_the_library():
    measured = Parameter(
        "s1.ncv", "net_calorific_value", 42800.0, "MJ/t", "", "", item="diesel", region="440304", tier="measured",
        enterprise="plant", valid_from=2022, valid_to=2022,
    )  # fmt: skip
    own = SHIPPED.with_local([measured])
    assert resolve(own, "net_calorific_value", KEY, ("pg2011",)).value == 42.8
    assert resolve(own, "net_calorific_value", replace(KEY, enterprise=""), ("pg2011",)).value == 42.652
    assert resolve(own, "net_calorific_value", replace(KEY, year=2023), ("pg2011",)).value == 42.652


def test_a_wrong_call_is_refused():
    with pytest.raises(UsageError) as refusal:
        resolve(SHIPPED, "calorific_value", KEY, ("pg2011",))
    assert refusal.value.findings[0].code == "factor-name-unknown"
    with pytest.raises(UsageError):
        resolve(SHIPPED, "carbon_content", replace(KEY, region="nowhere"), ("pg2011",))


ELECTRICITY = SHIPPED.named("grid_emission_factor", "electricity")
FUELS = [row for row in SHIPPED.rows if row.name == "net_calorific_value"]


@given(
    order=st.permutations([*ELECTRICITY, *FUELS[::3]]),
    region=st.sampled_from(["440304", "110000", "510100", "150500", "100000"]),
    year=st.integers(2000, 2030),
    item=st.sampled_from(["electricity", "gasoline", "natural_gas", "coke"]),
    sets=st.permutations(["pg2011", "mee_grid", "mee_ets", "ipcc2006", "ent24"]),
)
def test_the_order_of_rows_does_not_matter(order, region, year, item, sets):
    name = "grid_emission_factor" if item == "electricity" else "net_calorific_value"
    key = Key(region, year, item=item, quantity_unit="MWh" if item == "electricity" else "t")
    in_order = Library.of([*ELECTRICITY, *FUELS[::3]], SHIPPED.sources)
    assert resolve(Library.of(order, SHIPPED.sources), name, key, sets) == resolve(in_order, name, key, sets)


def test_a_value_typed_in_a_row_serves_that_row_alone():
    """Two plants of one item: what one measured is not the other's, whose blank cell means the default."""

    coal = Activity("440300", 2022, "1.2.1", "bituminous", 1000.0, "t", "表", "D5")
    other = replace(coal, facility="乙厂", cell="D6")
    typed = Parameter(
        "m", "carbon_content", 25.0, "tC/TJ", "measured", "s", region="440300", valid_from=2022, valid_to=2022,
        category="1.2.1", item="bituminous", tier="measured", status="found", place="表!F5",
    )  # fmt: skip
    for mine, value in ((typed, {"D5": 25.0}), (replace(typed, facility="乙厂"), {"D6": 25.0})):
        inventory = inventories.compiled([coal, other], "pg2011", "440300", 2022, [mine])
        chosen = inventory.choices[inventory.choices["gas"] == "CO2"].set_index("choice_id")["terms"]
        rows = inventory.rows[inventory.rows["choice_id"].isin(chosen.index)]
        found = {
            row["activity_id"].rpartition("!")[2]: next(
                term["value"] for term in json.loads(chosen[row["choice_id"]]) if term["name"] == "carbon_content"
            )
            for row in rows.to_dict("records")
        }
        assert found == {"D5": 26.1, "D6": 26.1} | value
