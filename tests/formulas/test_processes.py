"""Formulas of industrial processes against published defaults, stoichiometry and each other."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ghginv.factors import library
from ghginv.formulas import processes

amount = st.floats(0, 1e7)
fraction = st.floats(0, 1)

# Molar masses in g/mol (IUPAC) and the factor of IPCC 2006 Vol.3 Table 2.1, tCO2 for a tonne of carbonate.
CO2 = 44.0095
CARBONATES = {
    "limestone_used": (100.0869, 0.43971),
    "magnesite_used": (84.3139, 0.52197),
    "dolomite_used": (184.4008 / 2, 0.47732),
    "siderite_used": (115.8539, 0.37987),
    "rhodochrosite_used": (114.9470, 0.38286),
    "soda_ash_used": (105.9884, 0.41492),
}


def factor(parameter_id: str) -> float:
    """A shipped number."""
    return next(row.value for row in library.load().rows if row.parameter_id == parameter_id)


def test_clinker_by_composition_gives_the_default() -> None:
    # IPCC 2006 Vol.3 Ch.2: 65 % CaO gives 0.51 (Eq. 2.4), with 2 % kiln dust 0.52 t CO2 a tonne (Tier 1)
    assert processes.clinker_co2(1, 0.65, 0, 1) == pytest.approx(0.51, abs=0.0005)
    default = factor("ipcc2006.process_co2_factor.clinker.P.1")
    assert round(processes.clinker_co2(1, 0.65, 0, factor("ipcc2006.kiln_dust_factor.P.1")), 2) == default == 0.52


def test_magnesia_adds_to_clinker() -> None:
    # 1.092 t CO2 a tonne of MgO: 44.0095 / 40.3044
    per_mgo = (processes.clinker_co2(1, 0.6, 0.02, 1) - processes.clinker_co2(1, 0.6, 0, 1)) / 0.02
    assert per_mgo == pytest.approx(CO2 / 40.3044, rel=1e-3)


@pytest.mark.parametrize("carbonate", CARBONATES)
def test_factors_of_carbonates_are_stoichiometric(carbonate: str) -> None:
    molar, published = CARBONATES[carbonate]
    shipped = factor(f"ipcc2006.process_co2_factor.{carbonate}")
    assert shipped == published
    assert processes.carbonate_co2(1000, shipped, 1) == pytest.approx(1000 * CO2 / molar, rel=2e-3)


def test_ceramic_material_agrees_with_its_carbonates() -> None:
    # One tonne with 10 % calcite and 5 % magnesite is 0.1 t and 0.05 t of carbonate
    apart = processes.carbonate_co2(0.1, 0.43971, 0.9) + processes.carbonate_co2(0.05, 0.52197, 0.9)
    assert processes.ceramic_co2(1, 0.1, 0.05, 0.9) == pytest.approx(apart, rel=2e-3)


def test_glass_default() -> None:
    # IPCC 2006 Vol.3 Eq. 2.13: 0.20 t CO2 a tonne before 50 % cullet: 0.10 t a tonne of glass
    ids = ("ipcc2006.cullet_ratio.glass_product.P.GL", "ipcc2006.process_co2_factor.glass_product.P.GL")
    assert processes.glass_co2(1000, *map(factor, ids)) == pytest.approx(100)


def test_provincial_cement_takes_carbide_slag_off() -> None:
    # Provincial guideline 2011: activity is clinker less that made from carbide slag, 0.538 t CO2 a tonne
    of_clinker = factor("pg2011.process_co2_factor.clinker.P.1")
    rows = processes.production_co2(1_000_000, of_clinker) + processes.deducted_co2(150_000, of_clinker)
    assert rows == pytest.approx((1_000_000 - 150_000) * 0.538)


def test_provincial_steel_is_the_sum_of_its_rows() -> None:
    # E = AD_l·EF_l + AD_d·EF_d + (AD_r·F_r - AD_s·F_s)·44/12 with the guideline's 0.430, 0.474, 4.1 % and 0.248 %
    rows = (
        processes.carbonate_co2(200_000, factor("pg2011.process_co2_factor.limestone_used.P.3"), 1),
        processes.carbonate_co2(50_000, factor("pg2011.process_co2_factor.dolomite_used.P.3"), 1),
        processes.carbon_input_co2(900_000, factor("pg2011.material_carbon_content.pig_iron_used.P.3")),
        processes.carbon_output_co2(1_000_000, factor("pg2011.material_carbon_content.steel_output.P.3")),
    )
    whole = 200_000 * 0.430 + 50_000 * 0.474 + (900_000 * 0.041 - 1_000_000 * 0.00248) * 44 / 12
    assert sum(rows) == pytest.approx(whole)
    assert rows[-1] < 0


# IPCC 2006 Vol.3 Table 3.4: destruction and utilisation; with 300 kg N2O a tonne (Tier 1), computed by hand
ADIPIC = {
    "catalytic_destruction": 53.025,
    "thermal_destruction": 13.365,
    "recycled_to_nitric_acid": 22.23,
    "recycled_to_adipic_acid": 49.02,
}


@pytest.mark.parametrize("process", ADIPIC)
def test_adipic_acid_abated(process: str) -> None:
    ids = (f"ipcc2006.{name}.adipic_acid_abated.P.5.{process}" for name in ("n2o_destruction", "abatement_utilisation"))
    assert processes.abated_n2o(1000, 300, *map(factor, ids)) == pytest.approx(ADIPIC[process])


def test_provincial_and_ipcc_adipic_acid_are_in_one_unit() -> None:
    rows = {row.factor_set: row for row in library.load().named("process_n2o_factor", "adipic_acid")}
    assert (rows["pg2011"].value, rows["pg2011"].unit) == (0.293, "tN2O/t")
    assert (rows["ipcc2006"].value, rows["ipcc2006"].unit) == (300, "kgN2O/t")


def test_aluminium_by_anode_effects() -> None:
    # IPCC 2006 Vol.3 Table 4.16, CWPB: 0.143 kg CF4 a tonne for a minute per cell-day, C2F6 12.1 % of it
    cf4 = processes.slope_cf4(100_000, 0.143, 0.5)
    assert cf4 == pytest.approx(7.15)
    assert processes.slope_c2f6(100_000, 0.143, 0.5, 0.121) == pytest.approx(0.86515)


def test_aluminium_of_the_province() -> None:
    # Provincial guideline 2011, point-feed prebake cells: 0.0888 and 0.0114 kg a tonne
    assert processes.aluminium_cf4(1e6, 0.0888) == pytest.approx(88.8)
    assert processes.aluminium_c2f6(1e6, 0.0114) == pytest.approx(11.4)


def test_hfc23_less_what_was_destroyed() -> None:
    # Provincial guideline 2011: 0.0292 t HFC-23 a tonne of HCFC-22
    assert processes.production_gas(10_000, 29.2) + processes.destroyed_gas(250) == pytest.approx(42)


def test_ethylene_in_asia() -> None:
    # IPCC 2006 Vol.3 Tables 3.14 and 3.15: naphtha 1.73 t CO2 a tonne, Asia 130 %
    assert processes.ethylene_co2(1000, 1.73, 1.3) == pytest.approx(2249)


@given(amount, st.floats(0, 10), fraction, fraction)
def test_no_process_of_itself_removes(quantity: float, ef: float, one: float, other: float) -> None:
    assert processes.production_co2(quantity, ef) >= 0
    assert processes.glass_co2(quantity, one, ef) >= 0
    assert processes.carbonate_co2(quantity, ef, one) >= 0
    assert processes.abated_n2o(quantity, ef, one, other) >= 0
    assert processes.ceramic_co2(quantity, one, other, 1) >= 0
    assert processes.cement_co2(quantity, one, ef) <= processes.production_co2(quantity, ef)


@given(amount, amount, st.floats(0, 10))
def test_two_plants_are_the_sum_of_each(first: float, second: float, ef: float) -> None:
    together = processes.production_co2(first + second, ef)
    assert processes.production_co2(first, ef) + processes.production_co2(second, ef) == pytest.approx(together)
    assert processes.deducted_co2(first + second, ef) == -together


@given(amount, st.floats(0, 400), fraction, fraction, fraction)
def test_more_abatement_is_never_more_emission(
    quantity: float, ef: float, destroyed: float, utilised: float, more: float
) -> None:
    better = max(destroyed, more)
    assert processes.abated_n2o(quantity, ef, better, utilised) <= processes.abated_n2o(
        quantity, ef, destroyed, utilised
    )


@given(amount, st.floats(0, 2), fraction, fraction)
def test_more_cullet_is_never_more_emission(quantity: float, ef: float, ratio: float, more: float) -> None:
    assert processes.glass_co2(quantity, max(ratio, more), ef) <= processes.glass_co2(quantity, ratio, ef)
