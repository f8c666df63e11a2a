"""Formulas of enterprise accounting against stoichiometry, hand-worked figures and each other."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ghginv.formulas import electronics, energy, enterprise, processes

amount = st.floats(0, 1e7)
fraction = st.floats(0, 1)


def test_coal_as_received_from_the_air_dried_sample() -> None:
    # C_ar = C_ad (100 - M_ar) / (100 - M_ad) = 0.58 * 90 / 98 = 0.532653; 10 000 t, OF 99 %
    found = enterprise.elemental_carbon_co2(10_000, 0.58, 0.10, 0.02, 0.99)
    assert found == pytest.approx(10_000 * 0.58 * 90 / 98 * 0.99 * 44 / 12)
    assert found == pytest.approx(19_335.3, abs=0.1)


def test_coal_not_measured_is_what_the_default_says() -> None:
    # FC * NCV * CC * OF * 44/12: 10 000 t of 21.5 GJ/t, 0.03085 tC/GJ, 99 %
    found = energy.fossil_combustion_co2(10_000, 21.5, 30.85, 0.99)
    assert found == pytest.approx(10_000 * 21.5 * 0.03085 * 0.99 * 44 / 12)
    assert found == pytest.approx(24_076.9, abs=0.1)


@given(amount, st.floats(0.3, 0.9), st.floats(0, 0.3))
def test_equal_moistures_leave_the_carbon_as_it_is(tonnes: float, carbon: float, moisture: float) -> None:
    same = enterprise.elemental_carbon_co2(tonnes, carbon, moisture, moisture, 1)
    assert same == pytest.approx(processes.carbon_input_co2(tonnes, carbon), rel=1e-12)


def test_clinker_less_what_is_not_from_carbonates() -> None:
    # 1 Mt of clinker, CaO 65 % of which 2 % from slag, MgO 2.5 % of which 0.5 % from slag
    found = enterprise.oxide_clinker_co2(1e6, 0.65, 0.02, 0.025, 0.005)
    assert found == pytest.approx(1e6 * (0.63 * 44 / 56 + 0.02 * 44 / 40))
    assert found == pytest.approx(517_000)


def test_the_default_clinker_is_that_of_the_provincial_guideline() -> None:
    assert enterprise.oxide_clinker_co2(1, 0.65, 0, 0.0248, 0) == pytest.approx(0.538, abs=1e-4)


@given(amount, fraction)
def test_fossil_and_biogenic_parts_of_an_alternative_fuel_are_the_whole(tonnes: float, share: float) -> None:
    parts = (
        enterprise.alternative_fuel_co2(tonnes, 31.4, 23.182, share),
        enterprise.alternative_fuel_biogenic_co2(tonnes, 31.4, 23.182, share),
    )
    assert sum(parts) == pytest.approx(energy.fossil_combustion_co2(tonnes, 31.4, 23.182, 1), rel=1e-9)


def test_tyres_have_the_published_factor() -> None:
    # 31.4 GJ/t * 0.085 tCO2/GJ, all of it fossil
    assert enterprise.alternative_fuel_co2(1, 31.4, 23.182, 1) == pytest.approx(31.4 * 0.085, rel=1e-4)


@given(amount, fraction)
def test_a_pure_carbonate_is_one_without_a_purity(tonnes: float, calcined: float) -> None:
    pure = enterprise.pure_carbonate_co2(tonnes, 1, 0.4397, calcined)
    assert pure == processes.carbonate_co2(tonnes, 0.4397, calcined)


def test_desulphurisation() -> None:
    # B * I * EF * TR = 50 000 * 0.90 * 0.440 * 1
    assert enterprise.pure_carbonate_co2(50_000, 0.90, 0.440, 1) == pytest.approx(19_800)


def test_raw_meal_brings_carbon() -> None:
    # 1.5 Mt of meal with 0.1 % carbon
    assert enterprise.raw_meal_co2(1.5e6, 0.001) == pytest.approx(5_500)


@given(st.floats(1, 1e7), st.floats(0.1, 1))
def test_a_plant_that_keeps_all_carbon_emits_none(tonnes: float, content: float) -> None:
    into, out = processes.carbon_input_co2(tonnes, content), processes.carbon_output_co2(tonnes, content)
    assert into + out == 0


def test_methanol_from_natural_gas() -> None:
    # 700 x 10^4 m3 of gas (389.31 GJ, 15.3 tC/TJ) into 10 000 t of methanol (0.375 tC/t)
    into = enterprise.feedstock_co2(700, 389.31, 15.3)
    kept = processes.carbon_output_co2(10_000, 0.375)
    assert into == pytest.approx(700 * 389.31 * 15.3 / 1000 * 44 / 12)
    assert into + kept == pytest.approx(1538.2, abs=0.1)


def test_feedstock_is_combustion_without_oxidation() -> None:
    assert enterprise.feedstock_co2(50, 28.435, 29.5) == energy.fossil_combustion_co2(50, 28.435, 29.5, 1)


def test_a_flare_burns_carbon_and_passes_co2_on() -> None:
    # 10^4 m3: 5 tC at 98 %, and 10 % CO2 by volume at 19.7 t
    assert enterprise.flare_co2(1, 5, 0.98, 0.1) == pytest.approx(5 * 0.98 * 44 / 12 + 1.97)
    # 19.7 t is 10^4 m3 of CO2 at 44 kg and 22.4 m3 a kmol, to three digits
    assert enterprise.flare_co2(1, 0, 1, 1) == pytest.approx(1e4 / 22.4 * 44 / 1000, rel=5e-3)


def test_coke_off_a_catalyst() -> None:
    assert enterprise.coke_burn_off_co2(1000, 1, 0.98) == pytest.approx(3593.3, abs=0.1)


def test_anodes() -> None:
    # 0.42 t/t * (1 - 2 % - 0.4 %) * 44/12 = 1.503 tCO2/t
    assert enterprise.anode_co2(1, 0.42, 0.024) == pytest.approx(1.503, abs=5e-4)


def test_vehicles_by_mileage() -> None:
    # a heavy diesel fleet over 10 million km: 175 mg CH4 and 30 mg N2O a km
    assert enterprise.mileage_ch4(1e7, 175) == pytest.approx(1.75)
    assert enterprise.mileage_n2o(1e7, 30) == pytest.approx(0.3)


def test_co2_as_a_good() -> None:
    assert enterprise.released_co2(100, 1, 0.4) == 40
    assert enterprise.handed_over_co2(100, 0.98) == -98


def test_etching_gas_with_abatement_by_hand() -> None:
    # 1 000 kg C2F6, heel 10 %, U 40 %, a = d = 90 %: 900 * 0.6 * (1 - 0.81) = 102.6 kg C2F6
    left = electronics.electronics_input_gas(1000, 0.1, 0.6, 0.9, 0.9)
    assert left == pytest.approx(0.1026)
    # and CF4: 900 * 0.2 * 0.19 = 34.2 kg
    assert electronics.electronics_byproduct_cf4(1000, 0.1, 0.2, 0.9, 0.9) == pytest.approx(0.0342)
