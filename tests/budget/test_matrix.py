"""Biproportional fitting: published examples, bounds, forced cells, properties."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as some

from ghginv.budget.allocation.matrix import fit, fit_matrix
from ghginv.budget.allocation.matrix_report import matrix_report

SEEDS = some.integers(0, 2**32 - 1)
SIZES = some.tuples(some.integers(1, 8), some.integers(1, 8))
GIVEN = settings(deadline=None, max_examples=60)


def test_the_example_of_proportional_fitting_jl():
    # github.com/vankesteren/ProportionalFitting.jl README.md; the same table as en.wikipedia.org Iterative proportional
    # fitting (recalled). Printed to six figures.
    seed = [[40, 30, 20, 10], [35, 50, 100, 75], [30, 80, 70, 120], [20, 30, 40, 50]]
    printed = [
        [64.5585, 46.2325, 35.3843, 3.82473],
        [49.9679, 68.1594, 156.499, 25.3742],
        [56.7219, 144.428, 145.082, 53.7673],
        [28.7516, 41.18, 63.0347, 17.0337],
    ]
    found = fit(seed, [150, 300, 400, 150], [200, 300, 400, 100])
    assert found.matrix == pytest.approx(np.array(printed), rel=5e-6)
    # The factors are printed too; one scale among them is free.
    rows = np.array([0.9986403503185242, 0.8833622306385376, 1.1698911437112522, 0.8895042701910321])
    columns = np.array([1.616160156063788, 1.5431801747375655, 1.771623700829941, 0.38299396265192226])
    assert found.a[:, None] * found.b == pytest.approx(rows[:, None] * columns, rel=1e-9)


def test_marital_status_by_age_of_bishop_fienberg_and_holland():
    # Data: support.sas.com/documentation/cdl/en/imlug/67502/HTML/default/imlug_genstatexpls_sect016.htm, example 9.14
    # of SAS/IML, after Bishop, Fienberg & Holland 1975). Results as its output prints them: recalled.
    before = [
        [1306, 83, 0], [619, 765, 3], [263, 1194, 9], [173, 1372, 28],
        [171, 1393, 51], [159, 1372, 81], [208, 1350, 108], [1116, 4100, 2329],
    ]  # fmt: skip
    printed = [
        [1325.27, 86.73, 0], [615.56, 783.39, 3.05], [253.94, 1187.18, 8.88], [165.13, 1348.55, 27.32],
        [173.41, 1454.71, 52.87], [147.21, 1308.12, 76.67], [202.33, 1352.28, 107.40], [1105.16, 4181.04, 2357.81],
    ]  # fmt: skip
    found = fit_matrix(before, [1412, 1402, 1450, 1541, 1681, 1532, 1662, 7644], [3988, 11702, 2634])
    assert found == pytest.approx(np.array(printed), abs=0.0101)
    assert found[0, 2] == 0


def test_ones_give_the_table_of_independence():
    # Margins of the cookie sales of the SAS/IML example on balancing (The DO Loop): x = u v / Σu.
    types, girls = np.array([260, 214, 178, 148, 75, 67, 59]), np.array([272, 180, 152, 163, 134, 100])
    found = fit(np.ones((7, 6)), types, girls)
    assert found.matrix == pytest.approx(np.outer(types, girls) / 1001, rel=1e-12)
    assert found.iterations <= 2


def test_fixed_cells_stay_and_the_rest_is_fitted_without_them():
    prior = np.array([[4.0, 2, 1], [1, 3, 2], [2, 2, 5]])
    low, high = np.zeros((3, 3)), np.full((3, 3), np.inf)
    low[0, 0] = high[0, 0] = 10.0
    found = fit_matrix(prior, [14, 7, 9], [16, 6, 8], lower=low, upper=high)
    free = prior.copy()
    free[0, 0] = 0
    rest = fit_matrix(free, [4, 7, 9], [6, 6, 8])
    assert found[0, 0] == 10
    rest[0, 0] = 10
    assert found == pytest.approx(rest, rel=1e-9)


def test_a_bound_that_binds_is_what_the_dual_says():
    found = fit([[1.0, 1], [1, 1]], [10, 10], [10, 10], upper=[[3, np.nan], [np.nan, np.nan]])
    assert found.matrix == pytest.approx(np.array([[3, 7], [7, 3]]), rel=1e-9)
    report = matrix_report(found)
    assert list(report.cells["state"]) == ["at upper", "free", "free", "free"]
    assert report.cells["pull"].iloc[0] < 1
    assert report.cells["pull"].to_numpy()[1:] == pytest.approx(1)


def test_what_has_no_prior_stays_at_its_lower_bound():
    found = fit([[0.0, 1], [1, 1]], [5, 5], [4, 6], lower=[[2, 0], [0, 0]])
    assert found.matrix == pytest.approx(np.array([[2, 3], [2, 3]]), rel=1e-9)
    assert matrix_report(found).cells["state"].iloc[0] == "fixed"


@pytest.mark.parametrize("size", [2, 5, 60])
def test_cells_that_the_zeros_force_are_found_and_set(size):
    # An upper triangle with equal margins has one matrix: the diagonal. Plain RAS comes near it like 1/rounds.
    found = fit(np.triu(np.ones((size, size))), np.ones(size), np.ones(size))
    assert (found.matrix == np.eye(size)).all()
    assert (found.forced == np.triu(np.ones((size, size)), 1).astype(bool)).all()


def test_cells_that_bounds_force_are_found_and_set():
    # Row 1 must fill its first two cells to their upper bounds; columns 1 and 2 then leave nothing to the others.
    found = fit([[1.0, 1, 0], [1, 1, 1], [1, 1, 1]], [6, 3, 3], [3, 3, 6], upper=[[3, 3, 9], [9, 9, 9], [9, 9, 9]])
    assert found.matrix == pytest.approx(np.array([[3, 3, 0], [0, 0, 3], [0, 0, 3]]), abs=1e-9)


def test_priors_of_all_sizes_converge():
    draw = np.random.default_rng(5)
    prior = 10.0 ** draw.uniform(-9, 9, (20, 15))
    target = 10.0 ** draw.uniform(-2, 4, (20, 15))
    found = fit(prior, target.sum(axis=1), target.sum(axis=0))
    assert found.error <= 1e-10 * target.sum()


def test_nearly_separate_blocks_converge_where_alternating_crawls():
    prior = np.block([[np.ones((5, 5)), np.full((5, 5), 1e-7)], [np.full((5, 5), 1e-7), np.ones((5, 5))]])
    rows, columns = np.r_[np.full(5, 30.0), np.full(5, 10.0)], np.r_[np.full(5, 10.0), np.full(5, 30.0)]
    found = fit(prior, rows, columns)
    assert found.matrix.sum(axis=1) == pytest.approx(rows, rel=1e-9)
    assert found.matrix.sum(axis=0) == pytest.approx(columns, rel=1e-9)


def test_labels_stay_and_put_margins_and_bounds_in_order():
    prior = pd.DataFrame([[4.0, 2], [1, 3]], ["南区", "北区"], ["C", "G"])
    rows, columns = pd.Series({"北区": 7, "南区": 14}), pd.Series({"G": 6, "C": 15})
    high = pd.DataFrame([[9.0, 9], [np.nan, 11]], ["北区", "南区"], ["G", "C"])
    found = fit_matrix(prior, rows, columns, upper=high)
    assert list(found.index) == ["南区", "北区"]
    assert found.sum(axis=1).to_dict() == pytest.approx({"南区": 14, "北区": 7})
    assert found.at["南区", "C"] <= 11
    assert found.to_numpy() == pytest.approx(
        fit_matrix(prior.to_numpy(), [14, 7], [15, 6], upper=[[11, np.nan], [9, 9]])
    )


def test_nothing_to_place_is_a_matrix_of_zeros():
    assert (fit_matrix(np.ones((2, 3)), [0, 0], [0, 0, 0]) == 0).all()


def test_a_row_without_total_is_empty():
    assert fit_matrix(np.ones((2, 2)), [0, 4], [1, 3]) == pytest.approx(np.array([[0, 0], [1, 3]]))


def test_the_report_names_margins_factors_and_the_largest_change():
    prior = pd.DataFrame([[40.0, 30], [35, 50]], ["甲", "乙"], ["C", "G"])
    report = matrix_report(fit(prior, [150, 300], [200, 250], upper=[[70, np.inf], [np.inf, np.inf]]))
    assert report.rows.loc["甲", ["total", "prior", "binding"]].tolist() == [150, 70, 1]
    cell = report.cells.set_index(["row", "column"]).loc[("甲", "C")]
    assert cell["state"] == "at upper"
    assert cell["change"] == pytest.approx(70 / (40 * 450 / 155) - 1)
    row, column, change = report.largest
    told = report.cells.set_index(["row", "column"]).loc[(row, column), "change"]
    assert change == told == report.cells["change"].loc[np.log1p(report.cells["change"]).abs().idxmax()]


def made(size: tuple[int, int], seed: int) -> tuple[np.ndarray, ...]:
    """A prior, a solution and bounds around it: sparse, of all sizes, some cells fixed, some at a bound."""
    draw = np.random.default_rng(seed)
    prior = draw.lognormal(0, 2, size) * (draw.random(size) < 0.8)
    target = draw.lognormal(3, 1.5, size) * (prior > 0)
    lower = target * draw.choice([0, 0.5, 1], size, p=[0.5, 0.4, 0.1])
    upper = np.where(draw.random(size) < 0.5, np.inf, target * draw.choice([1, 1.5], size, p=[0.2, 0.8]))
    return prior, target, lower, upper


@GIVEN
@given(SIZES, SEEDS)
def test_what_has_a_solution_is_fitted_within_tolerance_and_bounds(size, seed):
    prior, target, lower, upper = made(size, seed)
    rows, columns = target.sum(axis=1), target.sum(axis=0)
    found = fit(prior, rows, columns, lower=lower, upper=upper)
    assert ((found.values >= lower) & (found.values <= upper)).all()
    slack = 1.01e-10 * max(target.sum(), 1)
    assert np.abs(found.values.sum(axis=1) - rows).max() <= slack
    assert np.abs(found.values.sum(axis=0) - columns).max() <= slack
    cells = matrix_report(found).cells
    assert (cells["state"] != "free").any() or cells["pull"].dropna().to_numpy() == pytest.approx(1)


@settings(deadline=None, max_examples=150)
@example((4, 7), 1387, True)  # the optimum is closer to a bound than rounds come
@example((7, 5), 7843, True)  # the gap left is as small as the noise of sums
@given(SIZES, SEEDS, some.booleans())
def test_few_cells_forced_cells_and_weak_links_are_fitted_too(size, seed, whole):
    # Whole numbers force many cells to a bound; sizes over many orders leave blocks that hang together by a grain.
    draw = np.random.default_rng(seed)
    prior = draw.lognormal(0, 4, size) * (draw.random(size) < 0.4)
    if whole:
        target = draw.integers(0, 3, size) * (prior > 0)
        lower = np.minimum(target, draw.integers(0, 3, size))
        upper = np.where(draw.random(size) < 0.5, target, np.inf)
    else:
        target, lower, upper = draw.lognormal(0, 4, size) * (prior > 0), np.zeros(size), np.full(size, np.inf)
    found = fit_matrix(prior, target.sum(axis=1), target.sum(axis=0), lower=lower, upper=upper)
    assert ((found >= lower) & (found <= upper)).all()
    assert np.abs(found.sum(axis=1) - target.sum(axis=1)).max() <= 1.01e-10 * max(target.sum(), 1)
    assert np.abs(found.sum(axis=0) - target.sum(axis=0)).max() <= 1.01e-10 * max(target.sum(), 1)


@GIVEN
@given(SIZES, SEEDS)
def test_without_bounds_every_ratio_of_products_stays(size, seed):
    draw = np.random.default_rng(seed)
    prior, target = draw.lognormal(0, 2, size), draw.lognormal(0, 2, size)
    found = fit_matrix(prior, target.sum(axis=1), target.sum(axis=0), tolerance=1e-13)
    ratio = np.log(found / prior)
    assert ratio - ratio[:1] - ratio[:, :1] + ratio[0, 0] == pytest.approx(np.zeros(size), abs=1e-7)


@GIVEN
@given(SIZES, SEEDS, some.sampled_from([1e-6, 0.5, 1000.0, 1e9]))
def test_order_and_scale_do_not_matter(size, seed, scale):
    prior, target, lower, upper = made(size, seed)
    sums = target.sum(axis=1), target.sum(axis=0)
    found = fit_matrix(prior, *sums, lower=lower, upper=upper)
    draw = np.random.default_rng(seed)
    down, across = draw.permutation(size[0]), draw.permutation(size[1])
    at = np.ix_(down, across)
    turned = fit_matrix(prior[at], sums[0][down], sums[1][across], lower=lower[at], upper=upper[at])
    near = 1e-8 * max(target.sum(), 1e-300)
    assert turned == pytest.approx(found[at], abs=near)
    larger = fit_matrix(prior * 7, sums[0] * scale, sums[1] * scale, lower=lower * scale, upper=upper * scale)
    assert larger == pytest.approx(found * scale, abs=near * scale)
    assert fit_matrix(prior.T, *sums[::-1], lower=lower.T, upper=upper.T) == pytest.approx(found.T, abs=near)
