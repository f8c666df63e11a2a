"""Entropy weights: published examples, and what they must not depend on."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ghginv.budget.allocation.entropy_weights import entropy_weights
from ghginv.errors import InputError

XU = np.array([[30, 30, 38, 29], [19, 54, 86, 29], [19, 15, 85, 28.9], [68, 70, 60, 29]])
ELSAYED = np.array(
    [
        [7, 312, 1891, 6613, 163], [72, 88, 728, 941804, 1078], [10, 252, 2594, 3466, 117471],
        [10, 145, 980, 2371, 86329], [65, 54, 350, 501, 29897], [29, 48, 380, 912, 34051],
        [7, 476, 3300, 78470, 2212], [70, 87, 650, 733, 819000], [4, 86, 591, 3015, 103],
        [12, 79, 579, 3240, 96098], [21, 45, 261, 1253, 453], [1, 72, 530, 4333, 0.1048],
    ]
)  # fmt: skip
TABLES = st.integers(2, 6).flatmap(
    lambda units: st.lists(
        st.lists(st.floats(0.01, 100), min_size=units, max_size=units, unique=True), min_size=1, max_size=4
    )
)


def test_example_of_xu_2004():
    """EJOR 156:530, as in GitHub energyinpython/distance-metrics-for-mcda, tests/test_weights.py."""
    assert entropy_weights(XU).round(4).tolist() == [0.4630, 0.3992, 0.1378, 0.0]


def test_example_of_elsayed_2017():
    """Int. J. Eng. Trends Technol. 46:60, as in GitHub leeeeeeeee2/mcda, test/test_weights.py."""
    assert entropy_weights(ELSAYED).round(6).tolist() == [0.104991, 0.069124, 0.071373, 0.449937, 0.304575]


def test_by_hand_and_zero_counts_as_zero():
    """Of two units one has all: e = 0; shares 1/4 and 3/4: 1 - e = 1 - 0.811278 (base 2)."""
    found = entropy_weights(pd.DataFrame({"a": [0.0, 5], "b": [1.0, 3]}, index=["甲", "乙"]))
    assert found.index.tolist() == ["a", "b"]
    assert found.tolist() == pytest.approx([1 / 1.1887219, 0.1887219 / 1.1887219], abs=1e-7)


@given(TABLES, st.floats(1e-3, 1e6), st.randoms())
@settings(deadline=None, max_examples=50)
def test_sum_scale_and_order_of_units(columns, scale, random):
    table = np.array(columns).T
    found = entropy_weights(table)
    assert found.sum() == pytest.approx(1, abs=1e-12)
    assert (found >= 0).all()
    rows = random.sample(range(len(table)), len(table))
    assert entropy_weights(table[rows]).tolist() == found.tolist()
    scaled = table.copy()
    scaled[:, 0] *= scale
    assert entropy_weights(scaled) == pytest.approx(found, abs=1e-9)


@pytest.mark.parametrize(
    ("table", "code", "named"),
    [
        (pd.DataFrame({"a": [1.0, 2], "flat": [3.0, 3]}), "budget-criteria-constant", "flat"),
        (pd.DataFrame({"a": [1.0, 2], "none": [0.0, 0]}), "budget-criteria-constant", "none"),
        (pd.DataFrame({"a": [1.0, -2]}, index=["甲", "乙"]), "budget-allocation-negative", "乙"),
        (pd.DataFrame({"a": [1.0, np.nan]}, index=["甲", "乙"]), "budget-allocation-not-number", "乙"),
        (pd.DataFrame({"a": [1.0]}), "budget-criteria-units", "1"),
        (pd.DataFrame([[1.0, 2], [2, 1]], columns=["a", "a"]), "budget-criteria-twice", "a"),
        (np.array([1.0, 2]), "budget-criteria-table", "2"),
        (pd.DataFrame(index=["甲", "乙"]), "budget-criteria-table", "0"),
    ],
)
def test_bad_tables_are_refused_by_name(table, code, named):
    with pytest.raises(InputError) as raised:
        entropy_weights(table)
    assert raised.value.findings[0].code == code
    assert named in raised.value.findings[0].found
