"""A project at the desk: evaluated, taken in, approved, built, accepted, running; or rejected, or lapsed."""

from __future__ import annotations

import openpyxl
import pytest

from ghginv.enterprise.synthetic import credit_code
from ghginv.store import audit
from ghginv.workspace.budgets.budget import find
from ghginv.workspace.place import Workspace
from tests.journeys.projects_office import OTHER, OWNER, ProjectsOffice, form, retype
from tests.recalculation import recalculate

LARGE = [{"item": "electricity", "use": "fuel", "quantity": 300000.0, "unit": "10^4 kWh", "source": "编造"}]
TOLERANCE = 1e-9


@pytest.fixture(scope="module")
def office(tmp_path_factory) -> ProjectsOffice:
    """An issued budget."""
    office = ProjectsOffice(tmp_path_factory.mktemp("projects"))
    office.issue()
    return office


@pytest.fixture(scope="module")
def running(office) -> tuple[ProjectsOffice, str]:
    """A project that went all the way; decisions dated as they would be."""
    form(office.folder / "一.xlsx")
    (office.folder / "意见.txt").write_text("准予（编造）", "utf-8")
    told = ("submit", "一.xlsx", "--date", "2026-01-10", "--format", "json")
    (row,) = office.call("-w", "w", "project", *told, actor="li").json()
    name = row["project"]
    office.project("li", "approve", name, "--document", "意见.txt", "--date", "2026-02-01", code=1)
    office.project("wang", "approve", name, "--document", "意见.txt", "--date", "2026-02-01")
    office.project("li", "accept", name, "--date", "2026-12-10", code=1)
    office.project("li", "build", name, "--date", "2026-03-01")
    office.project("li", "build", name, "--date", "2026-03-02", code=1)
    office.project("li", "accept", name, "--date", "2027-02-10")
    office.project("li", "start", name, "--date", "2027-03-01")
    return office, name


def held(office: ProjectsOffice, kind: str) -> dict[str, int]:
    rows = office.rows("balance", "--by", "kind,project")
    return {row["project"]: row["amount_kg"] for row in rows if row["kind"] == kind}


def test_the_form_is_judged_in_its_cells(office):
    office.done("-w", "w", "template", "project", "-o", "空.xlsx")
    assert office.call("-w", "w", "check", "空.xlsx").code == 1
    path = form(office.folder / "错.xlsx")
    retype(path, "能源消费", "D4", "两千万")
    retype(path, "能源消费", "A5", "=1+1")
    rows = office.call("-w", "w", "check", "错.xlsx", "--format", "json").json()
    assert "能源消费!D4" in {f"{row['sheet']}!{row['cell']}" for row in rows}
    assert office.call("-w", "w", "check", form(office.folder / "对.xlsx")).code == 0
    assert office.call("-w", "w", "project", "evaluate", "错.xlsx").code == 1
    assert office.call("-w", "w", "import", "对.xlsx").code == 1


def test_an_evaluation_is_an_opinion_and_a_live_workbook(office):
    source = {"enterprise": OTHER, "name": "虚构乙公司", "measure": "关停", "amount_t": 20000.0, "document": "核1号"}
    form(office.folder / "评.xlsx", {"two_high": "是"}, replacement=[source])
    told = office.project("li", "evaluate", "评.xlsx", "--budget", "B", "-o", "意见.docx", "--workbook", "表.xlsx",
                          "--format", "json").json()  # fmt: skip
    assert told["conclusion"] == "pass"
    assert (office.folder / "意见.docx").stat().st_size > 20_000
    (copy,) = recalculate([office.folder / "表.xlsx"], office.folder / "重算")
    old, new = (openpyxl.load_workbook(path, data_only=True) for path in (office.folder / "表.xlsx", copy))
    formulas = 0
    for sheet in openpyxl.load_workbook(office.folder / "表.xlsx"):
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type != "f":
                    continue
                formulas += 1
                here, there = old[sheet.title][cell.coordinate].value, new[sheet.title][cell.coordinate].value
                where = f"{sheet.title}!{cell.coordinate}"
                if isinstance(here, int | float):
                    assert there == pytest.approx(here, rel=TOLERANCE, abs=TOLERANCE), where
                else:
                    assert (here or "") == (there or ""), where
    assert formulas > 60
    office.project("li", "evaluate", "评.xlsx", "-o", "意见.pdf", code=2)


def test_budget_is_held_committed_and_joins_its_layer(running):
    office, name = running
    (row,) = [row for row in office.project("li", "list", "--format", "json").json() if row["project"] == name]
    assert (row["state"], row["held_t"], row["committed_t"]) == ("运行", 0, 0)
    shown = office.project("li", "show", name, "--format", "json").json()
    assert [event["verb"] for event in shown["events"]] == ["submit", "approve", "build", "accept", "start"]
    # Held for the whole of 2027; ten months of it were used, the rest went back.
    (hold,) = shown["holds"]
    journal = office.rows("journal")
    (start,) = [row for row in journal if row["kind"] == "start" and row["account"] == "available:440305:C39:KEY"]
    assert start["amount_kg"] == -(-round(hold["amount_t"] * 1000) * 10 // 12)
    assert name not in {**held(office, "reserved"), **held(office, "committed")}
    office.as_("li", "check")


def test_actual_figures_above_the_approval_are_flagged(running):
    office, name = running
    told = ("actual", name, "--year", "2027", "--amount", "11000", "--tce", "3788", "--output", "500")
    fine = office.project("li", *told)
    assert "第二十六条" not in fine.err
    over = office.project("li", "actual", name, "--year", "2027", "--amount", "13000")
    assert "第二十六条" in over.err
    office.project("li", "actual", name, "--year", "2026", "--amount", "1", code=2)
    office.project("li", "actual", name, "--year", "2027", "--amount", "很多", code=1)


def test_a_project_is_taken_in_once(running):
    office, _ = running
    assert "不能重复受理" in office.project("li", "submit", "一.xlsx", code=1).err
    office.project("li", "show", "XM-NOTHING", code=2)
    office.project("li", "start", "XM-NOTHING", "--date", "2027-01-01", code=2)


def test_headroom_is_judged_before_anything_is_held(office):
    form(office.folder / "大.xlsx", {"site": "虚构路9号", "level": "省"}, energy=LARGE, benchmarks=[
        {"product": "电子元件", "metric": "carbon_product", "level": "local", "value": 9999.0, "source": "编造"},
    ])  # fmt: skip
    before = office.rows("balance", "--by", "kind,region,industry,layer,year")
    assert "没有一个科目有足够的余量" in office.project("li", "submit", "大.xlsx", code=1).err
    assert office.rows("balance", "--by", "kind,region,industry,layer,year") == before


def test_a_rejected_project_gives_back_and_comes_in_again_as_a_new_version(office):
    form(office.folder / "驳.xlsx", {"site": "虚构路3号", "credit_code": credit_code(23, "440305")})
    (row,) = office.project("li", "submit", "驳.xlsx", "--from", "reserve", "--date", "2026-01-10",
                            "--format", "json").json()  # fmt: skip
    assert held(office, "reserved")[row["project"]] == round(row["held_t"] * 1000) > 0
    (office.folder / "否.txt").write_text("不予通过（编造）", "utf-8")
    office.project("wang", "reject", row["project"], "--document", "否.txt", "--date", "2026-02-01", code=1)
    office.project("wang", "reject", row["project"], "--document", "否.txt", "--date", "2026-02-01", "--note", "能效低")
    assert row["project"] not in held(office, "reserved")
    reserve = [row for row in office.rows("balance", "--by", "kind,year") if row["kind"] == "reserve.new"]
    assert {row["amount_t"] for row in reserve} == {20000}
    (again,) = office.project("li", "submit", "驳.xlsx", "--date", "2026-03-01", "--format", "json").json()
    assert again["project"] == f"{row['project']}-2"


def test_what_is_not_built_for_two_years_lapses(office):
    source = {"enterprise": OWNER, "name": "虚构电子", "measure": "关停", "amount_t": 99999.0, "document": "核9号"}
    told = {"site": "虚构路5号", "credit_code": OTHER, "two_high": "是"}
    form(office.folder / "失.xlsx", told, replacement=[source])
    (row,) = office.project("li", "submit", "失.xlsx", "--date", "2026-01-10", "--format", "json").json()
    used = form(office.folder / "抢.xlsx", {**told, "site": "虚构路6号", "name": "另一项目"}, replacement=[source])
    assert "已用于项目" in office.project("li", "submit", used.name, code=1).err
    (office.folder / "失.txt").write_text("准予（编造）", "utf-8")
    office.project("wang", "approve", row["project"], "--document", "失.txt", "--date", "2026-01-20")
    office.project("li", "lapse", row["project"], "--date", "2028-01-20", code=1)
    assert office.project("li", "lapse", "--due", "--date", "2028-01-20", "--format", "json").json() == []
    office.project("li", "build", row["project"], "--date", "2028-01-21", code=1)
    (gone,) = office.project("li", "lapse", "--date", "2028-01-21", "--format", "json").json()
    assert (gone["project"], gone["state"], gone["committed_t"]) == (row["project"], "失效", 0)
    office.project("li", "submit", used.name, "--date", "2026-03-01")
    office.as_("li", "check")
    assert office.as_("li", "replay", "--format", "json").json()["same"] is True


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"region": "440307"}, "项目概况!B10"),
        ({"industry": "0311"}, "项目概况!B12"),
        ({"trial": "2030-01-01"}, "2026–2027"),
    ],
)
def test_what_does_not_fit_the_budget_is_refused(office, facts, said):
    form(office.folder / "外.xlsx", facts)
    assert said in office.project("li", "submit", "外.xlsx", code=1).err


def test_where_red_lights_suspended_two_high_reviews_none_is_taken_in(office):
    letter = {"side": "region", "code": "440305", "actions": ["meeting", "suspend"]}
    told = {"year": 2027, "month": 6, "lights": {"region:440305": "red"}, "letters": [letter]}
    with audit.acting("li"):
        find(Workspace(office.folder / "w")).take("warn", detail=told)
    facts = {"site": "虚构路8号", "two_high": "是", "name": "停批项目"}
    source = {"enterprise": OWNER, "name": "虚构电子", "measure": "关停", "amount_t": 99999.0, "document": "核8号"}
    form(office.folder / "停.xlsx", facts, replacement=[source])
    refused = office.project("li", "submit", "停.xlsx", "--date", "2027-07-01", code=1).err
    assert "暂停受理新的高耗能高排放项目" in refused
    # Another year's warnings do not count, and a project that is not 两高 is taken in.
    lifted = {"year": 2027, "month": 7, "lights": {"region:440305": "green"}, "letters": []}
    with audit.acting("li"):
        find(Workspace(office.folder / "w")).take("warn", detail=lifted)
    office.project("li", "submit", "停.xlsx", "--date", "2027-07-02")


def test_wrong_days_and_orders_are_told(office):
    form(office.folder / "日.xlsx", {"site": "虚构路8号", "credit_code": credit_code(25, "440305")})
    assert "2026-13-01" in office.project("li", "submit", "日.xlsx", "--date", "2026-13-01", code=1).err
    told = ("submit", "日.xlsx", "--date", "2026-06-01", "--format", "json")
    (row,) = office.project("li", *told).json()
    (office.folder / "日.txt").write_text("准予（编造）", "utf-8")
    early = ("approve", row["project"], "--document", "日.txt", "--date", "2026-05-31")
    assert "2026-06-01" in office.project("wang", *early, code=1).err


def test_outside_a_budget_the_region_must_be_known(office):
    form(office.folder / "无.xlsx", {"region": "XX-PARK"})
    assert "项目概况!B10" in office.project("li", "evaluate", "无.xlsx", code=1).err
