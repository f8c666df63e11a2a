"""Electricity and heat: the three accounts, and heat from water and steam."""

from __future__ import annotations

import numpy
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ghginv.formulas import electricity

positive = st.floats(0, 1e9)
factor = st.floats(0, 1.5)


def test_average_factor() -> None:
    # MEE and NBS announcement 2025 No. 47: national average 0.5306, residual mix 0.6096, fossil 0.8273 tCO2/MWh (2023)
    assert electricity.purchased_electricity_co2(1000, 0.5306) == pytest.approx(530.6)
    assert electricity.exported_electricity_co2(1000, 0.5306) == pytest.approx(-530.6)
    assert electricity.fossil_power_electricity_co2(1000, 0.8273) == pytest.approx(827.3)
    assert electricity.market_electricity_co2(1000, 400, 0.6096) == pytest.approx(365.76)


@given(positive, positive, factor)
def test_certificates_never_make_it_negative(quantity: float, green: float, residual: float) -> None:
    assert electricity.market_electricity_co2(quantity, green, residual) >= 0
    assert electricity.market_electricity_co2(quantity, 0, residual) == quantity * residual


def test_certificates_row_by_row() -> None:
    found = electricity.market_electricity_co2(numpy.array([100.0, 100.0]), numpy.array([30.0, 130.0]), 0.5)
    assert found.tolist() == [35, 0]


def test_heat() -> None:
    # GB/T 32150: 0.11 tCO2/GJ unless the supplier measured its own
    assert electricity.purchased_heat_co2(1000, 0.11) == pytest.approx(110)
    assert electricity.exported_heat_co2(1000, 0.11) == pytest.approx(-110)


def test_heat_of_water_and_steam() -> None:
    # enterprise guidelines: m (T - 20) 4.1868e-3 and m (h - 83.74) 1e-3
    assert electricity.hot_water_heat(1000, 95) == pytest.approx(1000 * 75 * 4.1868e-3)
    assert electricity.steam_heat(1000, 2777) == pytest.approx(1000 * (2777 - 83.74) * 1e-3)
