"""CEADs: the factors reproduce the published emissions of Guangdong 2007, and go no further than what was published.

Activity: China Energy Statistical Yearbook 2008, table 6-19. Emissions: CEADs, Emission Inventories for 30 Provinces
2007 (Shan et al. 2018, 2020; Guan et al. 2021).
"""

import pytest

from ghginv.domain import items, units
from ghginv.factors import library
from ghginv.factors.resolve import Key, Missing, resolve

LIBRARY = library.load()

# Category, item, final consumption and its unit, published CO2 in Mt.
PUBLISHED = [
    ("1.5.R", "briquettes", 9.75, "10^4 t", 0.12140806401086697),
    ("1.5.U", "briquettes", 18.12, "10^4 t", 0.22563221742327275),
    ("1.2.6", "diesel", 26.7, "10^4 t", 0.8260497842647978),
    ("1.6", "diesel", 80.09, "10^4 t", 2.4778399708527212),
    ("1.4.O", "diesel", 11.88, "10^4 t", 0.3675457467065843),
    ("1.5.R", "diesel", 8.36, "10^4 t", 0.2586433032379667),
    ("1.3.U", "diesel", 673.06, "10^4 t", 20.823260966189693),
    ("1.5.U", "diesel", 2.41, "10^4 t", 0.07456104794300235),
    ("1.4.W", "diesel", 107.84, "10^4 t", 3.3363748589931017),
    ("1.3.U", "fuel_oil", 88.51, "10^4 t", 2.804280641058927),
    ("1.4.W", "fuel_oil", 9.75, "10^4 t", 0.30891126709213124),
    ("1.2.6", "gasoline", 27.22, "10^4 t", 0.79666025906323),
    ("1.6", "gasoline", 13.59, "10^4 t", 0.397744780333185),
    ("1.4.O", "gasoline", 42.31, "10^4 t", 1.238306229278665),
    ("1.5.R", "gasoline", 56.97, "10^4 t", 1.6673671917278547),
    ("1.3.U", "gasoline", 444.97, "10^4 t", 13.023141641269856),
    ("1.5.U", "gasoline", 128.17, "10^4 t", 3.751210338138655),
    ("1.4.W", "gasoline", 52.64, "10^4 t", 1.54063909026776),
    ("1.5.R", "kerosene", 3.12, "10^4 t", 0.0946964925460089),
    ("1.3.U", "kerosene", 158.8, "10^4 t", 4.819808659072504),
    ("1.2.6", "lpg", 0.64, "10^4 t", 0.020037509105908038),
    ("1.4.O", "lpg", 1.56, "10^4 t", 0.04884142844565084),
    ("1.5.R", "lpg", 92.95, "10^4 t", 2.9101351115533625),
    ("1.3.U", "lpg", 36.41, "10^4 t", 1.1399464164782993),
    ("1.5.U", "lpg", 314.43, "10^4 t", 9.844365606516664),
    ("1.4.W", "lpg", 21.81, "10^4 t", 0.6828407399997722),
    ("1.5.U", "natural_gas", 7.35, "10^8 m3", 1.588135811471563),
    ("1.5.U", "other_gas", 8.0, "10^8 m3", 0.4767420324817098),
    ("1.4.W", "other_gas", 3.7, "10^8 m3", 0.22049319002279077),
    ("1.6", "other_petroleum_products", 6.51, "10^4 t", 0.0),
    ("1.2.6", "raw_coal", 2.41, "10^4 t", 0.03962048247481503),
    ("1.6", "raw_coal", 55.37, "10^4 t", 0.9102846948674309),
    ("1.5.R", "raw_coal", 25.17, "10^4 t", 0.36822750733312504),
    ("1.3.U", "raw_coal", 1.67, "10^4 t", 0.024431463537795742),
    ("1.5.U", "raw_coal", 22.28, "10^4 t", 0.325947908755742),
    ("1.4.W", "raw_coal", 27.92, "10^4 t", 0.40845895926662107),
]


def value(name, category, item):
    key = Key("440000", 2007, category=category, item=item, quantity_unit=items.load()[item].unit)
    found = resolve(LIBRARY, name, key, ("ceads",))
    return None if isinstance(found, Missing) else found.value


def factor(category, item):
    """tCO2 per t or 10^4 m3: given as such, or by calorific value, carbon content and oxidation."""
    given = value("co2_emission_factor", category, item)
    if given is not None:
        return given
    terms = ("net_calorific_value", "carbon_content", "oxidation_rate", "co2_per_carbon")
    energy, carbon, oxidised, ratio = (value(name, category, item) for name in terms)
    return energy / 1000 * carbon * oxidised * ratio


@pytest.mark.parametrize(("category", "item", "consumed", "unit", "published"), PUBLISHED)
def test_published_cells(category, item, consumed, unit, published):
    quantity = units.convert(consumed, unit, items.load()[item].unit)
    assert quantity * factor(category, item) / 1e6 == pytest.approx(published, rel=1e-9, abs=0)


def test_carbon_becomes_co2_by_atomic_masses():
    """With 44/12 instead, no cell of a decoded fuel is met."""
    for category, item, consumed, unit, published in PUBLISHED:
        if value("co2_emission_factor", category, item) is None:
            quantity = units.convert(consumed, unit, items.load()[item].unit)
            other = quantity * factor(category, item) / (44.0095 / 12.0107) * (44 / 12) / 1e6
            assert other != pytest.approx(published, rel=1e-4)


@pytest.mark.parametrize(
    ("category", "item", "expected"),
    [
        ("1.3.U", "briquettes", 1.2452109129),
        ("1.6", "briquettes", 1.3993057634),
        ("1.5.R", "other_gas", 5.959275406),
        ("1.6", "cleaned_coal", None),
        ("1.2.6", "coke_oven_gas", None),
    ],
)
def test_a_sector_without_a_published_cell_takes_that_of_its_class(category, item, expected):
    assert value("co2_emission_factor", category, item) == expected


def test_what_was_read_from_other_sectors_says_from_which():
    row = LIBRARY.by_id["ceads.co2_emission_factor.briquettes.1.3.U"]
    assert row.status == "derived"
    assert (
        row.note
        == "no published emission to read it from; read from 批发零售住宿餐饮、其他、生活消费-城镇、生活消费-乡村"
    )


@pytest.mark.parametrize("category", ["1.1.1.E", "1.1.1.H", "1.1.2", "1.2.1", "1.2.5", "1.2.U", "5"])
def test_nothing_is_carried_over_to_industry_or_power(category):
    assert all(value("co2_emission_factor", category, item) is None for item in items.load())
