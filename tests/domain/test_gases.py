"""Global warming potentials: the published values, by set, refused where a set has none."""

import pytest

from ghginv import folders
from ghginv.domain import gases
from ghginv.errors import InputError, UsageError


@pytest.mark.parametrize(
    ("gas", "values"),
    [
        ("CO2", "1 1 1 1 1 1"),
        ("CH4", "21 23 25 28 34 27.9"),
        ("N2O", "310 296 298 265 298 273"),
        ("SF6", "23900 22200 22800 23500 26087 25200"),
        ("HFC-134a", "1300 1300 1430 1300 1549 1530"),
        ("PFC-14", "6500 5700 7390 6630 7349 7380"),
    ],
)
def test_published_values(gas, values):
    """SAR TS table 4; TAR table 6.7; AR4 table 2.14; AR5 table 8.A.1; AR6 table 7.SM.7."""
    found = [gases.gwp(gas, gwp_set).value for gwp_set in gases.gwp_sets()]
    assert gases.gwp_sets() == ("SAR", "TAR", "AR4", "AR5", "AR5_CCF", "AR6")
    assert found == [float(value) for value in values.split()]


def test_methane_by_origin_where_the_set_tells_it_apart():
    assert [gases.gwp("CH4", "AR6", origin).value for origin in (None, "fossil", "non_fossil")] == [27.9, 29.8, 27.0]
    assert gases.gwp("CH4", "AR5", "fossil").value == 30
    fossil = gases.gwp("CH4", "AR6", "fossil")
    assert (fossil.origin, fossil.status, fossil.place) == ("fossil", "recalled", "Table 7.15")


def test_a_set_without_origins_has_one_value_and_says_so():
    found = gases.gwp("CH4", "SAR", "fossil")
    assert (found.value, found.origin, found.source_id) == (21, "", "ipcc_sar")


def test_a_gas_without_a_value_in_the_set_is_refused():
    with pytest.raises(InputError, match="AR4") as refusal:
        gases.gwp("NF3", "SAR")
    assert refusal.value.findings[0].code == "gwp-missing"


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("CH4", "AR7"), "gwp-set-unknown"),
        (("CH5", "AR5"), "gas-unknown"),
        (("CH4", "AR5", "old"), "gwp-origin-unknown"),
    ],
)
def test_a_wrong_call_is_refused(arguments, code):
    with pytest.raises(UsageError) as refusal:
        gases.gwp(*arguments)
    assert refusal.value.findings[0].code == code


def test_every_potential_is_cited():
    sources = {row["source_id"] for _, row in folders.rows(folders.file("emission_factors", "sources.csv"))}
    assert {potential.source_id for potential in gases.potentials().values()} <= sources
    assert all(potential.place and potential.gas in gases.load() for potential in gases.potentials().values())


def test_baskets_and_families():
    assert gases.members("kyoto6")[:3] == ("CO2", "CH4", "N2O")
    assert set(gases.members("kyoto7")) - set(gases.members("kyoto6")) == {"NF3"}
    assert "HCFC-22" not in gases.members("kyoto7")
    assert gases.members("SF6") == ("SF6",)


@pytest.mark.parametrize(("text", "code"), [("CF4", "PFC-14"), ("三氟甲烷", "HFC-23"), ("ch4", "CH4"), ("CO", None)])
def test_found_by_formula_and_name(text, code):
    gas = gases.find(text)
    assert (gas and gas.code) == code


def test_a_row_without_number_or_source_is_refused(tmp_path):
    (tmp_path / "emission_factors").mkdir()
    header = "gwp_set,gas,origin,value,source_id,place,status,note\n"
    rows = "SAR,CH4,,21,ipcc_sar,,found,\nSAR,N2O,,many,ipcc_sar,,found,\nSAR,SF6,,23900,,,found,\n"
    (tmp_path / "emission_factors" / "gwp.csv").write_text(header + rows, encoding="utf-8")
    with folders.overlaid(tmp_path), pytest.raises(InputError) as refusal:
        gases.potentials()
    assert [finding.place for finding in refusal.value.findings] == ["gwp.csv: line 3", "gwp.csv: line 4"]
