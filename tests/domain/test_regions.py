"""A region knows its code and names, what it lies in and what lies in it, in the year asked for."""

import pytest

from ghginv.domain import regions
from ghginv.errors import UsageError


@pytest.mark.parametrize(
    ("code", "chain"),
    [
        ("440304", "440304 440300 440000 GRID-S 100000 WORLD"),
        ("440300-DP", "440300-DP 440300 440000 GRID-S 100000 WORLD"),
        ("110000", "110000 GRID-NC 100000 WORLD"),
        ("GRID-S", "GRID-S 100000 WORLD"),
        ("100000", "100000 WORLD"),
        ("WORLD", "WORLD"),
        ("810000", "810000 100000 WORLD"),
    ],
)
def test_chain(code, chain):
    assert regions.chain(code) == tuple(chain.split())


def test_inner_mongolia_lies_in_two_grids():
    assert "GRID-NC" in regions.chain("150100")
    assert "GRID-NE" in regions.chain("150500")


def test_the_southwest_grid_was_split_from_the_central_one():
    assert regions.chain("510100") == ("510100", "510000", "GRID-SW", "GRID-C", "100000", "WORLD")


@pytest.mark.parametrize("region", [each for each in regions.load().values() if each.level == "province"])
def test_every_mainland_province_has_its_grid(region):
    apart = {"710000", "810000", "820000"}
    assert bool(region.grid) == (region.code not in apart)


def test_every_region_lies_in_the_world():
    assert all(regions.chain(code)[-1] == regions.chain("100000")[-1] for code in regions.load())


@pytest.mark.parametrize("name", ["440000", "广东", "广东省", "Guangdong", "guangdong", " 广 东 "])
def test_found_by_any_name(name):
    assert regions.find(name).code == "440000"


def test_the_widest_region_of_a_name_is_meant():
    assert regions.find("吉林").code == "220000"
    assert regions.find("吉林市").code == "220200"
    assert [region.code for region in regions.matches("海南")] == ["460000", "632500"]


def test_a_former_code_serves_its_years():
    assert regions.find("斗门").code == "440403"
    assert regions.find("斗门", 2000).code == "440421"
    assert not regions.load()["440421"].valid(2001)


def test_a_name_of_several_regions_is_not_guessed():
    assert regions.find("梅县", 2012).code == "441421"
    assert regions.find("Suzhou") is None
    assert len(regions.matches("Suzhou")) == 2


def test_children_in_force():
    assert [region.zh for region in regions.children("440400", 2000)] == ["香洲区", "斗门县", *_zones(2000)]
    assert {region.zh for region in regions.children("440400", 2022)} >= {"香洲区", "斗门区", "金湾区"}
    assert [region.zh for region in regions.children("GRID-S")] == [
        "广东省",
        "广西壮族自治区",
        "海南省",
        "贵州省",
        "云南省",
    ]
    assert len(regions.children("100000")) == 34


def _zones(year):
    """Zones whose first year is not known count as always there."""
    return [region.zh for region in regions.children("440400", year) if "-" in region.code]


def test_an_unknown_code_names_its_neighbours():
    with pytest.raises(UsageError, match="4403") as refusal:
        regions.chain("44030O")
    assert refusal.value.findings[0].code == "region-code-unknown"
