"""Land formulas against published figures, against each other, and against what carbon cannot do."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ghginv.factors import library
from ghginv.formulas import conversion, land, wetlands

CO2 = 44 / 12
volume = st.floats(0, 1e8)
area = st.floats(0, 1e6)
rate = st.floats(0, 0.5)
share = st.floats(0, 1)
density = st.floats(0.2, 1.0)
factor = st.floats(1.0, 3.0)
fraction = st.floats(0.4, 0.55)


def near(value: float) -> object:
    return pytest.approx(value, rel=1e-9, abs=1e-9)


def test_arbor_forest_of_guangzhou() -> None:
    """60.94 t of biomass and 30.47 tC per hectare, as the study of Guangzhou's forests has them (abstract)."""
    assert land.disturbance_co2(1, 60.94, 0, 0.5, 1) == near(30.47 * CO2)


def test_mangrove_burial_in_two_units() -> None:
    """179.6 gC/m2 is 1.796 tC/ha (Alongi, Sci 2020, 2(3): 67, abstract)."""
    assert wetlands.coastal_soil_co2(1, -179.6 * 10_000 / 1e6) == near(-1.796 * CO2)


@pytest.mark.parametrize(
    ("slope", "intercept", "stand"),
    [(0.3999, 22.5410, 100.0), (1.0357, 8.0591, 60.0)],
    ids=["Chinese fir", "evergreen broadleaved"],
)
def test_biomass_as_a_function_of_volume(slope: float, intercept: float, stand: float) -> None:
    """Fang et al. 2001: BEF = a + b/x, so that a stand from bare land holds its volume times that."""
    found = land.volume_function_difference_co2(stand * 7, 0, 7, 0, 1, slope, intercept, 0.5)
    assert found == near(-stand * 7 * (slope + intercept / stand) * 0.5 * CO2)


def test_default_rates_reach_the_formula_with_their_sign() -> None:
    """Table 4.12 of the Wetlands Supplement is negative for what soils take up, Table 4.13 positive."""
    known = {row.item: row.value for row in library.load().rows if row.name == "coastal_soil_factor"}
    assert wetlands.coastal_soil_co2(10, known["mangrove_restored"]) == near(-10 * 1.62 * CO2)
    assert wetlands.coastal_soil_co2(10, known["coastal_drained"]) == near(10 * 7.9 * CO2)


@given(volume, rate, density, factor, fraction)
def test_growth_and_equal_consumption_cancel(stock: float, r: float, d: float, bef: float, cf: float) -> None:
    grown = land.stock_growth_co2(stock, r, d, bef, cf)
    assert grown <= 0
    assert grown + land.stock_consumption_co2(stock, r, d, bef, cf) == 0
    assert land.species_growth_co2(stock, r, d, bef, 0, cf) == near(grown)


@given(st.lists(st.tuples(st.floats(1, 1e6), density, factor), min_size=1, max_size=6), rate)
def test_rows_by_species_equal_weighted_means(stands: list[tuple[float, float, float]], r: float) -> None:
    """SVD and BEF weighted by volume and biomass give what the rows give one by one."""
    total = sum(v for v, _, _ in stands)
    wood = sum(v * d for v, d, _ in stands)
    svd, bef = wood / total, sum(v * d * b for v, d, b in stands) / wood
    rows = sum(land.stock_growth_co2(v, r, d, b, 0.5) for v, d, b in stands)
    assert rows == pytest.approx(land.stock_growth_co2(total, r, svd, bef, 0.5), rel=1e-9)


@given(volume, volume, volume, st.floats(1, 20), st.floats(0.2, 3), share, fraction)
def test_stock_difference_equals_gains_less_losses(
    start: float, grown: float, felled: float, years: float, bcef: float, r: float, cf: float
) -> None:
    """The same path, seen as two stocks or as a year's growth and felling."""
    end = start + (grown - felled) * years
    difference = land.stock_difference_co2(end, start, years, bcef, r, cf)
    gain, loss = land.increment_co2(grown, bcef, r, cf), land.wood_removal_co2(felled, bcef, r, cf)
    assert gain <= 0 <= loss
    assert difference == pytest.approx(gain + loss, rel=1e-6, abs=1e-6 * (1 + abs(gain) + loss + start))


@given(volume, volume, st.floats(0.2, 3), st.floats(0.2, 3))
def test_a_stand_that_changes_its_class(start: float, end: float, old: float, new: float) -> None:
    """Two rows, ended in the old class and begun in the new, are the stocks of Eq. 2.8 in their own classes."""
    rows = land.stock_difference_co2(0, start, 5, old, 0.2, 0.47) + land.stock_difference_co2(end, 0, 5, new, 0.2, 0.47)
    stocks = (end * new - start * old) * 1.2 * 0.47 / 5
    assert rows == pytest.approx(-stocks * CO2, rel=1e-9, abs=1e-6)


@given(area, st.floats(0, 100))
def test_a_shrinking_area_emits_what_a_growing_one_takes_up(change: float, biomass: float) -> None:
    assert land.area_change_co2(change, biomass, 0.5) <= 0
    assert land.area_change_co2(-change, biomass, 0.5) == -land.area_change_co2(change, biomass, 0.5)


@given(area, st.floats(0, 300), density, factor, share, share, share)
def test_conversion_frees_no_more_carbon_than_was_cleared(
    cleared: float, stand: float, d: float, bef: float, on: float, off: float, left: float
) -> None:
    whole = max(1.0, on + off + left)
    on, off, left = on / whole, off / whole, left / whole
    of = (cleared, stand, d, bef, 0.0)
    freed = (
        conversion.arbor_onsite_co2(*of, on, 1, 0.5)
        + conversion.arbor_offsite_co2(*of, off, 1, 0.5)
        + conversion.arbor_decay_co2(*of, left, 0.5)
    )
    # The last term is for numbers so small that they have no digits to round.
    assert 0 <= freed <= cleared * stand * d * bef * 0.5 * CO2 * (1 + 1e-9) + 1e-300


@given(area, st.floats(0, 200), st.floats(0, 50), share)
def test_trees_by_volume_and_woodland_by_biomass_agree(cleared: float, before: float, after: float, on: float) -> None:
    by_volume = (cleared, before / 0.5 / 1.5, 0.5, 1.5, after, on, 0.9, 0.5)
    by_area = (cleared, before, after, on, 0.9, 0.5)
    for gas, extra in (("co2", ()), ("ch4", (0.012,)), ("n2o", (0.01, 0.007))):
        one = getattr(conversion, f"arbor_onsite_{gas}")(*by_volume, *extra)
        other = getattr(conversion, f"woodland_onsite_{gas}")(*by_area, *extra)
        assert one == pytest.approx(other, rel=1e-9, abs=1e-6)


def test_gases_of_on_site_burning_by_hand() -> None:
    """One tonne of carbon burnt: 0.012 of it as CH4, 0.01 of nitrogen with it, 0.007 of that as N2O."""
    one_tonne = (1, 2 / 0.9, 0, 1, 0.9, 0.5)
    assert conversion.woodland_onsite_co2(*one_tonne) == near(CO2)
    assert conversion.woodland_onsite_ch4(*one_tonne, 0.012) == near(0.016)
    assert conversion.woodland_onsite_n2o(*one_tonne, 0.01, 0.007) == near(0.00011)


@given(area, st.floats(0, 200), st.floats(0, 2))
def test_soils_that_do_not_change_emit_nothing(land_area: float, stock: float, product: float) -> None:
    assert land.mineral_soil_co2(land_area, stock, product, product, 20) == 0


def test_soils_lose_their_difference_in_twenty_years() -> None:
    assert 20 * land.mineral_soil_co2(3, 63, 0.48, 1, 20) == near(3 * 63 * 0.52 * CO2)


@given(area, share)
def test_crowns_are_counted_once(green: float, crowns: float) -> None:
    by_green = land.green_area_co2(green, crowns, 2.9)
    assert by_green == near(land.crown_area_co2(green * crowns, 2.9))
    assert land.crown_area_co2(green, 2.9) <= by_green <= 0


def test_water_by_hand() -> None:
    """141.1 kg CH4 per hectare and 9 % of it again downstream."""
    assert wetlands.reservoir_ch4(412.6, 141.1, 0.09) == near(412.6 * 141.1 * 1.09 / 1000)
    assert wetlands.aquaculture_n2o(1000, 1.69) == near(1.69 * 44 / 28)
