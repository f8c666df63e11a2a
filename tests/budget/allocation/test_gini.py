"""The grouped Gini coefficient: published examples and the sum over pairs."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ghginv.budget.allocation.gini import gini, slopes
from ghginv.errors import InputError

AMOUNTS = st.lists(
    st.tuples(st.floats(0, 100, allow_subnormal=False), st.floats(0, 100, allow_subnormal=False)),
    min_size=2,
    max_size=8,
)


@pytest.mark.parametrize(
    ("shares", "published"),
    [
        ([8.1, 11.5, 20.0, 22.8, 37.6], 0.2812),  # wizedu.com/questions/80265
        ([4.7, 8.5, 19.4, 27.6, 39.8], 0.3572),  # wizedu.com/questions/21017
    ],
)
def test_income_of_fifths(shares, published):
    assert gini(shares, [20.0] * 5) == pytest.approx(published, abs=1e-9)


def pairs(a, b):
    return np.abs(np.outer(a, b) - np.outer(b, a)).sum() / (2 * a.sum() * b.sum())


@given(AMOUNTS, st.floats(0.001, 1000), st.randoms())
@settings(deadline=None, max_examples=100)
def test_is_the_sum_over_pairs_at_any_scale_and_order(rows, scale, random):
    a, b = np.array(rows).T + np.array([[1e-3], [0]])
    b[0] += 1
    found = gini(a, b)
    assert found == pytest.approx(pairs(a, b), abs=1e-12)
    assert 0 <= found <= 1
    assert gini(scale * a, b) == pytest.approx(found, abs=1e-12)
    order = random.sample(range(len(a)), len(a))
    assert gini(a[order], b[order]) == pytest.approx(found, abs=1e-15)
    c = slopes(a / a.sum(), b / b.sum())
    assert c @ a / a.sum() == pytest.approx(found, abs=1e-12)


@given(AMOUNTS, AMOUNTS)
@settings(deadline=None, max_examples=100)
def test_slopes_lie_below_everywhere(rows, others):
    """Convex: the plane at one allocation is nowhere above the coefficient of another."""
    count = min(len(rows), len(others))
    a, b = np.array(rows[:count]).T + 1e-3
    x = np.array(others[:count])[:, 0] + 1e-3
    assert slopes(a / a.sum(), b / b.sum()) @ x / x.sum() <= gini(x, b) + 1e-12


def test_proportional_is_zero_and_a_unit_without_base_is_the_richest():
    assert gini([2.0, 4, 6], [1.0, 2, 3]) == pytest.approx(0, abs=1e-15)
    assert gini([0.0, 1], [1.0, 0]) == 1
    assert gini(pd.Series({"a": 1.0, "b": 3}), pd.Series({"b": 3.0, "a": 1})) == 0


@pytest.mark.parametrize(("amounts", "base"), [([0.0, 0], [1.0, 1]), ([1.0, 1], [0.0, 0]), ([1.0, -1], [1.0, 1])])
def test_bad_input_is_refused(amounts, base):
    with pytest.raises(InputError):
        gini(amounts, base)
