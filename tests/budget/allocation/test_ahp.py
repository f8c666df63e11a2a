"""Analytic hierarchy process: worked examples, the consistency ratio, refusals that name what contradicts."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ghginv.budget.allocation.ahp import RANDOM_INDEX, ahp_weights, consistency_ratio
from ghginv.errors import InputError

TRAVEL = np.array(
    [
        [1, 1 / 3, 1 / 2, 3, 2], [3, 1, 2, 5, 4], [2, 1 / 2, 1, 4, 3], [1 / 3, 1 / 5, 1 / 4, 1, 1 / 2],
        [1 / 2, 1 / 4, 1 / 3, 2, 1],
    ]
)  # fmt: skip


def test_example_of_a_place_to_travel_to():
    """360docs.net/doc/6b15426341.html (matrix in kingxue.com/gongwen/yantaojiaoliu/2020/0830/136789.html):
    λ 5.0680, weights by column means 0.1602, 0.4174, 0.2634, 0.0615, 0.0975, CR 0.0152."""
    assert consistency_ratio(TRAVEL) == pytest.approx(0.0152, abs=5e-5)
    assert ahp_weights(TRAVEL) == pytest.approx([0.1602, 0.4174, 0.2634, 0.0615, 0.0975], abs=1.2e-3)


def test_textbook_example_with_the_eigenvector():
    """Jiang Qiyuan, 数学模型, a destination: λ 5.073, CR 0.016 (recalled); the matrix as in R mathmodels, AHP.R."""
    rows = [[1, 1 / 2, 4, 3, 3], [2, 1, 7, 5, 5], [1 / 4, 1 / 7, 1, 1 / 2, 1 / 3], [1 / 3, 1 / 5, 2, 1, 1],
            [1 / 3, 1 / 5, 3, 1, 1]]  # fmt: skip
    assert consistency_ratio(rows) == pytest.approx(0.073 / 4 / 1.12, abs=1e-3)
    assert ahp_weights(rows) == pytest.approx([0.263, 0.475, 0.055, 0.099, 0.110], abs=2e-3)


@given(st.lists(st.floats(0.1, 9), min_size=1, max_size=11), st.randoms())
@settings(deadline=None, max_examples=50)
def test_consistent_judgements_give_back_their_weights(importance, random):
    weights = np.array(importance) / sum(importance)
    names = [f"c{k}" for k in range(len(weights))]
    matrix = pd.DataFrame(weights[:, None] / weights[None, :], index=names, columns=names)
    assert consistency_ratio(matrix) == pytest.approx(0, abs=1e-9)
    assert ahp_weights(matrix).to_numpy() == pytest.approx(weights, abs=1e-9)
    shuffled = matrix.sample(frac=1, random_state=random.randint(0, 1000))
    assert ahp_weights(shuffled)[names].to_numpy() == pytest.approx(weights, abs=1e-9)


def test_contradiction_is_refused_and_names_the_three_judgements():
    names = ["人口", "产值", "排放", "面积"]
    matrix = pd.DataFrame(
        [[1, 3, 1 / 5, 1], [1 / 3, 1, 3, 1 / 3], [5, 1 / 3, 1, 1 / 9], [1, 3, 9, 1]], index=names, columns=names
    )
    with pytest.raises(InputError) as raised:
        ahp_weights(matrix)
    finding = raised.value.findings[0]
    assert finding.code == "budget-pairwise-inconsistent"
    assert finding.details["triad"] == "人口, 产值, 排放"
    assert finding.expected == "人口 / 产值 = 3, 产值 / 排放 = 3, 人口 / 排放 = 0.2"
    assert finding.details["product"] == "9"
    assert float(finding.found) > 0.10


def test_typed_decimals_count_as_inverses():
    matrix = [[1, 3], [0.3333, 1]]
    assert ahp_weights(matrix) == pytest.approx([0.75, 0.25], abs=1e-4)
    assert consistency_ratio(matrix) == 0


@pytest.mark.parametrize(
    ("matrix", "code"),
    [
        ([[1, 2]], "budget-pairwise-square"),
        (np.ones((12, 12)), "budget-pairwise-many"),
        (pd.DataFrame(np.ones((2, 2)), index=["a", "b"], columns=["a", "c"]), "budget-pairwise-names"),
        ([[1, 3], [0.5, 1]], "budget-pairwise-reciprocal"),
        ([[2, 3], [1 / 3, 1]], "budget-pairwise-reciprocal"),
        ([[1, 0], [0, 1]], "budget-allocation-zero"),
        ([[1, -3], [-1 / 3, 1]], "budget-allocation-negative"),
    ],
)
def test_bad_matrices_are_refused(matrix, code):
    with pytest.raises(InputError) as raised:
        ahp_weights(matrix)
    assert raised.value.findings[0].code == code


def test_random_index_grows_with_the_number_of_criteria():
    assert list(RANDOM_INDEX) == sorted(RANDOM_INDEX)
