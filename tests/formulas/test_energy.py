"""Energy formulas against published figures and against each other."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ghginv.formulas import energy

CEADS_CO2_PER_C = 44.0095 / 12.0107

# Guangdong 2007: amount (t or 10^4 m3), NCV, carbon content, oxidation, Mt CO2. Amounts: China Energy Statistical
# Yearbook 2008, 6-19; CO2: CEADs, Emission Inventories for 30 Provinces 2007 (Shan et al. 2020; Guan et al. 2021).
CEADS = {
    "construction, gasoline": (27.22e4, 43.124, 18.9, 0.98, 0.79666025906323),
    "construction, diesel": (26.7e4, 42.652, 20.2, 0.98, 0.8260497842647978),
    "transport, kerosene": (158.8e4, 43.124, 19.6, 0.98, 4.819808659072504),
    "transport, fuel oil": (88.51e4, 41.816, 21.1, 0.98, 2.804280641058927),
    "urban households, LPG": (314.43e4, 50.179, 17.2, 0.99, 9.844365606516664),
    "urban households, natural gas": (7.35e4, 389.31, 15.3, 0.99, 1.588135811471563),
}

# IPCC 2006 Vol.2: carbon content (Table 1.3, tC/TJ) and CO2 factor (Table 1.4, tCO2/TJ).
IPCC = {
    "natural gas": (15.3, 56.1),
    "motor gasoline": (18.9, 69.3),
    "gas/diesel oil": (20.2, 74.1),
    "LPG": (17.2, 63.1),
    "anthracite": (26.8, 98.3),
    "other bituminous coal": (25.8, 94.6),
    "lignite": (27.6, 101.0),
}

positive = st.floats(0.001, 1e6)
fraction = st.floats(0, 1)


@pytest.mark.parametrize("case", CEADS)
def test_published_combustion(case: str) -> None:
    quantity, calorific, carbon, oxidation, published = CEADS[case]
    found = energy.fossil_combustion_co2(quantity, calorific, carbon, oxidation, CEADS_CO2_PER_C)
    assert found / 1e6 == pytest.approx(published, rel=1e-12)


@pytest.mark.parametrize("fuel", IPCC)
def test_published_factor_per_energy(fuel: str) -> None:
    carbon, factor = IPCC[fuel]
    one_terajoule = energy.fossil_combustion_co2(1000 / 44.3, 44.3, carbon, 1)
    assert float(f"{one_terajoule:.3g}") == factor


def test_direct_factor() -> None:
    # CEADs, briquettes in construction: 1.3993057634 tCO2/t
    assert energy.direct_factor_co2(1000, 1.3993057634) == pytest.approx(1399.3057634)


def test_methane_and_nitrous_oxide_of_gasoline() -> None:
    # IPCC 2006 Vol.2 Table 1.2 (44.3 GJ/t) and Table 3.2.2, uncontrolled motor gasoline: 33 and 3.2 kg/TJ
    assert energy.combustion_ch4(1000, 44.3, 33) == pytest.approx(1.4619)
    assert energy.combustion_n2o(1000, 44.3, 3.2) == pytest.approx(0.14176)


def test_biomass_stoves() -> None:
    # Provincial guideline 2011: straw in an efficient stove, 5.2 g CH4 and 0.13 g N2O a kilogram
    assert energy.biomass_combustion_ch4(1000, 5.2) == pytest.approx(5.2)
    assert energy.biomass_combustion_n2o(1000, 0.13) == pytest.approx(0.13)


@pytest.mark.parametrize(("factor", "per_tonne"), [(8.37, 5.6079), (2, 1.34), (3, 2.01), (0.5, 0.335)])
def test_coal_mining(factor: float, per_tonne: float) -> None:
    # Provincial guideline 2011, m3/t at 0.67 kg/m3; public libraries store 2 m3/t as 1.34 and 3 m3/t as 2.01 kg/t
    assert energy.coal_mining_ch4(1000, factor, 0.67) == pytest.approx(per_tonne)


def test_recovered_methane_is_negative() -> None:
    assert energy.coal_ch4_recovery(1, 0.67) == pytest.approx(-6.7)


def test_city_gas() -> None:
    # Provincial guideline 2011: 133 t CH4 for 10^8 m3 of gas consumed
    assert energy.throughput_ch4(1e4, 133 / 1e4) == pytest.approx(133)
    assert energy.facility_ch4(2, 85.05) == pytest.approx(170.1)


def test_road_fleet() -> None:
    # 1000 cars x 15,000 km x 8 L/100 km = 1,200,000 L; x 0.775 kg/L = 930 t
    fleet = (1000, 15_000, 8, 0.775)
    assert energy.road_fuel(*fleet) == pytest.approx(930)
    assert energy.road_co2(*fleet, 43.07, 18.9, 0.98) == pytest.approx(
        energy.fossil_combustion_co2(930, 43.07, 18.9, 0.98)
    )
    assert energy.road_ch4(*fleet, 43.07, 25) == pytest.approx(energy.combustion_ch4(930, 43.07, 25))
    assert energy.road_n2o(*fleet, 43.07, 8) == pytest.approx(energy.combustion_n2o(930, 43.07, 8))


def test_road_by_distance() -> None:
    # 1000 cars x 15,000 km x 20 mg/km = 0.3 t
    assert energy.road_distance_ch4(1000, 15_000, 20) == pytest.approx(0.3)
    assert energy.road_distance_n2o(1000, 15_000, 20) == pytest.approx(0.3)


def test_engines() -> None:
    # 2 engines x 500 kW x 0.4 x 1000 h = 400,000 kWh; x 200 g/kWh = 80 t
    engines = (2, 500, 0.4, 1000, 200)
    assert energy.engine_fuel(*engines) == pytest.approx(80)
    assert energy.engine_co2(*engines, 42.652, 20.2, 0.98) == pytest.approx(
        energy.fossil_combustion_co2(80, 42.652, 20.2, 0.98)
    )
    assert energy.engine_ch4(*engines, 42.652, 7) == pytest.approx(energy.combustion_ch4(80, 42.652, 7))
    assert energy.engine_n2o(*engines, 42.652, 2) == pytest.approx(energy.combustion_n2o(80, 42.652, 2))


def test_landing_and_take_off() -> None:
    assert energy.lto_co2(1000, 2440) == pytest.approx(2440)
    assert energy.lto_ch4(1000, 0.06) == pytest.approx(0.06)
    assert energy.lto_n2o(1000, 0.1) == pytest.approx(0.1)


@given(positive, st.floats(0, 100), st.floats(10, 6000))
def test_landing_and_cruise_make_the_whole_flight(fuel: float, landings: float, lto_fuel: float) -> None:
    cruise = energy.cruise_co2(fuel, landings, lto_fuel, 3150)
    landed = energy.lto_co2(landings, lto_fuel * 3.15)
    assert cruise + landed == pytest.approx(fuel * 3.15, rel=1e-9, abs=1e-6)


@given(positive, st.floats(1, 100), st.floats(1, 80), fraction, fraction)
def test_stored_and_released_carbon_make_the_whole(
    quantity: float, calorific: float, carbon: float, stored: float, oxidation: float
) -> None:
    released = energy.non_energy_use_co2(quantity, calorific, carbon, stored, oxidation)
    kept = energy.stored_carbon_co2(quantity, calorific, carbon, stored, oxidation)
    burnt = energy.fossil_combustion_co2(quantity, calorific, carbon, oxidation)
    assert kept <= 0 <= released
    assert released - kept == pytest.approx(burnt, rel=1e-9)


@given(positive, st.floats(1, 100), st.floats(1, 80), fraction)
def test_a_deduction_takes_off_what_combustion_adds(
    quantity: float, calorific: float, factor: float, oxidation: float
) -> None:
    burnt = energy.fossil_combustion_co2(quantity, calorific, factor, oxidation)
    assert energy.feedstock_deduction_co2(quantity, calorific, factor, oxidation) == -burnt
    assert energy.feedstock_deduction_ch4(quantity, calorific, factor) == -energy.combustion_ch4(
        quantity, calorific, factor
    )
    assert energy.feedstock_deduction_n2o(quantity, calorific, factor) == -energy.combustion_n2o(
        quantity, calorific, factor
    )


def test_standard_coal() -> None:
    # GB/T 2589-2020: raw coal 0.7143 kgce/kg, electricity 0.1229 kgce/kWh
    assert energy.standard_coal(1000, 0.7143) == pytest.approx(714.3)
    assert energy.standard_coal(1000, 0.1229) == pytest.approx(122.9)
    assert energy.standard_coal_equal_value(1000, 0.305) == pytest.approx(305)
