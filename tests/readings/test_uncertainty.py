"""Errors travel by the first-order rules, correlations stay, and draws fill the interval they were given."""

from __future__ import annotations

import math

import numpy
import pytest

from ghginv.errors import InputError
from ghginv.formulas import electricity, energy
from ghginv.formulas.equation import equation
from ghginv.formulas.words import exp, maximum, minimum
from ghginv.readings.uncertainty import DISTRIBUTIONS, Z95, draws, propagate, uncertain

SIZE = 200_000


@equation("t", quantity="t", zh="指数", source="arithmetic")
def decayed(quantity, load_factor):  # type: ignore[no-untyped-def]
    """An exponential."""
    return quantity * exp(-load_factor)


def test_a_value_with_its_interval() -> None:
    value = uncertain(10, 8, 12)
    assert (value.nominal_value, value.std_dev) == (10, 2 / Z95)
    assert uncertain(10) == 10
    assert uncertain(10, 9, 12).std_dev == 1.5 / Z95
    assert uncertain(10, upper=12, tag="ncv").std_dev == 1 / Z95


def test_a_product_adds_relative_errors_in_squares() -> None:
    # IPCC 2006 Vol.1 Eq. 3.1: 5 % and 12 % make 13 %
    found = propagate(
        electricity.purchased_electricity_co2,
        {"quantity": uncertain(1000, 950, 1050), "grid_emission_factor": uncertain(0.5, 0.44, 0.56)},
    )
    assert found.nominal_value == 500
    assert found.std_dev * Z95 / 500 == pytest.approx(0.13)


def test_a_value_used_twice_is_one_value() -> None:
    values = {"quantity": uncertain(100, 90, 110), "net_calorific_value": 20, "carbon_content": 25, "oxidation_rate": 1}
    burnt = propagate(energy.fossil_combustion_co2, values)
    taken_off = propagate(energy.feedstock_deduction_co2, values)
    assert (burnt + taken_off).std_dev == 0
    assert (burnt + taken_off).nominal_value == 0
    other = propagate(energy.feedstock_deduction_co2, {**values, "quantity": uncertain(100, 90, 110)})
    assert (burnt + other).std_dev == pytest.approx(burnt.std_dev * math.sqrt(2))


def test_exponential() -> None:
    found = propagate(decayed, {"quantity": 10, "load_factor": uncertain(0.5, 0.4, 0.6)})
    assert found.nominal_value == pytest.approx(10 * math.exp(-0.5))
    assert found.std_dev == pytest.approx(10 * math.exp(-0.5) * 0.1 / Z95)


def test_the_larger_and_the_smaller_by_value() -> None:
    values = {"quantity": uncertain(10, 9, 11), "residual_mix_factor": 0.6}
    left = propagate(electricity.market_electricity_co2, {**values, "green_electricity": uncertain(4, 3, 5)})
    assert left.nominal_value == pytest.approx(3.6)
    assert left.std_dev * Z95 == pytest.approx(0.6 * math.sqrt(2))
    assert propagate(electricity.market_electricity_co2, {**values, "green_electricity": 50.0}) == 0
    small, large = uncertain(1, 0.9, 1.1), uncertain(2, 1.9, 2.1)
    assert minimum(small, large) is minimum(large, small) is small
    assert maximum(small, large) is maximum(large, small) is large


@pytest.mark.parametrize("distribution", DISTRIBUTIONS)
def test_draws_fill_the_interval(distribution: str) -> None:
    span = (0, 20) if distribution == "beta" else (0, math.inf)
    found = draws(numpy.random.default_rng(7), SIZE, 10, 8, 12.5, distribution, span)
    assert found.shape == (SIZE,)
    low, high = numpy.quantile(found, [0.025, 0.975])
    if distribution in ("uniform", "triangular"):
        assert found.min() >= 8
        assert found.max() <= 12.5
        assert high - low > 3
    elif distribution == "lognormal":
        assert (low, high) == pytest.approx((8, 12.5), rel=0.01)
        assert found.min() > 0
    else:
        assert (low, high) == pytest.approx((7.75, 12.25), rel=0.01)


def test_a_lognormal_of_even_bounds_keeps_its_mean() -> None:
    # IPCC 2006 Vol.1 Ch.3: mu = ln(m^2 / sqrt(s^2 + m^2)), sigma^2 = ln(1 + s^2 / m^2), also where a bound is negative
    for half in (6, 15):
        found = draws(numpy.random.default_rng(7), SIZE, 10, 10 - half, 10 + half, "lognormal")
        assert found.min() > 0
        assert found.mean() == pytest.approx(10, rel=0.01)
        assert found.std() == pytest.approx(half / Z95, rel=0.03)


def test_what_is_cut_stays_within_its_span() -> None:
    for name in ("truncated_normal", "beta"):
        found = draws(numpy.random.default_rng(7), SIZE, 0.9, 0.7, 1.0, name, (0, 1))
        assert 0 < found.min() < found.max() <= 1
    fraction = draws(numpy.random.default_rng(7), SIZE, 0.9, 0.8, 1.0, "beta", (0, 1))
    assert fraction.mean() == pytest.approx(0.9, rel=1e-3)
    assert fraction.std() == pytest.approx(0.1 / Z95, rel=0.01)


def test_draws_repeat_with_the_seed() -> None:
    first, second = (draws(numpy.random.default_rng(3), 5, 1, 0.5, 1.5) for _ in range(2))
    assert first.tolist() == second.tolist()


def test_a_value_without_interval_is_drawn_as_it_is() -> None:
    assert draws(numpy.random.default_rng(3), 3, 2.5).tolist() == [2.5, 2.5, 2.5]
    assert draws(numpy.random.default_rng(3), 2, 2.5, distribution="triangular").tolist() == [2.5, 2.5]


def test_a_formula_over_draws_meets_the_propagated_error() -> None:
    generator = numpy.random.default_rng(11)
    bounds = {"quantity": (1000, 950, 1050), "net_calorific_value": (43, 42, 44), "ch4_emission_factor": (33, 30, 36)}
    drawn = energy.combustion_ch4(**{name: draws(generator, SIZE, *bound) for name, bound in bounds.items()})
    propagated = propagate(energy.combustion_ch4, {name: uncertain(*bound) for name, bound in bounds.items()})
    assert drawn.mean() == pytest.approx(propagated.nominal_value, rel=1e-3)
    assert drawn.std() == pytest.approx(propagated.std_dev, rel=1e-2)


@pytest.mark.parametrize(
    ("code", "arguments"),
    [
        ("value-outside-bounds", (10, 11, 12, "normal")),
        ("value-outside-bounds", (10, 8, 9, "normal")),
        ("distribution-unfit", (10, 8, 12, "weibull")),
        ("distribution-unfit", (10, 0, 12, "lognormal")),
        ("distribution-unfit", (0, -1, 1, "lognormal")),
        ("distribution-unfit", (10, 8, 12, "beta")),
        ("distribution-unfit", (-1, -2, 0, "truncated_normal")),
    ],
)
def test_what_cannot_be_drawn(code: str, arguments: tuple[float, float, float, str]) -> None:
    with pytest.raises(InputError) as caught:
        draws(numpy.random.default_rng(1), 3, *arguments)
    assert caught.value.findings[0].code == code
    assert caught.value.message("en")
