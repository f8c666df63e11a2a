"""Controlled rounding: published examples, margins, bounds, order, refusals."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from ghginv.budget.allocation.controlled_rounding import rounded_matrix
from ghginv.errors import InputError


def test_marital_status_by_sex_of_statistics_canada():
    # statcan.gc.ca/en/microdata/rtra/training/controlled, tables 2 and 4: base 100, printed margins and cells.
    exact = [[361.5, 120.5, 120.5], [361.5, 0, 241]]
    found = rounded_matrix(exact, [600, 600], [700, 100, 400], unit=100)
    assert found.tolist() == [[400, 100, 100], [300, 0, 300]]


def test_the_table_of_a_textbook_on_flows():
    # A table with whole margins and a rounding of it, as printed in a question on network flows of
    # cs.stackexchange.com (read in huggingface.co/datasets/nvidia/Nemotron-CC-Math-v1); after Kleinberg & Tardos ch. 7.
    exact = np.array([[11.998, 9.083, 2.919], [12.983, 10.872, 3.145], [1.019, 2.045, 0.936]])
    printed = np.array([[11, 10, 3], [13, 10, 4], [2, 2, 0]])
    rows, columns = [24, 27, 4], [26, 22, 7]
    found = rounded_matrix(exact, rows, columns)
    assert found.sum(axis=1).tolist() == rows
    assert found.sum(axis=0).tolist() == columns
    assert (np.abs(found - exact) < 1).all()
    # Ours is the nearest of all roundings: nearer than the printed one, each cell as usual but one.
    assert ((found - exact) ** 2).sum() < ((printed - exact) ** 2).sum()
    assert found.tolist() == [[12, 9, 3], [13, 11, 3], [1, 2, 1]]


def test_whole_cells_and_bounds_are_kept():
    exact = np.array([[2.0, 1.5, 1.5], [3.5, 2.25, 0.25], [0.5, 0.25, 1.25]])
    low = np.array([[2, 2, 0], [0, 0, 0], [0, 0, 0]])
    found = rounded_matrix(exact, [5, 6, 2], [6, 4, 3], lower=low)
    assert found[0].tolist() == [2, 2, 1]
    high = np.where(low == 2, 1, 9)
    high[0, 0] = 2
    assert rounded_matrix(exact, [5, 6, 2], [6, 4, 3], upper=high)[0].tolist() == [2, 1, 2]


def test_kilograms_in_whole_tonnes():
    found = rounded_matrix([[1500.0, 2500.0], [500.0, 1500.0]], [4000, 2000], [2000, 4000], unit=1000)
    assert found.dtype == np.int64
    assert sorted(found.ravel().tolist()) in ([0, 2000, 2000, 2000], [1000, 1000, 1000, 3000])


@settings(deadline=None, max_examples=80)
@given(some.integers(1, 9), some.integers(1, 9), some.integers(0, 2**32 - 1), some.sampled_from([1, 1000]))
def test_margins_are_exact_cells_off_by_less_than_a_unit_in_any_order(m, n, seed, unit):
    draw = np.random.default_rng(seed)
    whole = draw.integers(0, 50, (m, n))
    exact = moved(whole.astype(float), draw) * unit
    table = pd.DataFrame(exact, [f"r{each}" for each in range(m)], [f"c{each}" for each in range(n)])
    rows, columns = table.sum(axis=1).round().astype(int), table.sum(axis=0).round().astype(int)
    rows, columns = rows // unit * unit, columns // unit * unit
    rows[:], columns[:] = whole.sum(axis=1) * unit, whole.sum(axis=0) * unit
    found = rounded_matrix(table, rows, columns, unit=unit)
    assert (found.sum(axis=1) == rows).all()
    assert (found.sum(axis=0) == columns).all()
    assert (np.abs(found - table) < unit).all(axis=None)
    assert (found % unit == 0).all(axis=None)
    down, across = draw.permutation(table.index), draw.permutation(table.columns)
    again = rounded_matrix(table.loc[down, across], rows, columns, unit=unit)
    assert again.equals(found.loc[down, across])


def moved(matrix: np.ndarray, draw: np.random.Generator) -> np.ndarray:
    """Sums kept, cells moved along rectangles by fractions (ties included)."""
    for _ in range(3 * matrix.size):
        (top, bottom), (left, right) = draw.integers(0, matrix.shape[0], 2), draw.integers(0, matrix.shape[1], 2)
        if top == bottom or left == right:
            continue
        step = min(matrix[top, left], matrix[bottom, right], draw.choice([0.5, draw.random()]))
        matrix[[top, bottom], [left, right]] -= step
        matrix[[top, bottom], [right, left]] += step
    return matrix


def code(*args, **more) -> tuple[str, str]:
    with pytest.raises(InputError) as fault:
        rounded_matrix(*args, **more)
    return fault.value.findings[0].code, fault.value.findings[0].found


def test_totals_that_are_no_whole_units():
    assert code([[1.5, 0.5]], [2], [1.5, 0.5]) == ("budget-rounding-whole", "1: 1.5, 2: 0.5")
    assert code([[1500.0]], [1500], [1500], unit=1000)[0] == "budget-rounding-whole"


def test_totals_of_another_matrix():
    assert code([[1.5, 0.5]], [4], [2, 2])[0] == "budget-rounding-margins"


def test_sizes_that_differ():
    assert code([[1.5, 0.5]], [1, 1], [1, 1])[0] == "budget-matrix-shape"


def test_bounds_without_whole_units_between_them():
    assert code([[1.4, 0.6]], [2], [1, 1], lower=[[1.2, 0]], upper=[[1.8, 1]]) == ("budget-rounding-bounds", "1 / 1")
    assert code([[1.5, 0.5], [0.5, 1.5]], [2, 2], [2, 2], upper=[[1, 0], [1, 2]])[0] == "budget-rounding-bounds"
