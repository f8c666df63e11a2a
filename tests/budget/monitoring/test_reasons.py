"""Reasons: a worked decomposition, exact sums, what is new, gone or not known."""

from __future__ import annotations

import math

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ghginv.budget.monitoring import reasons

AMOUNT = st.integers(0, 10**10)


def period(rows, columns=("industry", "emissions_kg", "value_added")) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=list(columns))


def test_worked_in_the_head():
    """Twice the activity, the same structure and intensity: all of it is activity (made up)."""
    before = period([("A", 1000, 10.0), ("B", 500, 20.0)])
    after = period([("A", 2000, 20.0), ("B", 1000, 40.0)])
    found = reasons.decompose(before, after)
    assert found["activity"].to_dict() == {"A": 1000, "B": 500}
    assert (found[["structure", "intensity"]] == 0).all().all()


def test_the_formula_of_lmdi():
    """L(VT, V0) · ln(xT / x0), Ang (2005), eq. 5, on made-up numbers worked by hand."""
    before = period([("A", 300, 10.0), ("B", 200, 40.0)])
    after = period([("A", 400, 40.0), ("B", 150, 80.0)])
    found = reasons.decompose(before, after)
    mean = (400 - 300) / math.log(400 / 300)
    assert found.loc["A", "activity"] == pytest.approx(mean * math.log(120 / 50), abs=1)
    assert found.loc["A", "structure"] == pytest.approx(mean * math.log((40 / 120) / (10 / 50)), abs=1)
    assert found.loc["A", "intensity"] == pytest.approx(mean * math.log((400 / 40) / (300 / 10)), abs=1)
    assert found.sum().sum() == 50


COLUMNS = ("industry", "carrier", "emissions_kg", "value_added", "energy")


def test_energy_tells_mix_carbon_and_the_factor_of_power_apart():
    """Only the grid's factor fell: all of the change is the power factor (made up)."""
    before = period([("A", "fuel", 600, 10.0, 3.0), ("A", "power", 500, 10.0, 1.0)], COLUMNS)
    after = period([("A", "fuel", 600, 10.0, 3.0), ("A", "power", 400, 10.0, 1.0)], COLUMNS)
    found = reasons.decompose(before, after)
    assert list(found.columns) == ["activity", "structure", "intensity", "mix", "carbon", "power_factor"]
    assert found.loc["A"].to_dict() == {
        "activity": 0, "structure": 0, "intensity": 0, "mix": 0, "carbon": 0, "power_factor": -100,
    }  # fmt: skip


def test_an_industry_that_is_new_or_gone():
    found = reasons.decompose(period([("A", 100, 5.0)]), period([("A", 100, 5.0), ("B", 700, 5.0)]))
    assert found.loc["B"].sum() == 700
    assert found.loc["B", "structure"] == 700  # its share came from nothing
    gone = reasons.decompose(period([("A", 100, 5.0), ("B", 700, 5.0)]), period([("A", 100, 5.0)]))
    assert gone.loc["B", "structure"] == -700


def test_emissions_without_value_added_count_as_intensity():
    found = reasons.decompose(period([("A", 100, 5.0), ("R", 50, 0.0)]), period([("A", 100, 5.0), ("R", 80, 0.0)]))
    assert found.loc["R", "intensity"] == 30


@settings(deadline=None)
@given(st.lists(st.tuples(AMOUNT, AMOUNT, AMOUNT, AMOUNT), min_size=1, max_size=6))
def test_effects_add_up_to_the_change_exactly(rows):
    before = period([(f"I{at}", each[0], float(each[1])) for at, each in enumerate(rows)])
    after = period([(f"I{at}", each[2], float(each[3])) for at, each in enumerate(rows)])
    found = reasons.decompose(before, after)
    for at, each in enumerate(rows):
        assert found.loc[f"I{at}"].sum() == each[2] - each[0]


@settings(deadline=None)
@given(st.lists(st.tuples(*[AMOUNT] * 8), min_size=1, max_size=4))
def test_effects_with_energy_add_up_to_the_change_exactly(rows):
    def side(first: int) -> pd.DataFrame:
        made = []
        for at, each in enumerate(rows):
            fuel, power, energy, value = each[first : first + 4]
            made.append((f"I{at}", "fuel", fuel, float(value), float(energy)))
            made.append((f"I{at}", "power", power, float(value), float(energy // 3)))
        return period(made, COLUMNS)

    found = reasons.decompose(side(0), side(4))
    for at, each in enumerate(rows):
        assert found.loc[f"I{at}"].sum() == each[4] + each[5] - each[0] - each[1]


def test_who_made_the_difference():
    found = reasons.contributions({"A": 5, "B": 9}, {"A": 7, "C": 1})
    assert found["code"].tolist() == ["B", "C", "A"]
    assert found["change_kg"].tolist() == [9, -1, -2]
    assert found["change_kg"].sum() == (5 + 9) - (7 + 1)
