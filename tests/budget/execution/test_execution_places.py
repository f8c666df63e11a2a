"""Where rows are posted, and what remains of indicators when enterprises are taken off."""

from __future__ import annotations

from math import fsum

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ghginv.budget.execution import basis, remainders
from ghginv.budget.execution.coverage import coverage
from ghginv.budget.execution.places import Places
from ghginv.budget.ledger.accounts import parse
from ghginv.domain.monthly import days, days_of_year
from tests.budget import cities
from tests.budget.plans import CODES

A, B = CODES[:2]
LINES = [
    ("440305", "C", "KEY", "", 100_000), ("440305", "C", "KEY", A, 300_000), ("440305", "C", "DIF", "", 50_000),
    ("440306-01", "C", "KEY", "", 20_000), ("440306-02", "C", "DIF", "", 60_000), ("440305", "G", "DIF", "", 10_000),
    ("440305", "G", "PWR", "", 5_000),
]  # fmt: skip


def places(*moves, year=2026):
    stays = [
        {"enterprise": A, "name": "甲", "facility": "F1", "region": "440305", "industry": "C", "layer": "KEY"},
        {"enterprise": B, "name": "乙", "facility": "F1", "region": "440305", "industry": "C", "layer": "KEY"},
        *moves,
    ]
    plan = cities.plan(facilities=stays)
    columns = ["year", "kind", "region", "industry", "layer", "enterprise", "amount_kg"]
    lines = pd.DataFrame([(2026, "available", *row) for row in LINES], columns=columns)
    return Places(plan, lines, year)


def test_an_enterprise_with_a_budget_uses_its_own_another_the_rest_of_the_cell():
    where = places()
    assert where.of_enterprise(A, "F1", 3, "1.2.5").text == f"available:440305:C:KEY:{A}"
    assert where.of_enterprise(B, "f1", 3, "1.2.5").text == "available:440305:C:KEY"
    assert where.of_enterprise(B, "锅炉房", 3, "1.2.5").text == "available:440305:C:KEY"
    assert where.of_enterprise("unknown", "F1", 3, "1.2.5") is None


def test_a_facility_by_another_name_is_not_guessed_where_there_are_several_places():
    more = {"enterprise": B, "name": "乙", "facility": "F2", "region": "440306-01", "industry": "C", "layer": "KEY"}
    where = places(more)
    assert where.of_enterprise(B, "锅炉房", 3, "1.2.5") is None
    assert where.of_enterprise(B, "F2", 3, "1.2.5").region == "440306-01"


def test_electricity_goes_to_the_power_layer_where_the_cell_has_one():
    stay = {"enterprise": B, "name": "乙", "facility": "P", "region": "440305", "industry": "G", "layer": "KEY"}
    where = places(stay)
    assert where.of_enterprise(B, "P", 1, "E.1").layer == "PWR"
    assert where.of_enterprise(B, "P", 1, "1.3.2").layer == "KEY"
    assert where.of_enterprise(A, "F1", 1, "E.1").enterprise == A
    assert {each.layer for each in where.of_indicator("440305", "G", "E.1")} == {"PWR"}
    assert {each.layer for each in where.of_indicator("440305", "G", "1.3.2")} == {"DIF"}
    assert {each.layer for each in where.of_indicator("440305", "C", "E.1")} == {"DIF"}


def test_a_facility_stands_where_the_plan_has_it_on_the_last_day_of_the_month():
    first = {"enterprise": B, "name": "乙", "facility": "M", "region": "440305", "industry": "C", "layer": "KEY"}
    then = {**first, "region": "440306-01", "valid_from": "2026-03-31"}
    where = places({**first, "valid_to": "2026-03-30"}, then)
    assert [where.of_enterprise(B, "M", month, "1.2.5").region for month in (2, 3)] == ["440305", "440306-01"]


def test_an_indicator_above_the_cells_is_spread_by_their_budgets():
    shares = places().of_indicator("440306", "C", "1.2.5")
    assert {account.text: kg for account, kg in shares.items()} == {
        "available:440306-01:C:DIF": 20_000, "available:440306-02:C:DIF": 60_000,
    }  # fmt: skip
    assert [each.text for each in places().of_indicator("port", "D", "1.1.1")] == ["available:port:D:DIF"]


def row(number, form, quantity, item="natural_gas", *, enterprise="", region="440305", industry="C", month=3, **more):
    category = "E.1" if item == "electricity" else "1.2.5"
    said = {"activity_id": f"S:{number}", "form": form, "quantity": quantity, "item": item, "category": category}
    said |= {"enterprise": enterprise, "facility": "F1" if enterprise else "", "region": region, "industry": industry}
    return said | {"month": month, "unit": "t", "file": "f", "sheet": "s", "cell": f"A{number}"} | more


WHERE = places()


def left(*rows):
    found, findings = remainders.remaining(pd.DataFrame(rows), WHERE)
    return found.set_index("activity_id")["quantity"].to_dict(), findings, found.set_index("activity_id")["deducted"]


def test_what_enterprises_report_is_taken_off_the_indicator():
    quantities, findings, deducted = left(
        row(1, "indicator", 100.0), row(2, "enterprise", 30.0, enterprise=A), row(3, "enterprise", 20.0, enterprise=B)
    )
    assert quantities == {"S:1": 50.0, "S:2": 30.0, "S:3": 20.0}
    assert findings == []
    assert deducted["S:1"] == "S:2;S:3"


@pytest.mark.parametrize(
    "other",
    [
        {"month": 4}, {"item": "diesel"}, {"region": "440306"}, {"industry": "G"}, {"unit": "m3"},
        {"category": "P.1"}, {"category": "E.2"},
    ],
)  # fmt: skip
def test_another_month_item_place_or_unit_takes_nothing_off(other):
    rows = [row(1, "indicator", 100.0, **other), row(2, "enterprise", 30.0, enterprise=A)]
    assert left(*rows)[0]["S:1"] == 100.0


def test_a_whole_is_less_its_parts():
    rows = [row(1, "indicator", 100.0, "raw_coal"), row(2, "enterprise", 30.0, "bituminous", enterprise=A)]
    assert left(*rows)[0]["S:1"] == 70.0
    rows = [row(1, "indicator", 100.0, "bituminous"), row(2, "enterprise", 30.0, "raw_coal", enterprise=A)]
    assert left(*rows)[0]["S:1"] == 100.0


def test_where_enterprises_have_more_nothing_remains_and_the_row_is_named():
    quantities, (finding,), _ = left(row(1, "indicator", 10.0), row(2, "enterprise", 30.0, enterprise=A))
    assert quantities["S:1"] == 0.0
    assert (finding.code, finding.cell, finding.found, finding.expected) == ("budget-execution-short", "A1", "10", "30")


def test_decimals_that_come_to_nothing_are_nothing():
    parts = [row(2, "enterprise", 0.1, enterprise=A), row(3, "enterprise", 0.2, enterprise=B)]
    quantities, findings, _ = left(row(1, "indicator", 0.3), *parts)
    assert quantities["S:1"] == 0.0
    assert findings == []


def test_indicators_of_regions_below_are_part_of_the_one_above():
    quantities, _, deducted = left(
        row(1, "indicator", 100.0, region="440300"),
        row(2, "indicator", 60.0),
        row(3, "enterprise", 25.0, enterprise=A),
        row(4, "indicator", 15.0, region="440306"),
        row(5, "indicator", 5.0, region="440306-01"),
    )
    assert quantities == {"S:1": 25.0, "S:2": 35.0, "S:3": 25.0, "S:4": 10.0, "S:5": 5.0}
    assert deducted["S:4"] == "S:5"


@settings(deadline=None)
@given(
    st.floats(0, 1e6),
    st.lists(st.tuples(st.sampled_from([A, B]), st.floats(0, 1e5)), max_size=6),
    st.randoms(),
)
def test_nothing_is_counted_twice_and_order_does_not_matter(whole, parts, random):
    rows = [row(1, "indicator", whole)]
    rows += [row(number, "enterprise", kg, enterprise=who) for number, (who, kg) in enumerate(parts, start=2)]
    quantities, findings, _ = left(*rows)
    random.shuffle(rows)
    assert left(*rows)[0] == quantities
    total, given_ = fsum(quantities.values()), fsum(kg for _, kg in parts)
    assert total == pytest.approx(max(whole, given_), abs=1e-3)
    assert bool(findings) == (given_ - whole > 1e-9 * max(whole, 1.0))


def test_emissions_count_by_basis():
    table = pd.DataFrame(
        [("CO2", "", "1.2.5"), ("CH4", "", "1.2.5"), ("CO2", "indirect", "E.1"), ("CO2", "indirect", "E.2"),
         ("CO2", "indirect", "E.3"), ("CO2", "market", "E.1"), ("CO2", "bunker", "1.3.1.3"), ("CO2", "beyond", "P.GL")],
        columns=["gas", "memo", "source_category"],
    ).assign(mass_g=1, co2e_g=28)  # fmt: skip
    names = ("dual-control", "territory", "ets", "account")
    sums = {name: int(basis.counted(table, name)["grams"].sum()) for name in names}
    assert sums == {"dual-control": 3, "territory": 56, "ets": 1, "account": 140}
    assert int(basis.counted(table, "?")["grams"].sum()) == 3


def test_electricity_is_taken_at_the_factor_of_the_province():
    of = {"above": ("440306", "440300"), "whole": "440300"}
    assert basis.factor_region("440306-P", **of, power_factor="provincial", electricity=True) == "440000"
    assert basis.factor_region("440306-P", **of, power_factor="provincial", electricity=False) == "440306"
    assert basis.factor_region("H", above=(), whole="440300", power_factor="national", electricity=True) == "100000"
    assert basis.factor_region("440305", above=(), whole="440300", power_factor="own", electricity=True) == "440305"


def seen(*rows):
    columns = ["account", "emissions_kg", "status"]
    return pd.DataFrame(rows, columns=columns).astype({"emissions_kg": "int64"})


def test_coverage_is_what_rests_on_metered_or_reported_data():
    given_ = {"available:R:I:KEY": 3_650_000, "available:R:I:DIF": 365_000, "available:Q:I:DIF": 0}
    budgets = {parse(text): kg for text, kg in given_.items()}
    rows = seen(("available:R:I:KEY", 100, "metered"), ("available:R:I:KEY", 60, "filled"))
    (cell,) = coverage(rows, budgets, {}, 2026, 1, {}).to_dict("records")
    assert (cell["expected_kg"], cell["covered_kg"]) == (160 + 31_000, 100)
    (cell,) = coverage(rows, budgets, {"available:R:I:DIF": 40}, 2026, 1, {}).to_dict("records")
    assert (cell["expected_kg"], cell["share"]) == (200, 0.5)


def test_what_counts_as_covered_may_be_laid_down_otherwise():
    rows = seen(("available:R:I:KEY", 100, "metered"), ("available:R:I:KEY", 60, "reported"))
    (cell,) = coverage(rows, {}, {}, 2026, 1, {}, {"metered"}).to_dict("records")
    assert (cell["expected_kg"], cell["covered_kg"]) == (160, 100)


def test_a_cut_is_no_gap():
    budgets = {parse("available:R:I:KEY"): 1_000_000}
    (cell,) = coverage(seen(("available:R:I:KEY", 5, "reported")), budgets, {}, 2026, 1, {}).to_dict("records")
    assert cell["share"] == 1.0


@given(st.integers(2024, 2029), st.integers(0, 10**12))
def test_a_verified_year_is_covered_in_every_month(year, kg):
    account = "available:R:I:KEY"
    for month in (1, 2):
        (cell,) = coverage(seen(), {parse(account): 10}, {}, year, month, {account: kg}).to_dict("records")
        assert cell["share"] == 1.0
        assert cell["expected_kg"] == pytest.approx(kg * days(year, month) / days_of_year(year), abs=1)


def test_what_sold_more_power_than_it_emitted_is_expected_to_have_nothing():
    """Neither by month nor verified does it lower what others are expected to have."""
    budgets = {parse("available:R:I:DIF"): 3_650_000}
    rows = seen(("available:R:I:PWR", -900, "metered"))
    for settled in ({}, {"available:R:I:KEY": -5_000_000}):
        (cell,) = coverage(rows, budgets, {}, 2026, 1, settled).to_dict("records")
        assert (cell["expected_kg"], cell["covered_kg"], cell["share"]) == (310_000, 0, 0.0)


def test_places_without_budget_are_named():
    where = places()
    known = [parse("available:440305:C:DIF"), parse("available:440305:C:NEW")]
    assert [each.text for each in where.unbudgeted(known)] == ["available:440305:C:NEW"]


def test_who_closed_within_a_month_still_stood_there():
    gone = {"enterprise": B, "name": "乙", "facility": "M", "region": "440305", "industry": "C", "layer": "KEY",
            "valid_to": "2026-06-15"}  # fmt: skip
    where = places(gone)
    assert where.of_enterprise(B, "M", 6, "1.2.5").region == "440305"
    assert len(where.facilities(6)) == len(where.facilities(7)) + 1


def test_an_item_within_another_of_the_same_region_counts_once():
    rows = [row(1, "indicator", 500.0, "raw_coal"), row(2, "indicator", 300.0, "bituminous"),
            row(3, "enterprise", 100.0, "bituminous", enterprise=A)]  # fmt: skip
    found, _ = remainders.remaining(pd.DataFrame(rows), WHERE)
    assert found["quantity"].tolist() == [200.0, 200.0, 100.0]  # 500 in all
