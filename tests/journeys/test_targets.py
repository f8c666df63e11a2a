"""An office that keeps the targets of the Shenzhen plan: registered, reported for six months, one behind, one ahead."""

from __future__ import annotations

import shutil

import openpyxl
import pytest

from tests.journeys.command_line import Desk
from tests.journeys.targets_desk import WARNING, Register, Typing, fill, rows_of

AT = ("--at", "2025-06")


@pytest.fixture(scope="module")
def desk(tmp_path_factory) -> Register:
    """Six months of made-up progress stand in one workspace."""
    desk = Register(tmp_path_factory.mktemp("targets"))
    desk.begin()
    desk.report()
    return desk


def by_code(desk, *arguments):
    return {row["indicator"]: row for row in desk.rows("status", *AT, *arguments)}


def test_the_plan_stands_in_the_list(desk):
    (row,) = desk.rows("list")
    assert (row["plan"], row["indicators"], row["reported"], row["last"]) == ("SZ", 58, 12, "2025-06")
    assert row["evidence"] == "found"


def test_energy_is_behind_and_photovoltaics_ahead(desk):
    """A cut of 14.5 % in five years asks for 13.15 % after four and a half; 12 % is 8.7 % short of it."""
    rows = by_code(desk)
    energy, solar = rows["01"], rows["06"]
    assert (energy["state"], energy["value"], energy["expected"]) == ("滞后", 12, 13.1501)
    assert energy["forecast_met"] is False
    assert energy["cell"].startswith("进度2025-06.xlsx: 进度!")
    assert (solar["state"], solar["value"], solar["expected"], solar["margin"]) == ("超前", 146, 135, 11)
    assert (rows["02"]["state"], rows["02"]["value"]) == ("待下达", 12.5)
    assert (rows["10"]["state"], rows["52"]["state"], rows["03"]["state"]) == ("已达到", "已达到", "未报送")


def test_months_of_their_own_are_added_up_in_the_history(desk):
    rows = desk.rows("history", "SZ/06")
    assert [(row["amount"], row["total"]) for row in rows] == [
        (130, 130), (3, 133), (3, 136), (3, 139), (3, 142), (4, 146),
    ]  # fmt: skip


def test_a_department_sees_what_it_answers_for(desk):
    rows = by_code(desk, "--unit", "市交通运输局", "--behind")
    assert set(rows) == {"19", "26"}
    refused = desk.call("-w", "w", "targets", "status", "--unit", "市档案馆")
    assert refused.code == 2
    assert "市交通运输局" in refused.err


def test_two_months_side_by_side(desk):
    rows = {row["indicator"]: row for row in desk.rows("compare", "--since", "2025-03", *AT)}
    assert (rows["52"]["state_before"], rows["52"]["state_now"], rows["52"]["change"]) == ("超前", "已达到", 19)


def test_the_report_of_a_department(desk):
    desk.done("-w", "w", "report", "targets", "SZ", "--for", "市住房建设局", "-o", "住建.html", *AT)
    text = (desk.folder / "住建.html").read_text("utf-8")
    assert "市住房建设局" in text
    assert "公共机构建筑屋顶光伏覆盖率" in text
    assert "轨道通车里程" not in text
    assert text.count(WARNING) >= 1
    assert "本系统缺省" in text


def test_the_report_in_word_and_the_workbook(desk):
    desk.done("-w", "w", "report", "targets", "-o", "进度.docx", *AT)
    desk.done("-w", "w", "targets", "export", "-o", "目标进度.xlsx", *AT)
    book = openpyxl.load_workbook(desk.folder / "目标进度.xlsx")
    assert book.sheetnames == ["汇总", "各责任单位", "各指标", "报送历史", "判断规则"]
    assert (desk.folder / "进度.docx").stat().st_size > 10_000


def test_the_log_covers_the_register(desk):
    assert "完整" in desk.done("-w", "w", "audit", "--verify").out


def test_a_month_sent_again_replaces_it_and_keeps_the_first(desk):
    """What was reported stands in the sheet already; a cell that shows 12.2% holds 0.122 and means 12.2."""
    again = desk.sheet("2025-01", "更正.xlsx")
    with Typing(again) as book:
        row = book.find("进度", "指标代码", "01")
        assert book.said("进度", row, "数值") == 10.9
        book.type("进度", row, "数值", 11.0)
        row = book.find("进度", "指标代码", "37")
        cell = book.type("进度", row, "数值", 0.552)
        book.book["进度"][cell].number_format = "0.0%"
    desk.done("-w", "w", "import", again)
    assert desk.done("-w", "w", "import", again, "--format", "json").json()[0]["state"] == "already"
    assert [(row["period"], row["amount"], row["in_force"]) for row in desk.rows("history", "01")[:2]] == [
        ("2025-01", 10.9, False), ("2025-01", 11, True),
    ]  # fmt: skip
    assert [row["amount"] for row in desk.rows("history", "37")[:2]] == [55, 55.2]


def test_a_faulty_sheet_is_marked_and_nothing_of_it_is_stored(desk):
    shutil.copy(desk.folder / "空表.xlsx", path := desk.folder / "有误.xlsx")
    with Typing(path) as book:
        rows = {code: book.find("进度", "指标代码", code) for code in ("01", "09", "19", "52")}
        values: dict[str, object] = {"01": 12.2, "09": "九十三", "19": 603.6, "52": "=1300+60"}
        cells = {code: book.type("进度", rows[code], "数值", value) for code, value in values.items()}
        for row in rows.values():
            book.type("进度", row, "数据状态", "上报")
            book.type("进度", row, "期间", "2025年7月")
        unit = book.type("进度", rows["19"], "计量单位", "里")
    before = desk.rows("history", "01")
    checked = desk.call("-w", "w", "check", path, "--marked", "marked", "--format", "json")
    found = {row["code"]: row["cell"] for row in checked.json()}
    assert (found["not-a-number"], found["target-unit-other"]) == (cells["09"], unit)
    assert found["formula-without-value"] == cells["52"]  # as from a program that does not compute
    marked = openpyxl.load_workbook(desk.folder / "marked" / "有误-检查.xlsx")
    assert "九十三" in marked["进度"][cells["09"]].comment.text
    assert desk.call("-w", "w", "import", path).code == 1
    assert desk.rows("history", "01") == before


def test_a_new_version_of_the_plan_keeps_its_reports_but_not_another_unit(desk):
    desk.done("-w", "w", "template", "targets", "-o", "新版.xlsx", "--plan", "SZ")
    with Typing(desk.folder / "新版.xlsx") as book:
        row = book.find("指标", "指标代码", "02")
        book.type("指标", row, "关系", "不低于")
        book.type("指标", row, "目标值", 17)
        book.type("指标", book.find("指标", "指标代码", "52"), "计量单位", "座")
    refused = desk.call("-w", "w", "import", "新版.xlsx")
    assert refused.code == 1
    assert "单位由“个”改为“座”" in refused.err
    with Typing(desk.folder / "新版.xlsx") as book:
        book.type("指标", book.find("指标", "指标代码", "52"), "计量单位", "个")
    desk.done("-w", "w", "import", "新版.xlsx")
    assert desk.rows("list")[0]["version"] == 2
    row = by_code(desk)["02"]
    assert (row["target"], row["state"]) == ("≥17 %（2025）", "滞后")


def test_plans_side_by_side(desk):
    desk.done("-w", "w", "template", "targets", "-o", "盐田.xlsx", "--data", "yantian")
    desk.done("-w", "w", "import", "盐田.xlsx")
    rows = {row["name"]: row for row in desk.rows("compare", *AT)}
    energy = rows["单位地区生产总值能源消耗下降率"]
    assert (energy["SZ"], energy["YT"]) == ("≥14.5 %（2025） 12 滞后", "≥15.5 %（2025）")
    several = desk.call("-w", "w", "targets", "show")
    assert several.code == 2
    assert "YT" in several.err


@pytest.mark.parametrize(
    ("arguments", "code"),
    [(("targets", "history", "SZ/99"), 2), (("targets", "status", "--at", "六月"), 2),
     (("report", "targets", "SZ", "-o", "a.pdf"), 2),
     (("template", "targets", "-o", "a.xlsx", "--plan", "SZ", "--year", "2025"), 2),
     (("template", "targets", "-o", "a.xlsx", "--data", "nowhere"), 1)],
)  # fmt: skip
def test_wrong_calls_are_told(desk, arguments, code):
    answer = desk.call("-w", "w", *arguments)
    assert (answer.code, bool(answer.err)) == (code, True)


def test_progress_of_an_unregistered_plan_and_drafts_are_refused(desk, tmp_path):
    path = desk.folder / "months" / "进度2025-04.xlsx"
    shutil.copy(path, copy := desk.folder / "另存.xlsx")
    fill(copy, [row for row in rows_of("progress") if row["period"] == "2025-04" and row["indicator"] == "03"])
    assert desk.call("-w", "w", "import", copy, "--draft").code == 1
    other = Desk(tmp_path)
    other.done("init", "w", "--region", "440300", "--name", "深圳市")
    refused = other.call("-w", "w", "import", path)
    assert refused.code == 1
    assert "没有登记方案“SZ”" in refused.err
