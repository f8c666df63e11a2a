"""What cannot be fitted is refused by name: rows, columns, cells, amounts."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from scipy import sparse
from scipy.sparse.csgraph import maximum_flow

from ghginv.budget.allocation.matrix import fit_matrix
from ghginv.errors import InputError

PRIOR = pd.DataFrame([[4.0, 2], [1, 3]], ["南区", "北区"], ["C", "G"])


def refused(*args, **more):
    with pytest.raises(InputError) as fault:
        fit_matrix(*args, **more)
    return fault.value.findings


def only(*args, **more):
    found = refused(*args, **more)
    assert len(found) == 1
    return found[0]


def test_totals_that_differ_with_the_amount():
    found = only(PRIOR, [10, 5], [8, 8])
    assert found.code == "budget-matrix-totals"
    assert (found.found, found.expected, found.details["difference"]) == ("15", "16", "-1")


def test_totals_that_differ_by_less_than_methods_conserve_are_the_same():
    assert fit_matrix(PRIOR, [10, 5], [7, 8 * (1 + 1e-11)]).to_numpy().sum() == pytest.approx(15)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"prior": PRIOR.replace(4.0, -4.0)}, "南区 / C"),
        ({"rows": [20, -5]}, "北区"),
        ({"columns": [16, -1]}, "G"),
        ({"lower": [[-1, 0], [0, 0]]}, "南区 / C"),
    ],
)
def test_negative_numbers_by_name(change, field):
    given = {"prior": PRIOR, "rows": [10, 5], "columns": [7, 8], "lower": None, **change}
    found = only(given["prior"], given["rows"], given["columns"], lower=given["lower"])
    assert found.code == "budget-matrix-negative"
    assert found.found == field


@pytest.mark.parametrize("wrong", [math.nan, math.inf])
def test_what_is_no_number_by_name(wrong):
    assert only(PRIOR.replace(3.0, wrong), [10, 5], [7, 8]).found == "北区 / G"
    assert only(PRIOR, [10, wrong], [7, 8]).code == "budget-matrix-number"


def test_text_is_no_number():
    assert only([["四", 1.0]], [1], [1, 0]).code == "budget-matrix-number"


def test_sizes_that_differ():
    assert only(PRIOR, [10, 5, 1], [8, 8]).code == "budget-matrix-shape"
    assert only(PRIOR, [10, 5], [8, 7], lower=[[0.0, 0, 0]]).code == "budget-matrix-shape"
    assert only([1.0, 2.0], [1], [1, 2]).code == "budget-matrix-shape"


def test_labels_that_differ_or_stand_twice():
    found = only(PRIOR, pd.Series({"南区": 10, "东区": 5}), [8, 7])
    assert (found.code, found.found, found.details["field"]) == ("budget-matrix-labels", "东区, 北区", "rows")
    double = PRIOR.set_axis(["南区", "南区"])
    assert only(double, [10, 5], [8, 7]).found == "南区"


def test_a_row_or_column_of_zeros_with_a_total():
    found = refused(PRIOR.assign(G=0.0), [10, 5], [8, 7])
    assert [(each.code, each.found, each.details["total"]) for each in found] == [("budget-matrix-zero", "G", "7")]
    assert only(PRIOR.mul([0, 1], axis=0), [10, 5], [8, 7]).found == "南区"


def test_crossed_bounds_name_the_cells():
    found = only(PRIOR, [10, 5], [8, 7], lower=[[5, 0], [0, 3]], upper=[[4, 9], [9, 2]])
    assert (found.code, found.found) == ("budget-matrix-bounds-crossed", "南区 / C, 北区 / G")


def test_bounds_of_a_row_or_column_that_leave_no_room():
    found = only(PRIOR, [10, 5], [8, 7], lower=[[6, 5], [0, 0]])
    assert (found.code, found.found, found.expected) == ("budget-matrix-least", "南区", "11")
    found = only(PRIOR, [10, 5], [8, 7], upper=[[9, 3], [9, 3]])
    assert (found.code, found.found, found.expected) == ("budget-matrix-most", "G", "6")


def test_what_is_jointly_infeasible_names_the_cells_to_relax_and_by_how_much():
    prior = pd.DataFrame(np.ones((3, 3)), ["南", "北", "东"], ["C", "D", "G"])
    high = pd.DataFrame(np.full((3, 3), np.inf), prior.index, prior.columns)
    high.loc[["南", "北"], ["C", "D"]] = 10.0  # at most 40 here, and G takes 20 of the 70 that both must place
    found = only(prior, [40, 30, 30], [50, 30, 20], upper=high)
    assert found.code == "budget-matrix-infeasible"
    assert (found.found, found.details["columns"], found.details["shortfall"]) == ("南, 北", "G", "10")
    assert found.details["raised"] == "南 / C, 南 / D, 北 / C, 北 / D"
    assert "10" in found.message("en")
    high.loc["南", "C"] += 10
    assert fit_matrix(prior, [40, 30, 30], [50, 30, 20], upper=high).at["东", "G"] == pytest.approx(0, abs=1e-8)


def test_lower_bounds_in_the_way_are_named():
    prior = np.ones((3, 3)) - np.eye(3)[[0, 2, 1]] * 0
    prior[0, 1:] = 0  # row 1 can only use column 1, of which rows 2 and 3 must have 3 each
    found = only(prior, [6, 7, 7], [10, 5, 5], lower=[[0, 0, 0], [3, 0, 0], [3, 0, 0]])
    assert (found.details["lowered"], found.details["shortfall"]) == ("2 / 1, 3 / 1", "2")


def test_too_few_rounds_are_refused_with_the_error_left():
    prior = np.block([[np.ones((5, 5)), np.full((5, 5), 1e-7)], [np.full((5, 5), 1e-7), np.ones((5, 5))]])
    rows, columns = np.r_[np.full(5, 30.0), np.full(5, 10.0)], np.r_[np.full(5, 10.0), np.full(5, 30.0)]
    found = only(prior, rows, columns, iterations=2)
    assert found.code == "budget-matrix-slow"
    assert float(found.found) > 0


@settings(deadline=None, max_examples=150)
@given(some.integers(1, 5), some.integers(1, 5), some.integers(0, 2**32 - 1))
def test_refused_exactly_where_the_maximum_flow_misses_the_total_and_by_that_much(m, n, seed):
    # scipy's integer maximum flow is the judge: lower bounds are taken off first.
    draw = np.random.default_rng(seed)
    prior = draw.random((m, n)) * (draw.random((m, n)) < 0.7)
    target = draw.integers(0, 9, (m, n))
    rows, columns = target.sum(axis=1), draw.permutation(target.sum(axis=0))
    lower = draw.integers(0, 2, (m, n)) * (prior > 0)
    upper = np.where(prior > 0, lower + draw.integers(0, 12, (m, n)), 0)
    left = rows - lower.sum(axis=1), columns - lower.sum(axis=0)
    if min(left[0].min(), left[1].min()) < 0 or rows.sum() == 0:
        return
    graph = np.zeros((m + n + 2, m + n + 2), dtype=np.int32)
    graph[0, 1 : m + 1], graph[1 : m + 1, m + 1 : -1], graph[m + 1 : -1, -1] = left[0], upper - lower, left[1]
    missing = left[0].sum() - maximum_flow(sparse.csr_matrix(graph), 0, m + n + 1).flow_value
    if not missing:
        found = fit_matrix(prior, rows, columns, lower=lower, upper=upper)
        assert found.sum(axis=1) == pytest.approx(rows, abs=1e-8)
        assert found.sum(axis=0) == pytest.approx(columns, abs=1e-8)
        return
    found = refused(prior, rows, columns, lower=lower, upper=upper)
    assert {each.code for each in found} <= {"budget-matrix-infeasible", "budget-matrix-most", "budget-matrix-zero"}
    if found[0].code == "budget-matrix-infeasible":
        assert float(found[0].details["shortfall"]) == pytest.approx(missing, rel=1e-6)
