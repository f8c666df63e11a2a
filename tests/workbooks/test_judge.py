"""A workbook into activity data or findings: what is recognised, what comes out, and that nothing gets lost."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import openpyxl
from hypothesis import given, settings
from hypothesis import strategies as st

from ghginv.domain import units
from ghginv.workbooks import build, judge, layout, read
from ghginv.workbooks.judgement import Judgement
from ghginv.workbooks.rules import INVENTORY
from tests.recalculation import recalculate
from tests.workbooks import balance_files

LAYOUT = layout.load()
CONTEXT = judge.Context(today_year=2026)


def judged(path: Path) -> Judgement:
    return judge.judge(read.read_workbook(path), CONTEXT)


def test_a_filled_row_becomes_an_activity_with_its_evidence(sender) -> None:
    sender.coal(消费量=12.48, 计量单位="万吨", 不确定性=5, 数据来源="统计年鉴")
    judgement = sender.judge()
    assert (judgement.kind, judgement.region, judgement.year) == ("inventory", "440400", 2023)
    assert (judgement.findings, judgement.accepted, judgement.template_version) == ([], True, LAYOUT.version)
    (activity,) = judgement.activities
    assert (activity.category, activity.item, activity.quantity, activity.unit) == (
        "1.2.1",
        "bituminous",
        124800.0,
        "t",
    )
    assert (activity.sheet, activity.cell) == ("化石燃料", "C4")
    assert (activity.reported_value, activity.reported_unit, activity.uncertainty) == ("12.48", "万吨", 5.0)
    assert (activity.region, activity.year, activity.enterprise) == ("440400", 2023, "")


def test_all_mistakes_come_in_one_pass_with_the_file(sender) -> None:
    sender.coal(燃料品种="无烟媒")
    sender.coal(row=5, 排放源类别="1.2.3", 消费量="1,200")
    sender.coal(row=6, 排放源类别="1.2.4", 计量单位="辆")
    sender.put("道路交通", {"车型与燃料": "马车", "保有量": -1})
    judgement = sender.judge(year=2022)
    codes = {finding.code for finding in judgement.findings}
    assert codes >= {
        "choice-unknown",
        "text-number",
        "unit-wrong-kind",
        "quantity-negative",
        "unit-missing",
        "template-year-other",
    }
    assert {finding.file for finding in judgement.findings} == {sender.path.name}
    assert not judgement.accepted
    assert judgement.activities == []
    assert judgement.parameters == []


def test_warnings_do_not_keep_a_workbook_out(sender) -> None:
    sender.coal(不确定性=0.05)
    judgement = sender.judge()
    assert judgement.accepted
    assert len(judgement.activities) == 1


def test_every_rule_says_what_it_holds() -> None:
    assert all(rule.__doc__ for rule in INVENTORY)
    assert len(set(INVENTORY)) == len(INVENTORY)


def test_older_version_is_refused_with_the_remedy(sender) -> None:
    sender.coal()
    sender.book["ghginv"]["B4"] = "0123456789abcdef"
    (finding,) = sender.findings()
    assert finding.code == "template-version-other"
    assert "ghginv template inventory" in finding.remedy()


def test_compatible_older_layout_is_accepted(sender, tmp_path: Path) -> None:
    from ghginv import folders

    sender.coal()
    sender.book["ghginv"]["B4"] = "0123456789abcdef"
    own = tmp_path / "workspace"
    shutil.copytree(folders.built_in() / "templates" / "workbooks", own / "templates" / "workbooks")
    path = own / "templates/workbooks/inventory.toml"
    path.write_text(path.read_text("utf-8").replace("compatible = []", 'compatible = ["0123456789abcdef"]'), "utf-8")
    with folders.overlaid(own):
        assert sender.judge().accepted


def test_unknown_kind_of_template(sender) -> None:
    sender.book["ghginv"]["B2"] = "horoscope"
    assert [finding.code for finding in sender.findings()] == ["template-kind-unknown"]


def test_deleted_signature(sender) -> None:
    sender.coal()
    del sender.book["ghginv"]
    assert [finding.code for finding in sender.findings()] == ["template-signature-missing"]


def test_some_other_workbook(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(["姓名", "电话"])
    book.save(tmp_path / "other.xlsx")
    judgement = judged(tmp_path / "other.xlsx")
    (finding,) = judgement.findings
    assert (finding.code, judgement.kind, judgement.accepted) == ("workbook-kind-unknown", "", False)
    assert finding.file == "other.xlsx"


def test_a_published_energy_balance_is_recognised(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet["A1"] = "广东能源平衡表（实物量） 2007年"
    for row in (
        ["项目", "原煤", "焦炭", "汽油", "柴油", "天然气"],
        [None, "万吨", "万吨", "万吨", "万吨", "亿立方米"],
        ["一、可供本地区消费的能源量", 100, 5, 20, 30, 8],
        ["二、加工转换投入(-)产出(+)量", -60, None, None, None, -2],
        ["火力发电", -60, None, None, None, -2],
        ["三、损失量"],
        ["四、终端消费量", 40, 5, 20, 30, 6],
        ["工业", 40, 5, 5, 10, 6],
        ["交通运输、仓储和邮政业", None, None, 15, 20, None],
        ["五、平衡差额"],
        ["六、消费量合计", 100, 5, 20, 30, 8],
    ):
        sheet.append(row)
    book.save(tmp_path / "balance.xlsx")
    assert judged(tmp_path / "balance.xlsx").kind == "energy_balance"


def test_a_template_saved_by_an_office_program_is_judged_the_same(sender, tmp_path: Path) -> None:
    sender.coal(平均低位发热量=22.35)
    sender.put("生物质", {"生物质品种": "薪柴", "灶具或炉型": "省柴灶", "消费量": 10, "计量单位": "吨"})
    before = sender.judge()
    (saved,) = recalculate([sender.path], tmp_path / "saved")
    after = judged(saved)
    assert after.findings == []
    assert after.activities == before.activities
    assert [replace(each, source_id="") for each in after.parameters] == [
        replace(each, source_id="") for each in before.parameters
    ]


def test_rows_below_the_prepared_ones_are_read(sender) -> None:
    sender.coal(row=900)
    assert sender.judge().activities[0].cell == "C900"


def test_english_workbook(tmp_path: Path) -> None:
    path = tmp_path / "english.xlsx"
    build.build_inventory_template(path, "440400", 2023, lang="en")
    book = openpyxl.load_workbook(path)
    for column, value in enumerate(("1.2.1 Iron and steel", "Bituminous coal", 3, "10^4 t"), start=1):
        book["化石燃料"].cell(4, column).value = value
    book.save(path)
    judgement = judged(path)
    assert judgement.findings == []
    assert judgement.activities[0].quantity == 30000.0


@st.composite
def rows(draw: st.DrawFn) -> list[tuple[layout.Option, layout.Option, object, str]]:
    """Rows of fossil fuels: each category and fuel once, with a quantity and unit or a notation key."""
    # Waste as a fuel stands in power and heat alone.
    fuels = st.sampled_from([fuel for fuel in LAYOUT.options["fuels"].entries if not fuel.categories])
    # Categories beside each other, so that no two of them overlap.
    leaves = [
        each for each in LAYOUT.options["fossil_categories"].entries if each.code in ("1.1.2", "1.2.1", "1.4", "1.6")
    ]
    pairs = draw(st.lists(st.tuples(st.sampled_from(leaves), fuels), min_size=1, max_size=12, unique=True))
    found = []
    for category, fuel in pairs:
        unit = draw(st.sampled_from(LAYOUT.units[fuel.unit]))
        number = st.integers(0, 10**6) | st.decimals(0, 10**6, places=4).map(float)
        key = st.sampled_from(LAYOUT.options["notation"].entries)
        found.append((category, fuel, draw(number | key), unit))
    return found


@settings(max_examples=15, deadline=None)
@given(filling=rows())
def test_any_valid_filling_comes_back_as_it_was_typed(new_sender, filling) -> None:
    sender = new_sender()
    expected = []
    for row, (category, fuel, value, unit) in enumerate(filling, start=4):
        cells = {"排放源类别": category.label(), "燃料品种": fuel.label()}
        if isinstance(value, layout.Option):
            sender.put("化石燃料", cells | {"符号": value.label()}, row)
            expected.append((category.code, fuel.code, None, value.code, f"I{row}"))
        else:
            sender.put("化石燃料", cells | {"消费量": value, "计量单位": units.table()[unit].zh}, row)
            quantity = units.convert(float(value), unit, fuel.unit)
            expected.append((category.code, fuel.code, quantity, "", f"C{row}"))
    judgement = sender.judge()
    assert [finding for finding in judgement.findings if finding.severity == "error"] == []
    read_back = [(each.category, each.item, each.quantity, each.notation, each.cell) for each in judgement.activities]
    assert read_back == expected


def test_a_balance_that_refers_to_another_workbook_is_refused() -> None:
    workbook = replace(balance_files.opened(balance_files.guangdong().sheet()), external_links=["file:///D:/其他.xlsx"])
    judgement = judge.judge(workbook, judge.Context(today_year=2026))
    (error,) = (finding for finding in judgement.findings if finding.severity == "error")
    assert (error.code, error.found) == ("workbook-external-link", "file:///D:/其他.xlsx")
    assert judgement.activities == []
