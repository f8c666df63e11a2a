"""Compositions that do not add up, histories that are short or have gaps, oxidation that is too good."""

import pytest

YEAR_SHEET, EARLIER = "填埋", "历年填埋"
DEPOSIT = {"垃圾去向": "W.1.L", "填埋场类型": "管理型（厌氧）", "计量单位": "吨", "填埋总量或回收量": 1000}
HISTORY = {"垃圾去向": "W.1.H", "填埋场类型": "管理型（厌氧）", "计量单位": "吨", "填埋总量": 1000}


def deposit(sender, item, share, row=4, **changed):
    name = item if item.endswith("垃圾") else f"生活垃圾中的{item}"
    sender.put(YEAR_SHEET, DEPOSIT | {"废弃物或组分": name, "组分比例": share} | changed, row)


def history(sender, *years, item="生活垃圾中的厨余", **changed):
    for row, year in enumerate(years, start=4):
        sender.put(EARLIER, HISTORY | {"废弃物或组分": item, "组分比例": 1, "填埋年份": year} | changed, row)


@pytest.mark.parametrize(
    ("food", "other", "codes"),
    [
        (0.6, 0.4, []),
        (0.6, 0.402, []),
        (0.6, 0.3, ["waste-composition"]),
        (0.6, 0.5, ["waste-composition"]),
        (60, 0.4, ["term-out-of-range", "waste-composition"]),
    ],
)
def test_shares_add_up_to_one(sender, food, other, codes):
    deposit(sender, "厨余", food)
    deposit(sender, "灰土等其他", other, row=5)
    assert sorted({code for code, *_ in sender.found()}) == codes


def test_sites_are_told_apart(sender):
    deposit(sender, "厨余", 1, 填埋场="甲")
    deposit(sender, "灰土等其他", 1, row=5, 填埋场="乙")
    assert sender.found() == []


def test_rows_of_a_site_have_one_total(sender):
    deposit(sender, "厨余", 0.6)
    deposit(sender, "灰土等其他", 0.4, row=5, 填埋总量或回收量=400)
    assert [code for code, *_ in sender.found()] == ["waste-composition-totals"]


def test_mixed_waste_beside_its_components_is_refused(sender):
    deposit(sender, "厨余", 1)
    deposit(sender, "混合生活垃圾", 1, row=5, 可降解有机碳含量=0.12)
    assert [code for code, *_ in sender.found()] == ["waste-mixed-and-components"]


def test_waste_that_is_not_divided_has_share_one_and_organic_carbon(sender):
    deposit(sender, "混合生活垃圾", 0.9)
    assert sorted(code for code, *_ in sender.found()) == ["entry-missing", "waste-composition"]


def test_a_deposit_names_share_and_site_type(sender):
    deposit(sender, "厨余", None, 填埋场类型=None)
    assert {code for code, *_ in sender.found()} <= {"entry-missing", "technology-missing"}
    assert len(sender.found()) >= 2


@pytest.mark.parametrize(("oxidation", "codes"), [(0.1, []), (0.25, ["landfill-oxidation-high"])])
def test_high_oxidation_needs_evidence(sender, oxidation, codes):
    deposit(sender, "厨余", 1, 甲烷氧化因子=oxidation)
    assert [code for code, *_ in sender.found()] == codes


def test_a_long_whole_history_is_accepted(sender):
    """Food waste has a half-life of 1.7 years in the tropics: nine years are five of them."""
    history(sender, *range(2013, 2023))
    assert sender.found() == []


def test_a_short_history_is_questioned(sender):
    history(sender, 2020, 2021, 2022)
    (finding,) = sender.findings()
    assert (finding.code, finding.severity, finding.found) == ("landfill-history-short", "warning", "2020")
    assert "2014" in finding.message("zh")


def test_a_measured_rate_sets_how_long_is_long_enough(sender):
    history(sender, *range(2013, 2023), 甲烷产生率=0.09)
    assert [code for code, *_ in sender.found()] == ["landfill-history-short"]


def test_missing_years_are_named(sender):
    history(sender, 2005, 2006, 2009, 2010, 2012, 2013)
    (finding,) = sender.findings()
    assert (finding.code, finding.found) == ("landfill-history-gaps", "2007-2008, 2011")


def test_a_closed_site_has_no_gap_after_its_last_year(sender):
    history(sender, *range(1996, 2017))
    assert sender.found() == []


def test_a_site_still_in_use_has_its_history_up_to_the_year_before(sender):
    history(sender, *range(1996, 2020))
    deposit(sender, "厨余", 1)
    (finding,) = sender.findings()
    assert (finding.code, finding.found) == ("landfill-history-gaps", "2020-2022")
    assert "1996-2022" in finding.message("zh")


def test_another_site_in_use_leaves_a_closed_one_without_gap(sender):
    history(sender, *range(1996, 2017), 填埋场="甲")
    deposit(sender, "厨余", 1, 填埋场="乙")
    assert sender.found() == []


@pytest.mark.parametrize(
    ("changed", "codes"),
    [
        ({}, []),
        ({"填埋场类型": "管理型，覆盖氧化层"}, ["landfill-recovery-oxidation"]),
        ({"甲烷氧化因子": 0.1}, ["landfill-recovery-oxidation"]),
        ({"填埋场": "另一场"}, ["landfill-recovery-alone"]),
        ({"填埋场": None}, []),
    ],
)
def test_what_is_recovered_is_oxidised_like_the_waste_of_its_site(sender, changed, codes):
    """IPCC 2006 Vol.5 Eq. 3.1: (generated - recovered) x (1 - OX), one OX for both."""
    deposit(sender, "厨余", 1, 填埋场="甲")
    gas = {"废弃物或组分": "回收利用或火炬燃烧的甲烷（折纯）", "组分比例": None, "计量单位": "万立方米", "填埋场": "甲"}
    sender.put(YEAR_SHEET, DEPOSIT | gas | {"填埋总量或回收量": 0.1} | changed, 5)
    assert [code for code, *_ in sender.found()] == codes


@pytest.mark.parametrize(
    ("year", "code"), [(2023, "landfill-year-not-earlier"), (2024, "vintage-invalid"), (1850, "vintage-invalid")]
)
def test_the_year_of_deposit_is_before_the_inventory_year(sender, year, code):
    history(sender, year)
    assert code in [found for found, *_ in sender.found()]
