"""Measures in merit order: a published table, negative costs, alternatives against brute force, refusals."""

import itertools

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ghginv.budget.allocation.merit_order import merit_order
from ghginv.errors import InputError


def measures(*rows):
    return pd.DataFrame(rows, columns=["measure", "abatement_t", "cost", "exclusive_group"])


PLANTS = {"A": [0.60, 0.65, 0.70, 0.80, 0.90, 1.00], "B": [0.70, 0.75, 0.80, 1.00, 1.15, 1.35]}


@pytest.mark.parametrize(("required", "by_plant", "price"), [(10, {"A": 6, "B": 4}, 1.00), (7, {"A": 4, "B": 3}, 0.80)])
def test_two_plants(required, by_plant, price):
    """spot.colorado.edu/~sharmav/envecon/eqmc.html: ten units 6 and 4 at 1.00, seven units 4 and 3 at 0.80."""
    table = measures(*[(f"{p}{k}", 1.0, cost, "") for p, steps in PLANTS.items() for k, cost in enumerate(steps)])
    found = merit_order(table, required)
    steps = found.steps
    assert steps.groupby(steps["measure"].str[0])["reduction_t"].sum().to_dict() == pytest.approx(by_plant)
    assert found.shadow_price == price


def test_three_firms_in_whole_units():
    """justaaa.com/economics/210790: MC 2q, q, 12q by the unit, 35 units in all: 11, 23 and 1."""
    table = measures(*[(f"{slope}", 1.0, float(slope * k), "") for slope in (2, 1, 12) for k in range(1, 31)])
    steps = merit_order(table, 35).steps
    assert steps.groupby("measure")["reduction_t"].sum().to_dict() == pytest.approx({"2": 11, "1": 23, "12": 1})


def test_what_earns_comes_first_and_no_more_than_required():
    table = measures(("heat", 50.0, 20.0, ""), ("light", 30.0, -40.0, ""), ("motors", 30.0, -10.0, ""))
    found = merit_order(table, 100)
    assert found.steps["measure"].tolist() == ["light", "motors", "heat"]
    assert found.steps["cumulative_t"].tolist() == [30, 60, 100]
    assert (found.shadow_price, found.cost) == (20, -1200 - 300 + 800)
    little = merit_order(table, 40)
    assert (little.steps["reduction_t"].tolist(), little.shadow_price) == ([30, 10, 0], -10)
    assert merit_order(table, 0).steps["reduction_t"].sum() == 0


def test_the_same_cost_is_used_in_proportion():
    table = measures(("a", 30.0, 5.0, ""), ("b", 10.0, 5.0, ""), ("c", 8.0, 9.0, ""))
    used = merit_order(table, 20).steps.set_index("measure")["reduction_t"]
    assert used.to_dict() == pytest.approx({"a": 15, "b": 5, "c": 0})


def test_of_alternatives_one_and_the_one_that_makes_the_whole_cheapest():
    """Boiler: small and cheap or large and dear. Alone the small one does; for 90 t the large one is needed."""
    table = measures(("small", 40.0, 10.0, "boiler"), ("large", 80.0, 15.0, "boiler"), ("roof", 30.0, 60.0, ""))
    few = merit_order(table, 40)
    assert few.steps.set_index("measure")["chosen"].to_dict() == {"small": True, "large": False, "roof": True}
    more = merit_order(table, 70)  # small + roof 400 + 1800, large 1050
    assert more.cost == pytest.approx(1050)
    assert more.steps.set_index("measure")["reduction_t"].to_dict() == {"small": 0, "large": 70, "roof": 0}
    with pytest.raises(InputError) as raised:
        merit_order(table, 111)
    assert raised.value.findings[0].code == "budget-potential-exceeded"
    assert raised.value.findings[0].expected == "110"
    assert merit_order(table, 110).steps["reduction_t"].sum() == pytest.approx(110)
    assert merit_order(table, 0).cost == 0


def test_alternatives_alike_are_chosen_by_name():
    rows = [("b", 10.0, 5.0, "g"), ("a", 10.0, 5.0, "g")]
    for order in (rows, rows[::-1]):
        used = merit_order(measures(*order), 10).steps.set_index("measure")["reduction_t"]
        assert used.to_dict() == {"a": 10, "b": 0}


@pytest.mark.parametrize("required", [1e-9, 1e-6, 9.0])
def test_the_least_amount_is_reduced_too(required):
    found = merit_order(measures(("none", 0.0, 0.0, "g"), ("some", 9.0, 51.0, "g")), required)
    assert found.steps["reduction_t"].sum() == pytest.approx(required, rel=1e-12)
    assert found.cost == pytest.approx(51 * required, rel=1e-12)


def test_small_alternatives_beside_large_measures_are_not_lost():
    rows = [("large", 1e6, 1.0, ""), ("less", 0.01, 1.0, "g"), ("more", 0.02, 90.0, "g")]
    assert merit_order(measures(*rows), 1e6 + 0.02).steps["reduction_t"].sum() == pytest.approx(1e6 + 0.02, abs=1e-9)


ROWS = st.lists(
    st.tuples(st.integers(0, 50), st.integers(-30, 80), st.sampled_from(["", "g", "h"])), min_size=1, max_size=7
)


def by_trying(table, required):
    """The least cost over every choice of one alternative a group."""
    groups = [list(rows.index) for name, rows in table.groupby("exclusive_group") if name]
    best = float("inf")
    for keep in itertools.product(*groups):
        left_out = {i for rows in groups for i in rows} - set(keep)
        here = table.drop(index=list(left_out)).sort_values("cost")
        if here["abatement_t"].sum() < required - 1e-9:
            continue
        cost, left = 0.0, required
        for potential, price in zip(here["abatement_t"], here["cost"], strict=True):
            cost, left = cost + price * min(potential, left), left - min(potential, left)
        best = min(best, cost)
    return best


@given(ROWS, st.floats(0, 1), st.randoms())
@settings(deadline=None, max_examples=60)
def test_never_dearer_than_any_choice(rows, part, random):
    table = measures(*[(f"m{k}", float(t), float(c), group) for k, (t, c, group) in enumerate(rows)])
    free = table[table["exclusive_group"] == ""]["abatement_t"].sum()
    most = free + sum(rows["abatement_t"].max() for name, rows in table.groupby("exclusive_group") if name)
    required = round(part * most, 6)
    found = merit_order(table, min(required, most))
    assert found.cost == pytest.approx(by_trying(table, min(required, most)), abs=1e-4)
    assert found.steps["reduction_t"].sum() == pytest.approx(min(required, most), abs=1e-9)
    assert ((found.steps["reduction_t"] >= 0) & (found.steps["reduction_t"] <= found.steps["abatement_t"])).all()
    used = found.steps[(found.steps["reduction_t"] > 0) & (found.steps["exclusive_group"] != "")]
    assert used["exclusive_group"].is_unique
    shuffled = table.sample(frac=1, random_state=random.randint(0, 10**6))
    pd.testing.assert_frame_equal(merit_order(shuffled, min(required, most)).steps, found.steps)


@pytest.mark.parametrize(
    ("table", "required", "code"),
    [
        (pd.DataFrame({"measure": ["a"], "cost": [1.0]}), 1, "budget-measures-columns"),
        (measures(), 1, "budget-measures-none"),
        (measures(("a", -1.0, 1.0, "")), 1, "budget-allocation-negative"),
        (measures(("a", 1.0, "?", "")), 1, "budget-allocation-not-number"),
        (measures(("a", 1.0, 1.0, "")), 2, "budget-potential-exceeded"),
        (measures(("a", 1.0, 1.0, "")), -1, "budget-allocation-parameter"),
    ],
)
def test_bad_input_is_refused(table, required, code):
    with pytest.raises(InputError) as raised:
        merit_order(table, required)
    assert raised.value.findings[0].code == code
