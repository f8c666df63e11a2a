"""From accounts to units: classes by industry, capacity and output; months, facilities, emissions by scope, history."""

from fractions import Fraction as F

import pandas as pd
import pytest

from ghginv.enterprise.quotas import accounts, rules
from ghginv.enterprise.quotas.allocate import allocate

YEARS = "enterprise name year region industry template market status total_t closed".split()
EMPTY = pd.DataFrame(columns=["enterprise", "facility", "class"])
POWER = rules.find("national-power-2023")
SHENZHEN = rules.find("shenzhen-2024")


def years(*rows):
    return pd.DataFrame([dict(zip(YEARS, row, strict=True)) for row in rows])


def enterprise(name="E1", year=2023, industry="4411", market="national", closed=""):
    return (name, f"虚构{name}", year, "440305", industry, "power", market, "verified", 0.0, closed)


def indicators(*rows):
    names = "enterprise facility year month item quantity unit".split()
    return pd.DataFrame([dict(zip(names, row, strict=True)) for row in rows], columns=names)


def emissions(*rows, item="raw_coal"):
    table = pd.DataFrame(rows, columns=["enterprise", "facility", "year", "scope", "co2e_g"])
    return table.assign(item=item)


def made(about, output, emitted, bound, register=EMPTY):
    return accounts.units(accounts.Accounts(about, output, emitted), bound, register)


def generator(facility, capacity=600_000, year=2023, name="E1"):
    return [
        (name, facility, year, 0, "electricity_generated", 2_500_000.0, "MWh"),
        (name, facility, year, 0, "load_factor_output", 60.0, "%"),
        (name, facility, year, 0, "installed_capacity", float(capacity), "kW"),
    ]


def test_units_of_a_power_plant_are_its_generators():
    output = indicators(
        *generator("G1"), *generator("G2", 300_000), ("E1", "office", 2023, 0, "employees", 9.0, "person")
    )
    grams = [("E1", "G1", 2023, "1", 2_100_000_123_456), ("E1", "G2", 2023, "1", 2_200_000_000_000),
             ("E1", "G1", 2023, "2", 10**12), ("E1", "office", 2023, "1", 10**9),
             ("E1", "G1", 2022, "1", 10**12)]  # fmt: skip
    entities, history, findings = made(years(enterprise()), output, emissions(*grams), POWER.in_force(2023))
    assert [finding.code for finding in findings] == ["quota-class-assumed"] * 2
    rows = {row["facility"]: row for row in entities.to_dict("records")}
    assert {name: row["class"] for name, row in rows.items()} == {"G1": "I", "G2": "II"}
    assert rows["G1"]["verified_t"] == F(2_100_000_123_456, 10**6)
    assert history[history["facility"] == "G1"]["emissions_t"].tolist() == [F(10**6)]
    allocation = allocate(entities, history, POWER.in_force(2023))
    assert allocation.table["quota_t"].tolist() == [2_109_460, 2_146_608]


def test_the_only_unit_has_all_emissions_of_its_enterprise():
    grams = emissions(("E1", "", 2023, "1", 10**12), ("E1", "office", 2023, "1", 10**12))
    entities, _, _ = made(years(enterprise()), indicators(*generator("G1")), grams, POWER.in_force(2023))
    assert entities["verified_t"].tolist() == [F(2 * 10**6)]


def test_emissions_that_name_no_unit_are_refused_where_there_are_several():
    output = indicators(*generator("G1"), *generator("G2"))
    grams = emissions(("E1", "", 2023, "1", 10**12), ("E1", "G1", 2023, "1", 10**12))
    _, _, findings = made(years(enterprise()), output, grams, POWER.in_force(2023))
    assert [f.code for f in findings if f.severity == "error"] == ["quota-unassigned"]


def test_a_class_that_cannot_be_told_is_asked_for_and_taken_from_the_register():
    output = indicators(*generator("G1")[:2])
    grams = emissions(("E1", "G1", 2023, "1", 2 * 10**12))
    _, _, findings = made(years(enterprise()), output, grams, POWER.in_force(2023))
    assert [finding.code for finding in findings] == ["quota-class-open"]
    register = pd.DataFrame([{"enterprise": "E1", "facility": "G1", "class": "III", "deduct_t": "7", "special": ""}])
    entities, _, findings = made(years(enterprise()), output, grams, POWER.in_force(2023), register)
    assert findings == []
    assert entities[["class", "deduct_t"]].to_numpy().tolist() == [["III", "7"]]
    assert allocate(entities, pd.DataFrame(), POWER.in_force(2023)).table["quota_t"].tolist() == [2_071_250]


def test_gas_units_are_known_by_what_they_burn():
    output = indicators(*generator("G1")[:2])
    burnt = emissions(("E1", "G1", 2023, "1", 9 * 10**11), item="natural_gas")
    other = emissions(("E1", "G1", 2023, "1", 10**11), item="diesel")
    entities, _, findings = made(years(enterprise()), output, pd.concat([burnt, other]), POWER.in_force(2023))
    assert (entities["class"].tolist(), findings) == (["IV"], [])
    more = pd.concat([burnt, other, other])
    _, _, findings = made(years(enterprise()), output, more, POWER.in_force(2023))
    assert [finding.code for finding in findings] == ["quota-class-open"]


def test_what_is_not_verified_is_an_estimate():
    about = years(enterprise()).assign(status="submitted")
    _, _, findings = made(
        about, indicators(*generator("G1")), emissions(("E1", "", 2023, "1", 1)), POWER.in_force(2023)
    )
    assert "quota-not-verified" in [finding.code for finding in findings]


def test_other_markets_and_other_sectors_stay_out():
    about = years(enterprise(), enterprise("E2", market="shenzhen"), enterprise("E3", industry="3011"))
    output = indicators(*generator("G1"))
    entities, _, findings = made(about, output, emissions(("E1", "", 2023, "1", 1)), POWER.in_force(2023))
    assert entities["enterprise"].tolist() == ["E1"]
    assert [(f.code, f.cell, f.severity) for f in findings] == [
        ("quota-class-assumed", "E1/G1", "warning"),
        ("quota-outside", "E3", "warning"),
    ]


def test_a_register_of_strangers_is_refused():
    register = pd.DataFrame([{"enterprise": "X", "facility": "", "class": "I"}])
    _, _, findings = made(
        years(enterprise()), indicators(*generator("G1")), emissions(), POWER.in_force(2023), register
    )
    assert [(f.code, f.found) for f in findings if f.severity == "error"] == [("quota-units-unknown", "X")]


def test_enterprises_of_the_local_market_by_sums_of_months_and_facilities_in_both_scopes():
    about = years(*(enterprise("S1", year, "3913", "shenzhen") for year in (2022, 2023, 2024)))
    months = [("S1", "A", 2024, month, "value_added", month / 10, "10^4 CNY") for month in range(1, 13)]
    rest = [("S1", "B", 2024, 0, "value_added", 2.2, "10^4 CNY"), ("S1", "B", 2024, 1, "value_added", 99.0, "10^4 CNY"),
            ("S1", "", 2022, 0, "value_added", 5.0, "10^4 CNY"),
            ("S1", "", 2023, 0, "value_added", 5.0, "10^4 CNY")]  # fmt: skip
    grams = emissions(*(("S1", "A", year, scope, 10**9 * 2) for year in (2022, 2023, 2024) for scope in "123"))
    entities, history, _ = made(about, indicators(*months, *rest), grams, SHENZHEN.in_force(2024))
    (row,) = entities.to_dict("records")
    assert row["value_added"] == 10
    assert (row["class"], row["facility"], row["verified_t"]) == ("manufacturing", "", 4000)
    assert history[["year", "emissions_t", "value_added"]].to_numpy().tolist() == [[2022, 4000, 5], [2023, 4000, 5]]


@pytest.mark.parametrize("facility", ["", "A"])
def test_months_stopped_and_half_idle_are_counted_from_running_hours(facility):
    bound = rules.find("guangdong-2025").in_force(2025)
    about = years(enterprise("C1", 2025, "3071", "guangdong"))
    hours = [0.0] * 7 + [371.0, 360.0, 744.0, 720.0, 372.0]
    rows = [("C1", facility, 2025, month + 1, "running_hours", value, "h") for month, value in enumerate(hours)]
    entities, _, _ = made(about, indicators(*rows), emissions(("C1", "", 2025, "1", 1)), bound)
    assert entities[["months_stopped", "months_below"]].to_numpy().tolist() == [[7, 8]]
