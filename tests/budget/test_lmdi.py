"""LMDI-I: a published example, the cases of zero, and what always holds."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ghginv.budget.lmdi import additive, logarithmic_mean

LMDIR = "M. Heun, R package LMDIR, create_simple_LMDI(), 1971 to 1972, checked there against its LMDI_testing.xlsx"


def test_published_example() -> None:
    """LMDIR, tests/testthat/test_lmdi.R: Zij of its simple example, additive LMDI-I, which follows Ang (2005)."""
    before = {"1": np.array([1.0, 4]), "2": np.array([10.0, 5]), "3": np.array([2.0, 3])}
    after = {"1": np.array([4.0, 5]), "2": np.array([5.0, 6]), "3": np.array([3.0, 4])}
    effects = additive(before, after)
    np.testing.assert_allclose(effects["1"], [50.47438029, 19.31568569], rtol=1e-9, err_msg=LMDIR)
    np.testing.assert_allclose(effects["2"], [-25.23719014, 15.78206435], rtol=1e-9)
    np.testing.assert_allclose(effects["3"], [14.76280986, 24.90224996], rtol=1e-9)
    assert sum(e.sum() for e in effects.values()) == pytest.approx(100, abs=1e-12)


@pytest.mark.parametrize(
    ("x0", "xt", "rest0", "rest_t", "effect"),
    [
        (0, 6, 7, 7, 42),  # case 1: what was not there and is
        (6, 0, 7, 7, -42),  # case 2: what was there and is no more
        (5, 9, 0, 8, 0),  # case 3: another factor came from zero
        (5, 9, 8, 0, 0),  # case 4: another factor went to zero
        (5, 9, 0, 0, 0),  # case 5: nothing before and after, the factor moved
        (0, 0, 0, 0, 0),  # case 6
        (5, 0, 0, 0, 0),  # case 7
        (0, 5, 0, 0, 0),  # case 8
    ],
)
def test_zeros_take_the_analytic_limit(x0: float, xt: float, rest0: float, rest_t: float, effect: float) -> None:
    """Ang, Zhang, Choi (1998), table 2: the effect of x with the rest of the product beside it."""
    found = additive(
        {"x": np.array([x0]), "rest": np.array([rest0])}, {"x": np.array([xt]), "rest": np.array([rest_t])}
    )
    assert found["x"][0] == pytest.approx(effect)
    assert found["x"][0] + found["rest"][0] == pytest.approx(xt * rest_t - x0 * rest0)


def test_the_limit_is_what_a_small_number_tends_to() -> None:
    """Two factors that come from zero together share the change: what δ → 0 gives, slowly, as 1 / ln δ."""
    after = {"a": np.array([3.0]), "b": np.array([4.0]), "c": np.array([5.0])}
    exact = additive({"a": np.array([0.0]), "b": np.array([0.0]), "c": np.array([2.0])}, after)
    small = additive({"a": np.array([1e-150]), "b": np.array([1e-150]), "c": np.array([2.0])}, after)
    for name in "abc":
        assert small[name][0] == pytest.approx(exact[name][0], abs=0.5)


def test_sinks_and_changes_of_sign() -> None:
    """A growing sink is a negative change; a factor that changes sign takes the whole."""
    before = {"area": np.array([10.0, 10.0]), "rate": np.array([-2.0, -2.0])}
    after = {"area": np.array([20.0, 20.0]), "rate": np.array([-2.0, 1.0])}
    effects = additive(before, after)
    assert effects["area"].tolist() == pytest.approx([-20, 0])
    assert effects["rate"].tolist() == pytest.approx([0, 40])


def test_refusals() -> None:
    with pytest.raises(ValueError, match="same factors"):
        additive({"a": np.array([1.0])}, {"b": np.array([1.0])})
    with pytest.raises(ValueError, match="same factors"):
        additive({}, {})
    with pytest.raises(ValueError, match="finite"):
        additive({"a": np.array([np.nan])}, {"a": np.array([1.0])})


NUMBERS = st.one_of(st.just(0.0), st.floats(1e-6, 1e9), st.floats(-1e9, -1e-6))
POSITIVE = st.floats(1e-6, 1e6)
ROWS = st.integers(1, 5)


@given(st.lists(st.tuples(*[NUMBERS] * 6), min_size=1, max_size=6))
def test_effects_sum_to_the_change(rows: list[tuple[float, ...]]) -> None:
    """Whatever the factors, zeros and signs included."""
    table = np.array(rows).T
    before, after = dict(zip("abc", table[:3], strict=True)), dict(zip("abc", table[3:], strict=True))
    effects = additive(before, after)
    change = np.prod(table[3:], axis=0) - np.prod(table[:3], axis=0)
    scale = np.abs(np.prod(table[3:], axis=0)) + np.abs(np.prod(table[:3], axis=0))
    # effects of opposite sign may each be larger than the change: digits are lost at most in that proportion
    spread = np.maximum(scale, np.sum([np.abs(e) for e in effects.values()], axis=0))
    assert (np.abs(sum(effects.values()) - change) <= 1e-14 * spread).all()


@given(st.lists(st.tuples(*[NUMBERS] * 6), min_size=1, max_size=6))
def test_time_reversal(rows: list[tuple[float, ...]]) -> None:
    """Backwards, every effect changes its sign."""
    table = np.array(rows).T
    before, after = dict(zip("abc", table[:3], strict=True)), dict(zip("abc", table[3:], strict=True))
    there, back = additive(before, after), additive(after, before)
    for name in "abc":
        scale = np.abs(np.prod(table[:3], axis=0)) + np.abs(np.prod(table[3:], axis=0))
        assert (np.abs(there[name] + back[name]) <= 1e-9 * scale).all()


@given(st.lists(st.tuples(*[POSITIVE] * 4), min_size=1, max_size=6))
def test_order_and_idle_factors_do_not_matter(rows: list[tuple[float, ...]]) -> None:
    """A factor that did not move has no effect and changes no other; the order of names changes nothing."""
    a0, b0, a1, b1 = np.array(rows).T
    two = additive({"a": a0, "b": b0}, {"a": a1, "b": b1})
    three = additive({"c": np.full_like(a0, 1.0), "b": b0, "a": a0}, {"a": a1, "b": b1, "c": np.full_like(a0, 1.0)})
    scale = 1e-9 * (a0 * b0 + a1 * b1)
    assert (np.abs(three["c"]) <= scale).all()
    for name in "ab":
        assert (np.abs(two[name] - three[name]) <= scale).all()


@given(POSITIVE, POSITIVE)
def test_logarithmic_mean_lies_between_geometric_and_arithmetic(a: float, b: float) -> None:
    mean = float(logarithmic_mean(np.array(a), np.array(b)))
    assert (a * b) ** 0.5 * (1 - 1e-9) <= mean <= (a + b) / 2 * (1 + 1e-9)
