"""The composite key: by hand, bounds, and what is refused."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ghginv.budget.allocation.composite import composite
from ghginv.errors import InputError

TABLE = pd.DataFrame({"people": [10.0, 20, 30], "intensity": [3.0, 1, 2]}, index=["甲", "乙", "丙"])
WEIGHTS = pd.Series({"intensity": 0.25, "people": 0.75})
DIRECTIONS = {"people": "need", "intensity": "duty"}


def test_by_hand():
    """x' of people 0, 1/2, 1; of intensity turned round 0, 1, 1/2; with a floor of 0.2: 0.2 + 0.8 x'."""
    found = composite(1000, TABLE, WEIGHTS, directions=DIRECTIONS, floor=0.2)
    index = np.array([0.2, 0.75 * 0.6 + 0.25 * 1.0, 0.75 * 1.0 + 0.25 * 0.6])
    assert found.index.tolist() == ["甲", "乙", "丙"]
    assert found.tolist() == pytest.approx((1000 * index / index.sum()).tolist())
    assert composite(1000, TABLE, WEIGHTS, directions=DIRECTIONS, floor=0)["甲"] == 0


def test_bounds_are_kept():
    found = composite(1000, TABLE, WEIGHTS, directions=DIRECTIONS, lower=[200, 0, 0], upper=[np.inf, 300, np.inf])
    assert found["甲"] == 200
    assert found["乙"] == 300
    assert found.sum() == pytest.approx(1000)


@given(st.lists(st.tuples(st.floats(0, 100), st.floats(0, 100)), min_size=2, max_size=6), st.floats(0, 1), st.randoms())
@settings(deadline=None, max_examples=50)
def test_sum_scale_and_order(rows, weight, random):
    table = np.array(rows) + np.arange(len(rows))[:, None] * [[200.0, 300.0]]
    args = {"directions": ["need", "duty"], "floor": 0.05}
    found = composite(500, table, [weight, 1 - weight], **args)
    assert found.sum() == pytest.approx(500)
    assert (found > 0).all()
    order = random.sample(range(len(table)), len(table))
    assert composite(500, table[order], [weight, 1 - weight], **args).tolist() == found[order].tolist()
    assert composite(1500, table * [3, 7], [weight, 1 - weight], **args) == pytest.approx(3 * found)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"weights": [0.5, 0.4]}, "budget-weights-sum"),
        ({"weights": {"people": 1.0}}, "budget-allocation-labels"),
        ({"weights": [1.5, -0.5]}, "budget-allocation-negative"),
        ({"floor": 1.0}, "budget-allocation-parameter"),
        ({"total": 0}, "budget-allocation-total"),
        ({"lower": [600, 600, 0]}, "budget-allocation-lower"),
        ({"criteria": TABLE.assign(people=1.0)}, "budget-criteria-constant"),
    ],
)
def test_bad_input_is_refused(change, code):
    given_ = {"total": 1000, "criteria": TABLE, "weights": [0.5, 0.5], "directions": DIRECTIONS, **change}
    with pytest.raises(InputError) as raised:
        composite(**given_)
    assert raised.value.findings[0].code == code
