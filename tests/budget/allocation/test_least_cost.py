"""Linear marginal costs: by hand, the conditions of an optimum, a published example, refusals."""

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ghginv.budget.allocation.least_cost import least_cost
from ghginv.errors import InputError


def test_three_firms():
    """justaaa.com/economics/210790: MC 2q, q, 12q, 35 units; in whole units printed as 11, 23, 1 at a cost of 23."""
    found = least_cost(35, pd.Series({"one": 2.0, "two": 1, "three": 12}))
    assert found.shadow_price == pytest.approx(35 / (1 / 2 + 1 + 1 / 12))
    assert found.reductions.to_dict() == pytest.approx({"one": 11.0526, "two": 22.1053, "three": 1.8421}, abs=1e-4)
    assert (found.reductions - [11, 23, 1]).abs().max() < 1


def test_who_is_at_the_cap_stays_there():
    found = least_cost(10, np.array([1.0, 1, 2]), np.array([2.0, 50, 50]))
    assert found.reductions.tolist() == pytest.approx([2, 16 / 3, 8 / 3])
    assert found.shadow_price == pytest.approx(16 / 3)
    assert found.cost == pytest.approx((4 + (16 / 3) ** 2 + 2 * (8 / 3) ** 2) / 2)
    assert least_cost(0, [1.0, 2], [5.0, 5]).reductions.tolist() == [0, 0]
    assert least_cost(0, [1.0, 2], [5.0, 5]).shadow_price == 0


def test_all_at_their_caps_and_no_cap_for_one():
    full = least_cost(7, [1.0, 3], [5.0, 2])
    assert (full.reductions.tolist(), full.shadow_price) == ([5, 2], 6)
    caps = pd.Series({"乙": 2.0, "甲": math.nan})
    assert least_cost(9, pd.Series({"甲": 1.0, "乙": 1}), caps).reductions.to_dict() == pytest.approx(
        {"甲": 7, "乙": 2}
    )
    assert least_cost(0, [1.0], [0.0]).shadow_price == 0


UNITS = st.lists(st.tuples(st.floats(0.01, 100), st.floats(0, 100)), min_size=1, max_size=8)


@given(UNITS, st.floats(0, 1), st.randoms())
@settings(deadline=None, max_examples=100)
def test_conditions_of_the_optimum(units, part, random):
    """KKT: marginal cost Λ below the cap, not above it at the cap; the sum is what is required."""
    slopes, caps = np.array(units).T
    required = part * caps.sum()
    found = least_cost(required, slopes, caps)
    q, price = found.reductions, found.shadow_price
    assert q.sum() == pytest.approx(required, rel=1e-9, abs=1e-9)
    assert ((q >= 0) & (q <= caps)).all()
    below = q < caps * (1 - 1e-9)
    assert slopes[below] * q[below] == pytest.approx(price, rel=1e-9, abs=1e-9)
    assert (slopes[~below] * q[~below] <= price * (1 + 1e-9) + 1e-9).all()
    order = random.sample(range(len(units)), len(units))
    assert least_cost(required, slopes[order], caps[order]).reductions == pytest.approx(q[order], abs=1e-9)
    scaled = least_cost(1000 * required, slopes, 1000 * caps)
    assert scaled.reductions == pytest.approx(1000 * q, rel=1e-9, abs=1e-6)
    assert scaled.cost == pytest.approx(1e6 * found.cost, rel=1e-9, abs=1e-6)


@given(UNITS, st.floats(0.05, 0.95))
@settings(deadline=None, max_examples=50)
def test_shadow_price_is_what_one_tonne_more_costs(units, part):
    slopes, caps = np.array(units).T + np.array([[0], [1]])
    required = part * caps.sum()
    step = 1e-5 * required
    more, less = (least_cost(required + sign * step, slopes, caps) for sign in (1, -1))
    assert less.shadow_price - 1e-6 <= (more.cost - less.cost) / (2 * step) <= more.shadow_price + 1e-6


@pytest.mark.parametrize(
    ("required", "slopes", "caps", "code"),
    [
        (8, [1.0, 2], [3.0, 4], "budget-potential-exceeded"),
        (1, [0.0, 2], [3.0, 4], "budget-allocation-zero"),
        (1, [1.0, 2], [3.0, -4], "budget-allocation-negative"),
        (-1, [1.0, 2], [3.0, 4], "budget-allocation-parameter"),
        (1, [1.0, 2], [3.0], "budget-allocation-lengths"),
    ],
)
def test_bad_input_is_refused(required, slopes, caps, code):
    with pytest.raises(InputError) as raised:
        least_cost(required, slopes, caps)
    assert raised.value.findings[0].code == code
