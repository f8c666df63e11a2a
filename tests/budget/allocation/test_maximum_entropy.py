"""Maximum entropy: per head at β = 0, by hand, the curve, refusals."""

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ghginv.budget.allocation.maximum_entropy import maximum_entropy, maximum_entropy_curve
from ghginv.errors import InputError

HEADS = pd.Series({"甲": 100.0, "乙": 300, "丙": 600})
PER_HEAD = pd.Series({"丙": 4.0, "甲": 10, "乙": 6})


def test_by_hand_and_per_head_at_zero():
    assert maximum_entropy(1000, HEADS, PER_HEAD, beta=0).to_dict() == pytest.approx(HEADS.to_dict())
    weights = [100 * math.exp(-3), 300 * math.exp(-1), 600]
    found = maximum_entropy(1000, HEADS, PER_HEAD, beta=0.5)
    assert found.tolist() == pytest.approx([1000 * each / sum(weights) for each in weights])


def test_no_beta_overflows():
    assert maximum_entropy(10, HEADS, PER_HEAD, beta=1e6).to_dict() == {"甲": 0, "乙": 0, "丙": 10}
    assert maximum_entropy(10, HEADS, PER_HEAD, beta=-1e6).to_dict() == {"甲": 10, "乙": 0, "丙": 0}
    assert maximum_entropy(10, [1.0, 0], [5.0, 0], beta=3).tolist() == [10, 0]


def test_is_the_most_probable_division_with_its_mean_potential():
    """Of all shares with the same mean potential the one of most entropy, -Σ s ln(s/C): any other has less."""
    share = maximum_entropy(1.0, HEADS, PER_HEAD[HEADS.index], beta=0.3).to_numpy()
    heads, height = HEADS.to_numpy(), PER_HEAD[HEADS.index].to_numpy()
    entropy = lambda s: -(s * np.log(s / heads)).sum()  # noqa: E731
    aside = np.cross(np.ones(3), height)  # keeps the sum and the mean potential
    for step in (1e-3, -1e-3):
        assert entropy(share + step * aside) < entropy(share)


@given(
    st.lists(st.tuples(st.floats(0, 1e6), st.floats(-100, 100)), min_size=1, max_size=6), st.floats(-5, 5),
    st.floats(-1e3, 1e3), st.randoms(),
)  # fmt: skip
@settings(deadline=None, max_examples=60)
def test_sum_order_shift_and_scale(rows, beta, shift, random):
    heads, height = np.array(rows).T + np.array([[1.0], [0]])
    found = maximum_entropy(7.0, heads, height, beta=beta)
    assert found.sum() == pytest.approx(7)
    order = random.sample(range(len(rows)), len(rows))
    assert maximum_entropy(7.0, heads[order], height[order], beta=beta).tolist() == found[order].tolist()
    assert maximum_entropy(7.0, heads, height + shift, beta=beta) == pytest.approx(found, rel=1e-6, abs=1e-12)
    assert maximum_entropy(21.0, 5 * heads, 10 * height, beta=beta / 10) == pytest.approx(3 * found, rel=1e-9)


def test_curve_falls_for_the_high_and_rises_for_the_low():
    curve = maximum_entropy_curve(1000, HEADS, PER_HEAD)
    assert (len(curve.columns), curve.columns.name, curve.index.tolist()) == (21, "beta", ["甲", "乙", "丙"])
    assert curve.columns[0] == pytest.approx(-2 / 6)
    assert (np.diff(curve.loc["甲"]) < 0).all()
    assert (np.diff(curve.loc["丙"]) > 0).all()
    assert curve.sum().tolist() == pytest.approx([1000] * 21)
    assert curve[0.0].tolist() == pytest.approx(HEADS.tolist())
    assert maximum_entropy_curve(1, [1.0, 1], [2.0, 2], [0, 1]).to_numpy().tolist() == [[0.5, 0.5], [0.5, 0.5]]


@pytest.mark.parametrize(
    ("heads", "height", "beta", "code"),
    [
        ([1.0, 1], [1.0, 2], math.inf, "budget-allocation-parameter"),
        ([0.0, 0], [1.0, 2], 1, "budget-allocation-all-zero"),
        ([1.0, 1], [1.0, math.nan], 1, "budget-allocation-not-number"),
    ],
)
def test_bad_input_is_refused(heads, height, beta, code):
    with pytest.raises(InputError) as raised:
        maximum_entropy(1, heads, height, beta=beta)
    assert raised.value.findings[0].code == code
