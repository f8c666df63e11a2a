"""Two sets of weights become one."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ghginv.budget.allocation.combined_weights import combined_weights
from ghginv.errors import InputError

WEIGHTS = st.lists(st.floats(0.01, 1), min_size=3, max_size=3)


def test_by_hand_and_matched_by_name():
    judged, counted = pd.Series({"a": 0.8, "b": 0.2}), pd.Series({"b": 0.8, "a": 0.2})
    assert combined_weights(judged, counted).to_dict() == pytest.approx({"a": 0.5, "b": 0.5})
    assert combined_weights(judged, counted, alpha=1).to_dict() == pytest.approx({"a": 0.8, "b": 0.2})
    assert combined_weights(judged, counted, alpha=0).to_dict() == pytest.approx({"a": 0.2, "b": 0.8})
    assert combined_weights([0.9, 0.1], [0.5, 0.5]).tolist() == pytest.approx([0.75, 0.25])  # √0.9 : √0.1 = 3 : 1


@given(WEIGHTS, WEIGHTS, st.floats(0, 1), st.floats(0.1, 100))
@settings(deadline=None, max_examples=50)
def test_sum_is_one_at_any_scale_and_alpha(first, second, alpha, scale):
    found = combined_weights(first, second, alpha=alpha)
    assert found.sum() == pytest.approx(1, abs=1e-12)
    assert combined_weights(np.array(first) * scale, second, alpha=alpha) == pytest.approx(found, abs=1e-9)


@pytest.mark.parametrize(
    ("first", "second", "alpha", "code"),
    [
        ([1, 0], [0, 1], 0.5, "budget-weights-apart"),
        ([1, 1], [1, 1], 1.5, "budget-allocation-parameter"),
        ([1, 1], [1], 0.5, "budget-allocation-lengths"),
        ([1, -1], [1, 1], 0.5, "budget-allocation-negative"),
        (pd.Series({"a": 1.0}), pd.Series({"b": 1.0}), 0.5, "budget-allocation-labels"),
    ],
)
def test_bad_weights_are_refused(first, second, alpha, code):
    with pytest.raises(InputError) as raised:
        combined_weights(first, second, alpha=alpha)
    assert raised.value.findings[0].code == code
