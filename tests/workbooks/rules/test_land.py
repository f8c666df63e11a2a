"""Land: what cannot be with forests, their conversion and urban green is found at its cell."""

import pytest

FOREST, WOODLAND, GREEN, WATER = "林木蓄积", "竹经灌与林地转化", "城市绿地", "湿地与蓝碳"
ARBOR = {
    "类别": "L.1.A 乔木林",
    "树种、林分或方法": "乔木林（全部树种）",
    "蓄积量、材积或面积": 5,
    "计量单位": "万立方米",
}
FELLED = ARBOR | {"类别": "L.1.C 活立木消耗", "树种、林分或方法": "活立木（全部）"}
ORCHARD = {"类别": "L.1.E 经济林", "变化或转化": "经济林面积变化", "面积或面积变化": -30, "计量单位": "公顷"}
BURNT = {
    "类别": "L.2 森林转化", "变化或转化": "乔木林转化（当年面积，计燃烧）", "面积或面积变化": 4, "计量单位": "公顷",
    "转化前单位面积蓄积量": 60, "转化后单位面积地上生物量": 0,
}  # fmt: skip
DECAYED = BURNT | {"变化或转化": "乔木林转化（十年平均面积，计分解）"}
LAWN = {"绿地或树木": "城市绿地（绿地面积）", "面积或株数": 100, "计量单位": "公顷"}


@pytest.fixture
def put(sender):
    """Type rows on a sheet and give back what is found there."""

    def found(*rows):
        for number, (sheet, values) in enumerate(rows, start=4):
            sender.put(sheet, values, number)
        return [(code, cell[0]) for code, sheet, cell in sender.found() if sheet in (FOREST, WOODLAND, GREEN, WATER)]

    return found


def test_a_sound_return_passes(put):
    rows = [(FOREST, ARBOR), (FOREST, FELLED), (WOODLAND, ORCHARD), (WOODLAND, BURNT), (WOODLAND, DECAYED)]
    assert put(*rows, (GREEN, LAWN)) == []


def test_growth_without_consumption(put):
    assert put((FOREST, ARBOR)) == [("land-growth-alone", "E")]


def test_consumption_may_be_said_not_to_occur(put):
    none = {name: value for name, value in FELLED.items() if name not in ("蓄积量、材积或面积", "计量单位")}
    assert put((FOREST, ARBOR), (FOREST, none | {"符号": "NO 不发生"})) == []


@pytest.mark.parametrize(
    ("after", "before", "code"),
    [(970, 1000, None), (1000, 970, "land-change-of-area"), (970, 1010, "land-change-of-area")],
)
def test_a_change_agrees_with_its_areas(put, after, before, code):
    found = put((WOODLAND, ORCHARD | {"期末面积": after, "期初面积": before}))
    assert found == ([(code, "E")] if code else [])


def test_the_area_is_no_change(put):
    assert put((WOODLAND, ORCHARD | {"面积或面积变化": 970, "期末面积": 970})) == [("land-area-as-change", "E")]


def test_only_a_change_may_be_negative(put):
    found = put((WOODLAND, BURNT | {"面积或面积变化": -4}), (WOODLAND, DECAYED))
    assert found == [("quantity-negative", "E")]


@pytest.mark.parametrize(
    ("sheet", "row", "column"),
    [(GREEN, LAWN | {"面积或株数": -1}, "C"), (FOREST, ARBOR | {"蓄积量、材积或面积": -1}, "E")],
)
def test_areas_and_volumes_are_not_negative(put, sheet, row, column):
    assert ("quantity-negative", column) in put((sheet, row))


def test_shares_above_the_whole(put):
    rows = [(WOODLAND, BURNT | {"现地燃烧生物量比例": 0.6, "异地燃烧生物量比例": 0.3}), (WOODLAND, DECAYED)]
    assert put(*rows) == [("land-shares-above-whole", "E")]  # with the default for decay
    assert put(rows[0], (WOODLAND, DECAYED | {"被分解的地上生物量比例": 0.1})) == []


def test_two_series_for_burning_and_burning_alone(put):
    mean = BURNT | {"变化或转化": "乔木林转化（五年平均面积，计燃烧）"}
    assert put((WOODLAND, BURNT), (WOODLAND, mean), (WOODLAND, DECAYED)) == [("land-two-series", "E")]


@pytest.mark.parametrize(("row", "code"), [(BURNT, "land-burning-alone"), (DECAYED, "land-decay-alone")])
def test_half_a_conversion(put, row, code):
    assert put((WOODLAND, row)) == [(code, "E")]


def test_conversion_needs_its_biomass(put):
    short = {
        name: value for name, value in BURNT.items() if name not in ("转化前单位面积蓄积量", "转化后单位面积地上生物量")
    }
    assert [code for code, _ in put((WOODLAND, short), (WOODLAND, DECAYED))] == ["entry-missing"] * 2


def test_one_method_for_a_stand(put):
    area = ARBOR | {"树种、林分或方法": "人工林", "计量单位": "公顷"}
    assert put((FOREST, ARBOR), (FOREST, FELLED), (FOREST, area)) == [("land-two-methods", "E")]


def test_a_difference_of_stocks_is_net_of_felling(put):
    net = ARBOR | {
        "树种、林分或方法": "桉树（蓄积量之差）",
        "期初蓄积量": 40000,
        "两次调查间隔年数": 5,
        "期末面积": 700,
    }
    assert put((FOREST, net | {"期初面积": 650}), (FOREST, FELLED)) == [("land-two-methods", "E")]


def test_other_stands_may_go_by_another_method(put):
    area = ARBOR | {"树种、林分或方法": "人工林", "计量单位": "公顷", "林分名称": "东坡"}
    assert put((FOREST, ARBOR | {"林分名称": "西坡"}), (FOREST, FELLED), (FOREST, area)) == []


def test_all_species_beside_one(put):
    oak = ARBOR | {"树种、林分或方法": "栎类"}
    assert put((FOREST, ARBOR), (FOREST, oak), (FOREST, FELLED)) == [("land-all-and-part", "E")]


def test_green_by_two_measures(put):
    crowns = LAWN | {"绿地或树木": "城市树冠覆盖面积"}
    assert put((GREEN, LAWN), (GREEN, crowns)) == [("land-two-methods", "C")]


@pytest.mark.parametrize("share", [-0.1, 1.2, 42])
def test_crowns_cover_no_more_than_the_green(put, share):
    assert put((GREEN, LAWN | {"树冠覆盖率": share})) == [("term-out-of-range", "E")]


def test_bamboo_within_forest_and_trees_in_town(put):
    area = ARBOR | {"树种、林分或方法": "人工林", "计量单位": "公顷"}
    bamboo = ORCHARD | {"类别": "L.1.B 竹林", "变化或转化": "竹林面积变化"}
    assert put((FOREST, area), (WOODLAND, bamboo)) == [("land-bamboo-in-forest", "E")]


def test_trees_in_town_may_be_four_side_trees(put):
    trees = ARBOR | {"类别": "L.1.S 疏林、散生木和四旁树", "树种、林分或方法": "疏林、散生木和四旁树（蓄积）"}
    assert put((FOREST, trees), (FOREST, FELLED), (GREEN, LAWN)) == [("land-trees-in-town", "C")]


@pytest.mark.parametrize(("volume", "after", "codes"), [(60, 40, []), (60, 43.1, ["land-biomass-after"]), (0, 0, [])])
def test_what_comes_after_forest_holds_less_than_the_trees_did(put, volume, after, codes):
    """60 m3/ha x 0.474 t/m3 x 1.513 (Guangdong, provincial guideline) = 43.03 t/ha."""
    changed = {"转化前单位面积蓄积量": volume, "转化后单位面积地上生物量": after}
    found = put((WOODLAND, BURNT | changed), (WOODLAND, DECAYED | changed))
    assert sorted({code for code, _ in found}) == codes


@pytest.mark.parametrize(("own", "codes"), [({}, ["land-biomass-after"]), ({"转化前单位面积地上生物量": 60}, [])])
def test_what_comes_after_bamboo_holds_less_than_it_did(put, own, codes):
    """Bamboo holds 45.29 t/ha above ground in the provincial guideline."""
    bamboo = own | {"林地类型": "竹林", "转化前单位面积蓄积量": None, "转化后单位面积地上生物量": 50}
    year = BURNT | bamboo | {"变化或转化": "竹林、经济林、灌木林转化（当年面积，计燃烧）"}
    mean = BURNT | bamboo | {"变化或转化": "竹林、经济林、灌木林转化（十年平均面积，计分解）"}
    assert sorted({code for code, _ in put((WOODLAND, year), (WOODLAND, mean))}) == codes
