"""Items and units are read from headers of one row or many; what is not understood is said with the cell."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ghginv.findings import Finding
from ghginv.workbooks import energy_balance
from ghginv.workbooks.judgement import Context, Judgement
from tests.workbooks import balance_files
from tests.workbooks.balance_files import COAL, Balance, Column, Sheet

CHINESE = replace(balance_files.guangdong(), english=False)


def judged(balance: Balance | Sheet) -> Judgement:
    sheet = balance.sheet() if isinstance(balance, Balance) else balance
    return energy_balance.judge(balance_files.opened(sheet), Context(today_year=2026))


def found(balance: Balance | Sheet) -> list[Finding]:
    return [finding for finding in judged(balance).findings if finding.code != "balance-supply-sum"]


def with_unit(column: str, chinese: str, english: str = "") -> Balance:
    columns = [replace(each, unit=(chinese, english)) if each.key == column else each for each in CHINESE.columns]
    return replace(CHINESE, columns=tuple(columns))


def quantity(judgement: Judgement, category: str, item: str) -> float | None:
    return next(
        (each.quantity for each in judgement.activities if (each.category, each.item) == (category, item)), None
    )


@pytest.mark.parametrize(
    ("unit", "factor"), [("万吨", 1e4), ("吨", 1), ("千吨", 1e3), ("104 t", 1e4), ("10⁴t", 1e4), ("１０４ｔ", 1e4)]
)
def test_quantities_follow_the_unit_of_the_header(unit: str, factor: float) -> None:
    judgement = judged(with_unit("柴油", unit))
    assert quantity(judgement, "1.2.6", "diesel") == pytest.approx(26.7 * factor)


@pytest.mark.parametrize("unit", ["百亿千焦", "万百万千焦", "万吉焦", "1010 kJ"])
def test_heat_is_counted_in_units_of_many_names(unit: str) -> None:
    assert quantity(judged(with_unit("热力", unit)), "1.2.U", "heat") == pytest.approx(57309686.74402614)


@pytest.mark.parametrize("unit", ["亿千瓦时", "亿千瓦小时", "亿千瓦·小时", "亿千瓦•时", "108 kW•h"])
def test_electricity_is_counted_in_units_of_many_names(unit: str) -> None:
    assert quantity(judged(with_unit("电力", unit)), "1.2.U", "electricity") == 213851000.0


@pytest.mark.parametrize("written", ["柴油 万吨", "柴油/万吨", "柴油：万吨", "柴油\n（万吨）", "柴 油(万 吨)"])
def test_a_unit_may_stand_beside_the_name(written: str) -> None:
    balance = with_unit("柴油", "").relabelled({"柴油": written})
    judgement = judged(balance)
    assert judgement.accepted
    assert quantity(judgement, "1.2.6", "diesel") == 267000.0


def test_the_unit_may_be_english_alone() -> None:
    balance = replace(with_unit("柴油", "", "104 tn"), english=True)
    assert quantity(judged(balance), "1.2.6", "diesel") == 267000.0


def test_units_may_be_named_for_the_whole_table() -> None:
    sheet = replace(CHINESE, columns=tuple(replace(each, unit=("", "")) for each in CHINESE.columns)).sheet()
    sheet.cells[3, 20] = "单位：万吨、亿立方米、百亿千焦、亿千瓦小时、万吨标准煤"
    judgement = judged(sheet)
    assert judgement.accepted
    assert len(judgement.activities) == 165
    assert quantity(judgement, "1.2.U", "electricity") == 213851000.0


def test_group_headings_stand_above_the_names() -> None:
    sheet = CHINESE.relabelled({"煤合计": "合计", "油品合计": "合计"}).sheet()
    sheet.cells[3, 2], sheet.cells[3, 10], sheet.cells[3, 7] = "煤炭", "石油", "焦炭及煤气"
    sheet.merged += [(3, 2, 3, 6), (3, 7, 3, 9), (3, 10, 3, 19)]
    judgement = judged(sheet)
    assert judgement.accepted
    assert len(judgement.activities) == 165
    assert {each.code for each in judgement.findings} == {"balance-supply-sum"}
    assert "煤合计" in {each.details["item_zh"] for each in judgement.findings}


def test_an_unknown_unit_is_named_with_close_ones() -> None:
    findings = found(with_unit("柴油", "万顿"))
    assert [(each.code, each.cell, each.found, each.expected) for each in findings] == [
        ("unit-unknown", "N4", "万顿", "万吨")
    ]
    assert "万吨" in findings[0].remedy()


@pytest.mark.parametrize(("column", "unit", "usual"), [("天然气", "万吨", "亿立方米"), ("柴油", "亿立方米", "万吨")])
def test_a_unit_of_the_wrong_kind_is_refused(column: str, unit: str, usual: str) -> None:
    findings = [each for each in found(with_unit(column, unit)) if each.severity == "error"]
    assert [(each.code, each.found, each.expected) for each in findings] == [("unit-wrong-kind", unit, usual)]


def test_a_column_without_unit_is_refused() -> None:
    findings = found(with_unit("柴油", ""))
    assert [(each.code, each.cell, each.expected) for each in findings] == [("balance-unit-missing", "N4", "万吨")]


def test_two_units_that_differ_are_a_warning() -> None:
    balance = replace(with_unit("柴油", "万吨", "108 cu.m"), english=True)
    judgement = judged(balance)
    finding = next(each for each in judgement.findings if each.code == "balance-unit-ambiguous")
    assert (finding.severity, finding.expected) == ("warning", "万吨")
    assert quantity(judgement, "1.2.6", "diesel") == 267000.0


def test_an_unknown_column_is_named_with_the_nearest() -> None:
    findings = found(CHINESE.relabelled({"其他石油制品": "其他石油制器"}))
    error = next(each for each in findings if each.severity == "error")
    assert (error.code, error.cell, error.found) == ("balance-column-unknown", "S4", "其他石油制器")
    assert "其他石油制品" in error.remedy()


@pytest.mark.parametrize("number", [4.2, "4.2", "１２"])
def test_numbers_without_header_are_refused(number: float | str) -> None:
    sheet = CHINESE.sheet()
    sheet.cells[20, 25] = number
    assert [(each.code, each.cell) for each in found(sheet)] == [("balance-column-unnamed", "Y4")]


def test_a_column_that_stands_twice_is_refused() -> None:
    balance = replace(CHINESE, columns=(*CHINESE.columns, Column("柴 油", COAL)))
    findings = found(balance)
    assert [(each.code, each.cell, each.details["first"]) for each in findings] == [
        ("balance-column-twice", "X4", "N4")
    ]


def test_a_column_of_row_codes_is_left_out() -> None:
    codes = Column("行次", ("", ""))
    balance = replace(CHINESE, columns=(codes, *CHINESE.columns))
    balance = balance.changed({(row.key, "行次"): float(number) for number, row in enumerate(balance.rows, 1)})
    assert found(balance) == []
    assert len(judged(balance).activities) == 165
