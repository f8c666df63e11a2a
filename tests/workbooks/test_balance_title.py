"""Region and year are read from the title, wherever it stands and however it is put."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ghginv.workbooks import energy_balance
from ghginv.workbooks.judgement import Context, Judgement
from tests.workbooks import balance_files

GUANGDONG = balance_files.guangdong()


def judged(title: str, context: Context | None = None, name: str = "Sheet1", **above: str) -> Judgement:
    """The judgement of a table under this title; ``above`` are further cells over it, by address."""
    sheet = replace(GUANGDONG, title=title, subtitle="").sheet(name)
    for address, text in above.items():
        sheet.cells[int(address[1:]), ord(address[0]) - 64] = text
    return energy_balance.judge(balance_files.opened(sheet), context or Context(today_year=2026))


def errors(judgement: Judgement) -> list[tuple[str, str, str, str]]:
    found = [finding for finding in judgement.findings if finding.severity == "error"]
    return [(finding.code, finding.cell, finding.found, finding.expected) for finding in found]


@pytest.mark.parametrize(
    ("title", "region", "year"),
    [
        ("6-19  广东能源平衡表(实物量)-2007", "440000", 2007),
        ("表7-13 吉林省能源平衡表（实物量）2014年", "220000", 2014),
        ("广东省能源平衡表 2020", "440000", 2020),
        ("2018年广东省深圳市能源平衡表", "440300", 2018),
        ("6-5  内 蒙 古 能 源 平 衡 表 (实物量) — 2015", "150000", 2015),
        ("北京地区能源平衡表（２０２２年）", "110000", 2022),
        ("内蒙古自治区包头市能源平衡表（实物量）2019", "150200", 2019),
        ("4-2  中国能源平衡表(实物量) -2007", "100000", 2007),
        ("全国能源平衡表（实物量）2010", "100000", 2010),
        ("ENERGY BALANCE OF GUANGDONG-2007 (PHYSICAL QUANTITY)", "440000", 2007),
    ],
)
def test_title_gives_region_and_year(title: str, region: str, year: int) -> None:
    judgement = judged(title)
    assert (judgement.region, judgement.year) == (region, year)
    assert errors(judgement) == []


def test_title_may_be_spread_over_lines() -> None:
    judgement = judged("地区能源平衡表", A2="广东省", C3="2015年", K3="单位：万吨")
    assert (judgement.region, judgement.year) == ("440000", 2015)


def test_the_name_of_the_sheet_may_tell() -> None:
    judgement = judged("", name="广东2016")
    assert (judgement.region, judgement.year) == ("440000", 2016)


def test_a_yearbook_is_not_the_year_of_its_data() -> None:
    judgement = judged("能源平衡表（实物量）", A2="中国能源统计年鉴2008")
    assert (judgement.region, judgement.year) == ("", None)


def test_where_the_title_is_silent_the_call_counts() -> None:
    judgement = judged("能源平衡表（实物量）", Context(2026, region="440300", year=2021))
    assert (judgement.region, judgement.year) == ("440300", 2021)
    assert {(each.region, each.year) for each in judgement.activities} == {("440300", 2021)}
    assert errors(judgement) == []


def test_without_year_and_region_there_is_a_remedy() -> None:
    judgement = judged("能源平衡表（实物量）")
    assert [code for code, *_ in errors(judgement)] == ["balance-year-missing", "balance-region-missing"]
    remedies = [finding.remedy() for finding in judgement.findings if finding.severity == "error"]
    assert "--year" in remedies[0]
    assert "--region" in remedies[1]


def test_another_year_than_asked_for_is_refused() -> None:
    judgement = judged("广东省能源平衡表 2020", Context(2026, "440000", 2021))
    assert errors(judgement) == [("balance-year-differs", "A1", "2020", "2021")]


def test_of_several_years_the_one_asked_for_counts() -> None:
    title = "广东省能源平衡表 2019、2020"
    assert [code for code, *_ in errors(judged(title))] == ["balance-years-several"]
    assert judged(title, Context(2026, year=2020)).year == 2020


def test_another_region_than_the_workspaces_is_refused() -> None:
    judgement = judged("北京市能源平衡表 2020", Context(2026, "440000"))
    assert errors(judgement) == [("balance-region-differs", "A1", "北京市", "广东省")]


def test_a_region_below_the_workspaces_is_accepted() -> None:
    judgement = judged("深圳市能源平衡表 2020", Context(2026, "440000"))
    assert judgement.region == "440300"
    assert errors(judgement) == []


def test_of_two_regions_of_a_name_the_workspaces_own_is_meant() -> None:
    assert judged("吉林能源平衡表 2020").region == "220000"
    assert judged("吉林能源平衡表 2020", Context(2026, "220200")).region == "220200"
