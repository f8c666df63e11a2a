"""CRITIC weights: a published example, direction, and what is refused."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ghginv.budget.allocation.critic import critic_weights
from ghginv.errors import InputError, UsageError

SOFTWARE = np.array(
    [[5000, 3, 3, 4, 3, 2], [680, 5, 3, 2, 2, 1], [2000, 3, 2, 3, 4, 3], [600, 4, 3, 1, 2, 2], [800, 2, 4, 3, 3, 4]]
)


def test_example_of_tus_and_aytac_adali_2019():
    """Opsearch 56:528, as in GitHub energyinpython/distance-metrics-for-mcda, tests/test_weights.py."""
    assert critic_weights(SOFTWARE).round(3).tolist() == [0.157, 0.249, 0.168, 0.121, 0.154, 0.151]


def test_direction_turns_the_correlations_of_a_criterion_round():
    """By hand: x and z = 0, 1/2, 1, y = 0, 1, 1/2: the same spread, r = 1/2 between x and y, 1 between x and z."""
    table = pd.DataFrame({"x": [0.0, 1, 2], "y": [0.0, 2, 1], "z": [0.0, 1, 2]})
    same = critic_weights(table)
    turned = critic_weights(table, {"x": "need", "y": "need", "z": "duty"})
    assert same.tolist() == pytest.approx([0.25, 0.5, 0.25])  # Σ(1-r): 1/2, 1, 1/2
    assert turned.tolist() == pytest.approx([2.5 / 8, 2 / 8, 3.5 / 8])  # 1/2 + 2, 1/2 + 3/2, 2 + 3/2


def test_one_criterion_has_all_the_weight():
    assert critic_weights(pd.DataFrame({"a": [-1.0, 2]})).to_dict() == {"a": 1.0}


@given(st.lists(st.lists(st.floats(-100, 100), min_size=3, max_size=3), min_size=4, max_size=8), st.randoms())
@settings(deadline=None, max_examples=50)
def test_sum_shift_scale_and_order_of_units(rows, random):
    table = np.round(np.array(rows), 3) + np.array([[0, 1, 2]]) * np.arange(len(rows))[:, None] ** 2
    table[:, 0] += np.arange(len(rows)) * 1000.0
    table[0, 1:] += 5000
    found = critic_weights(table)
    assert found.sum() == pytest.approx(1, abs=1e-12)
    shuffled = table[random.sample(range(len(table)), len(table))]
    assert critic_weights(shuffled) == pytest.approx(found, abs=1e-9)
    assert critic_weights(table * [2, 1, 5] + [7, 0, -3]) == pytest.approx(found, abs=1e-9)


def test_criteria_that_say_the_same_are_refused():
    with pytest.raises(InputError, match="CRITIC") as raised:
        critic_weights(pd.DataFrame({"a": [1.0, 2, 4], "b": [10.0, 20, 40]}))
    assert raised.value.findings[0].code == "budget-criteria-alike"


@pytest.mark.parametrize(
    "directions", [["need"], {"a": "need"}, {"a": "up", "b": "duty"}, {"a": "need", "b": "duty", "c": "need"}]
)
def test_directions_that_do_not_fit_are_refused(directions):
    with pytest.raises(UsageError) as raised:
        critic_weights(pd.DataFrame({"a": [1.0, 2, 4], "b": [10.0, 30, 20]}), directions)
    assert raised.value.findings[0].code == "budget-criteria-direction"
