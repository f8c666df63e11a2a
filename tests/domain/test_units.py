"""Units: the spellings people use, exact conversion, and pint as the independent check of the table."""

from decimal import Decimal

import pint
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ghginv.domain import units
from ghginv.errors import InputError

SPELLINGS = {
    "(万吨)": "10^4 t",
    "（亿立方米）": "10^8 m3",
    "(104 tn)": "10^4 t",
    "(108 cu.m)": "10^8 m3",
    "百亿千焦": "10^10 kJ",
    "(1010 kJ)": "10^10 kJ",
    "万百万千焦": "10^10 kJ",
    "亿千瓦小时": "10^8 kWh",
    "(108 kW•h)": "10^8 kWh",
    "万千瓦时": "10^4 kWh",
    "万吨标煤": "10^4 tce",
    "吨标准煤": "tce",
    "万立方米": "10^4 m3",
    "Nm³": "m3",
    "ｋＷｈ": "kWh",
    "mwh": "MWh",
    "GJ / t": "GJ/t",
    "10^4 m3": "10^4 m3",
    "tCH4/10^8 m3": "tCH4/10^8 m3",
}


@pytest.mark.parametrize(("text", "code"), SPELLINGS.items())
def test_a_unit_is_found_as_people_write_it(text, code):
    assert units.find(text) == code


@pytest.mark.parametrize("text", ["吨吨", "", "万", "T/T/T", "kt/"])
def test_an_unknown_unit_is_not_guessed(text):
    assert units.find(text) is None


def test_the_nearest_spellings_are_suggested():
    assert "万吨" in units.nearest("万頓吨")


@pytest.mark.parametrize(
    ("value", "source", "target", "expected"),
    [
        (26.7, "10^4 t", "t", 267000.0),
        (-8214.78, "10^4 t", "t", -82147800.0),
        (7.35, "10^8 m3", "10^4 m3", 73500.0),
        (2252.46, "10^8 kWh", "MWh", 225246000.0),
        (5916.97, "10^10 kJ", "GJ", 59169700.0),
        (133, "tCH4/10^8 m3", "tCH4/10^4 m3", 0.0133),
        (20908, "kJ/kg", "GJ/t", 20.908),
        (0.0011, "ktCH4/10^6 m3", "tCH4/10^4 m3", 0.011),
    ],
)
def test_conversion_is_exact_in_decimal(value, source, target, expected):
    assert units.convert(value, source, target) == expected


@pytest.mark.parametrize(("source", "target"), [("t", "m3"), ("tCO2", "t"), ("tC/TJ", "tCO2/TJ"), ("MWh", "tce")])
def test_a_unit_of_another_kind_is_refused(source, target):
    with pytest.raises(InputError) as refusal:
        units.convert(1.0, source, target)
    assert refusal.value.findings[0].code == "unit-wrong-kind"


def test_an_unknown_unit_is_refused_with_the_nearest():
    with pytest.raises(InputError) as refusal:
        units.convert(1.0, "tn2", "t")
    assert refusal.value.findings[0].code == "unit-unknown"


def test_no_spelling_means_two_units():
    seen: dict[str, str] = {}
    for unit in units.table().values():
        for spelling in (unit.unit, unit.zh, *unit.aliases):
            assert units.find(spelling) == unit.unit, spelling
            assert seen.setdefault(spelling, unit.unit) == unit.unit, spelling


PINT = {"L": "liter", "h": "hour", "%": "percent", "1": "dimensionless", "m3": "m^3", "kt": "kilotonne", "t": "tonne"}


@pytest.mark.parametrize("code", [c for c, u in units.table().items() if u.dimension in ("mass", "volume", "energy")])
def test_pint_agrees_with_the_table(code):
    """An independent check of every factor: ``10^4 t`` is read as 10^4 times pint's tonne."""
    registry = pint.UnitRegistry()
    power, _, name = code.rpartition(" ") if code.startswith("10^") else ("1", "", code)
    first = {"mass": "tonne", "volume": "m^3", "energy": "GJ"}[units.table()[code].dimension]
    if code == "kcal":
        return assert_international_steam_table_calorie(registry)
    size = eval(power.replace("^", "**"))
    ours = float(units.table()[code].factor)
    assert ours == pytest.approx((size * registry(PINT.get(name, name))).to(first).magnitude, rel=1e-12)


def assert_international_steam_table_calorie(registry):
    """Chinese statistics use 4.1868 kJ/kcal (GB/T 2589); pint's calorie is the thermochemical one."""
    assert units.convert(1, "kcal", "kJ") == 4.1868


@given(st.decimals(min_value=-(10**9), max_value=10**9, places=4), st.sampled_from(["10^4 t", "kg", "kt"]))
def test_there_and_back(value, unit):
    assert units.convert(Decimal(str(units.convert(value, unit, "t"))), "t", unit) == pytest.approx(
        float(value), rel=1e-12
    )
