"""The causes of a difference add up to it, and each is found where it alone changed."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ghginv.calculation.compare import compare, summary
from ghginv.calculation.effects import EFFECTS, KEY, effects
from ghginv.domain.records import Activity
from tests import inventories

COAL = Activity("440300", 2022, "1.2.1", "bituminous", 1000.0, "t", "表", "D5")
ROWS = [
    COAL,
    replace(COAL, category="1.4.W", item="diesel", quantity=300.0, cell="D6"),
    replace(COAL, category="E.1", item="electricity", unit="MWh", quantity=5000.0, cell="D7"),
]


def compiled(*activities, guideline="pg2011", year=2022):
    return inventories.compiled([replace(each, year=year) for each in activities], guideline, "440300", year)


def grams(first, second):
    frame = effects(first, second)
    return {name: int(frame[name].sum()) for name in EFFECTS}


def difference(first, second):
    return int(second.emissions["co2e_g"].sum() - first.emissions["co2e_g"].sum())


@pytest.mark.parametrize("pair", [("pg2011", "ipcc2006"), ("ipcc2006", "gpc"), ("pg2011", "gpc"), ("ceads", "pg2011")])
def test_causes_add_up_row_by_row_under_two_guidelines(pair):
    first, second = (inventories.city(each) for each in pair)
    frame = effects(first, second).set_index(KEY)
    sides = [each.emissions.groupby(KEY)["co2e_g"].sum() for each in (first, second)]
    expected = sides[1].subtract(sides[0], fill_value=0).astype("int64")
    assert frame.sum(axis=1).to_dict() == expected.to_dict()
    assert grams(first, second)["activity"] == 0


def test_only_the_activity_changed():
    first, second = compiled(*ROWS), compiled(replace(COAL, quantity=1250.5), *ROWS[1:])
    found = grams(first, second)
    assert found == dict.fromkeys(EFFECTS, 0) | {"activity": difference(first, second)}
    assert found["activity"] > 0


def test_only_a_factor_changed():
    first = compiled(*ROWS)
    carbon = replace(inventories.CARBON, enterprise="", value=0.0255)
    second = inventories.compiled(ROWS, "pg2011", "440300", 2022, [carbon])
    found = grams(first, second)
    assert found["factor"] == difference(first, second) != 0
    assert sum(map(abs, found.values())) == abs(found["factor"])


def test_only_the_warming_potential_changed():
    first, second = inventories.city("pg2011"), inventories.city("pg2025")
    assert grams(first, second)["gwp"] != 0


def test_a_category_that_came_is_boundary_and_more_of_one_is_activity():
    first = compiled(*ROWS)
    new = compiled(*ROWS, replace(COAL, category="1.6", item="diesel", quantity=10.0, cell="D8"))
    assert grams(first, new)["boundary"] == difference(first, new) > 0
    more = compiled(*ROWS, replace(COAL, item="coke", quantity=10.0, cell="D8"))
    assert grams(first, more)["activity"] == difference(first, more) > 0
    assert grams(more, first)["activity"] == difference(more, first) < 0


def test_what_only_one_guideline_counts_is_boundary():
    city, published = inventories.city("pg2011"), inventories.city("ceads")
    only = [row for row in effects(city, published).to_dict("records") if row["source_category"] == "2"]
    assert only
    assert all(row["boundary"] != 0 == row["activity"] for row in only)


@settings(max_examples=15, deadline=None)
@given(st.lists(st.floats(0.001, 1e7), min_size=3, max_size=3), st.sampled_from(["pg2011", "ipcc2006", "gpc"]))
def test_causes_add_up_whatever_changes(quantities, guideline):
    first = compiled(*ROWS)
    second = compiled(*(replace(row, quantity=q) for row, q in zip(ROWS, quantities, strict=True)), guideline=guideline)
    found, back = grams(first, second), grams(second, first)
    assert sum(found.values()) == difference(first, second)
    assert all(abs(found[name] + back[name]) <= 2 * len(first.rows) for name in EFFECTS)


def test_the_comparison_shows_the_causes_and_their_sum():
    frame = compare(inventories.city("pg2011"), inventories.city("ipcc2006"))
    causes = frame[[f"{name}_t" for name in EFFECTS]].sum(axis=1)
    assert causes.tolist() == pytest.approx(frame["difference_t"].tolist(), abs=1e-6)
    total = summary(frame)
    assert total["second_co2e_t"] - total["first_co2e_t"] == pytest.approx(total["difference_t"], abs=1e-6)
    assert sum(total[f"{name}_t"] for name in EFFECTS) == pytest.approx(total["difference_t"], abs=1e-5)


def test_a_run_is_no_different_from_itself():
    assert set(grams(compiled(*ROWS), compiled(*ROWS)).values()) == {0}
