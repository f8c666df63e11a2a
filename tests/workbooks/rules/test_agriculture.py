"""Heads in the wrong unit, animals twice, yields and straw that cannot be, values that no library has."""

import pytest

SHEET = "畜禽养殖"


def animals(sender, *rows):
    """Rows of animal, number, unit and further values."""
    for row, (item, number, unit, *more) in enumerate(rows, start=4):
        values = {"畜禽与饲养方式": item, "存栏或出栏量": number, "计量单位": unit}
        sender.put(SHEET, values | (more[0] if more else {}), row)


@pytest.mark.parametrize(
    ("item", "number", "unit", "codes"),
    [
        ("奶牛（规模化饲养）", 3200, "头", []),
        ("奶牛（规模化饲养）", 0, "头", []),
        ("奶牛（规模化饲养）", 3200, "万头", ["livestock-implausible"]),
        ("奶牛（规模化饲养）", 0.32, "万头", []),
        ("奶牛（规模化饲养）", 3.25, "头", ["livestock-fraction"]),
        ("鸽（存栏）", 31.5, "万只", []),
        ("鸽（存栏）", 31, "只", ["livestock-implausible"]),
        ("生猪（存栏）", 12.6, "头", ["livestock-implausible"]),
        ("生猪（存栏）", 1260.4, "头", ["livestock-fraction"]),
        ("马", 3, "匹", []),
        ("马", 0.4, "匹", ["livestock-implausible"]),
    ],
)
def test_heads_are_plausible_and_whole(sender, item, number, unit, codes):
    animals(sender, (item, number, unit))
    assert sender.found() == [(code, SHEET, f"{column(sender)}4") for code in codes]


def column(sender):
    return chr(ord("A") + sender.column(SHEET, "存栏或出栏量") - 1)


def test_stock_and_sold_of_one_animal_are_refused(sender):
    animals(sender, ("生猪（存栏）", 5000, "头"), ("生猪（出栏）", 9000, "头", {"饲养天数": 180}))
    (finding,) = sender.findings()
    assert (finding.code, finding.severity) == ("livestock-counted-twice", "error")
    assert "生猪（存栏）" in finding.message("zh")


def test_all_poultry_beside_a_kind_is_refused(sender):
    animals(sender, ("家禽（存栏）", 80, "万只"), ("鸽（存栏）", 30, "万只"))
    assert [code for code, *_ in sender.found()] == ["livestock-counted-twice"]


def test_breeding_pigeons_beside_squabs_are_questioned(sender):
    animals(sender, ("鸽（存栏）", 30, "万只"), ("乳鸽（出栏）", 300, "万只", {"饲养天数": 28}))
    (finding,) = sender.findings()
    assert (finding.code, finding.severity) == ("livestock-perhaps-twice", "warning")


def test_animals_sold_need_the_days_they_lived(sender):
    animals(sender, ("生猪（出栏）", 9000, "头"))
    assert [code for code, *_ in sender.found()] == ["entry-missing"]


@pytest.mark.parametrize(
    ("item", "unit", "header"), [("乡村人口", "人", "人均年氮排泄量"), ("复合肥", "吨", "复合肥含氮量")]
)
def test_values_no_library_has_are_asked_for(sender, item, unit, header):
    sender.put("农用地", {"投入或活动": item, "数量": 900, "计量单位": unit})
    (finding,) = sender.findings()
    assert (finding.code, finding.expected) == ("entry-missing", header)


def test_sugarcane_needs_its_nitrogen(sender):
    sender.put("农作物", {"作物": "甘蔗", "产量": 900, "计量单位": "吨", "秸秆还田率": 0.5})
    assert [code for code, *_ in sender.found()] == ["entry-missing"]
    sender.put("农作物", {"秸秆含氮量": 0.0083})
    assert sender.found() == []


def rice(sender, area, unit, grain, returned=0.5, burnt=None):
    sender.put("稻田", {"稻作类型": "双季早稻", "播种面积": area / 2, "计量单位": unit})
    sender.put("稻田", {"稻作类型": "双季晚稻", "播种面积": area / 2, "计量单位": unit}, row=5)
    sender.put("农作物", {"作物": "稻谷", "产量": grain, "计量单位": "吨", "秸秆还田率": returned})
    if burnt is not None:
        sender.put("农用地", {"投入或活动": "稻秆田间焚烧", "数量": burnt, "计量单位": "公顷"})


@pytest.mark.parametrize(
    ("area", "unit", "codes"),
    [(100, "公顷", []), (1500, "亩", []), (1500, "公顷", ["yield-implausible"]), (100, "亩", ["yield-implausible"])],
)
def test_rice_harvested_fits_the_area(sender, area, unit, codes):
    rice(sender, area, unit, 620)
    assert [code for code, *_ in sender.found()] == codes


@pytest.mark.parametrize(
    ("returned", "burnt", "codes"), [(0.9, 10, []), (0.95, 10, ["straw-above-whole"]), (0, 120, ["straw-above-whole"])]
)
def test_straw_is_burnt_or_returned_not_both(sender, returned, burnt, codes):
    rice(sender, 100, "公顷", 620, returned, burnt)
    assert [code for code, *_ in sender.found()] == codes


def test_urea_without_nitrogen_fertiliser_is_questioned(sender):
    sender.put("农用地", {"投入或活动": "尿素（施用）", "数量": 40, "计量单位": "吨"})
    assert [code for code, *_ in sender.found()] == ["urea-without-nitrogen"]
    sender.put("农用地", {"投入或活动": "氮肥（折纯氮）", "数量": 60, "计量单位": "吨氮"}, row=5)
    assert sender.found() == []


def test_nitrogen_of_paddies_given_apart_is_remarked(sender):
    sender.put("农用地", {"投入或活动": "稻田氮肥（折纯氮，单列）", "数量": 4, "计量单位": "吨氮"})
    assert sender.found() == []
    sender.put("农用地", {"投入或活动": "氮肥（折纯氮）", "数量": 60, "计量单位": "吨氮"}, row=5)
    (finding,) = sender.findings()
    assert (finding.code, finding.severity, finding.cell[1:]) == ("paddy-nitrogen-apart", "note", "4")
