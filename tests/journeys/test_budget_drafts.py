"""A budget being drafted: what the process refuses, two people at once, boundaries that change within the period."""

from __future__ import annotations

import pytest

from tests.journeys.office import BLEND, EXAMPLE, YEARS, Office, fill_in


@pytest.fixture
def draft(tmp_path) -> Office:
    office = Office(tmp_path)
    office.done("init", "w", "--region", "440300", "--name", "深圳市")
    office.as_("li", "new", EXAMPLE)
    return office


def test_a_region_that_is_merged_within_the_period_is_budgeted_until_then(draft):
    """盐田区 becomes part of 罗湖区 in 2028 (made up): its base year moves, and nobody waits for its request."""
    folder = draft.folder / "merged"
    folder.mkdir()
    for path in EXAMPLE.glob("*.csv"):
        lines = path.read_text("utf-8-sig").splitlines()
        if path.name == "regions.csv":
            place = lines[0].split(",").index("valid_to")
            lines = [until(line, place) if line.startswith("440308,") else line for line in lines]
        if path.name in ("bounds.csv", "requests.csv", "facilities.csv", "enterprise_data.csv"):
            lines = lines[:1]
        (folder / path.name).write_text("\n".join(lines) + "\n", "utf-8")
    (folder / "mappings.csv").write_text("tree,old,new,date,share\nregion,440308,440303,2028-01-01,100\n", "utf-8")
    draft.as_("li", "plan", "B2026", "merged")
    draft.as_("li", "total", "--gdp", "修订", "--choose")
    for methods in (["baseline"], ["per-capita=0.5", "grandfather=0.5"], ["median"]):
        chosen = [word for method in methods for word in ("--regions", method)]
        rows = {row["region"]: row for row in draft.rows("allocate", *chosen, "--industries", "baseline", "--choose")}
        assert [rows["440308"][str(year)] > 0 for year in YEARS] == [True, True, False, False, False]
        both = {year: rows["440303"][str(year)] + rows["440308"][str(year)] for year in YEARS}
        if methods != ["median"]:  # the middle of several methods for two is not that for their sum
            assert both[2028] == pytest.approx(both[2027], rel=0.03)
    draft.as_("li", "control", "-o", "control")
    draft.as_("li", "request", "--default")
    assert {row["year"] for row in draft.rows("request") if row["region"] == "440308"} == {2026, 2027}
    draft.as_("li", "review")


def test_no_document_mixes_a_version_with_another_total(draft):
    draft.as_("li", "total", "--gdp", "预测", "--choose")
    draft.as_("li", "allocate", *BLEND, "--choose")
    draft.done("-w", "w", "report", "approval", "-o", "a.docx")
    draft.as_("li", "total", "--gdp", "修订", "--choose")
    for kind in ("budget", "approval"):
        assert draft.call("-w", "w", "report", kind, "-o", "b.docx").code == 1
    draft.as_("li", "compare", "-o", "c.xlsx", code=1)
    assert not list(draft.folder.glob("[bc].*"))


def test_the_rules_say_what_is_published_and_what_is_ours(draft):
    assert "default" in [row["id"] for row in draft.rows("rules")]
    rows = draft.rows("rules", "default")
    assert {row["status"] for row in rows if row["use"] == "规则"} == {"own"}
    assert "own" not in {row["status"] for row in rows if row["use"] == "对照"}
    assert all(row["citation"] for row in rows)
    draft.as_("li", "rules", "nothing", code=2)
    draft.as_("li", "rules", "default", "--year", "1999", code=2)


def test_steps_out_of_order_are_refused_with_what_may_be_done(draft):
    for step in ("control", "review", "submit", "approve", "issue"):
        arguments = ["-o", "x"] if step == "control" else []
        draft.as_("li", step, *arguments, code=1)
    said = draft.as_("li", "allocate", "--regions", "per-gdp", "--industries", "grandfather", code=1).err
    assert "总额" in said
    draft.as_("li", "total", "--gdp", "没有的版本", code=1)
    draft.as_("li", "total", "--gdp", "预测", "--path", "nowhere", code=2)
    draft.as_("li", "total", "--set", "intensity_cut", code=2)
    draft.as_("li", "show", "B0", code=2)
    draft.as_("li", "balance", code=1)


def test_blends_that_are_not_stated_are_refused(draft):
    draft.as_("li", "total", "--gdp", "预测", "--choose")
    draft.as_("li", "allocate", code=2)
    draft.as_("li", "allocate", "--regions", "nothing", "--industries", "grandfather", code=2)
    said = draft.as_("li", "allocate", "--regions", "per-gdp=0.5", "--regions", "per-capita=0.4", "--industries",
                     "grandfather", code=1).err  # fmt: skip
    assert "0.9" in said
    draft.as_("li", "allocate", *BLEND, "--enterprises", "XX=quota", code=2)
    draft.as_("li", "allocate", *BLEND, "--enterprises", "ETSL", code=2)
    draft.as_("li", "allocate", *BLEND, "--enterprises", "ETSL=nothing", code=1)
    draft.as_("li", "allocate", *BLEND, "--enterprises", "ETSL=quota")


def test_two_people_cannot_overwrite_each_other(draft):
    draft.as_("li", "total", "--gdp", "预测", "--choose", "--expect", "1")
    said = draft.as_("sun", "total", "--gdp", "修订", "--choose", "--expect", "1", code=1).err
    assert "li" in said
    draft.done("-w", "w", "template", "budget", "-o", "mine.xlsx", "--budget", "B2026")
    draft.as_("li", "total", "--gdp", "预测", "--choose")
    said = draft.as_("sun", "plan", "B2026", "mine.xlsx", code=1).err
    assert "li" in said


def test_requests_are_awaited_and_may_be_taken_by_default(draft):
    (draft.folder / "less").mkdir()
    for path in EXAMPLE.glob("*.csv"):
        text = path.read_text("utf-8-sig")
        text = text.splitlines()[0] + "\n" if path.name == "requests.csv" else text
        (draft.folder / "less" / path.name).write_text(text, "utf-8")
    draft.as_("li", "plan", "B2026", "less")
    draft.as_("li", "total", "--gdp", "预测", "--choose")
    draft.as_("li", "allocate", *BLEND, "--choose")
    said = draft.as_("li", "review", code=1).err
    assert "光明区" in said
    draft.as_("li", "control", "-o", "control")
    draft.as_("li", "request", "--default", "--region", "440311")
    assert "光明区" not in draft.as_("li", "review", code=1).err
    draft.as_("li", "request", "--default")
    draft.as_("li", "review")


def test_a_request_with_faults_is_refused_whole_and_named_by_cell(draft):
    draft.as_("li", "total", "--gdp", "预测", "--choose")
    draft.as_("li", "allocate", *BLEND, "--choose")
    draft.as_("li", "control", "-o", "control")
    before = draft.rows("request")
    (path,) = (draft.folder / "control").glob("*光明*")
    wrong = fill_in(path, 1.0, [-5, "一千吨", "１２３４", None])
    said = draft.as_("chen", "request", path, code=1).err
    assert all(f"!{cell}" in said for cell in wrong), said
    assert draft.rows("request") == before
    answer = draft.call("-w", "w", "check", path, "--marked", "marked", "--format", "json")
    assert answer.code == 1
    assert set(wrong) <= {row["cell"] for row in answer.json() if row["severity"] == "error"}
    assert len(list((draft.folder / "marked").iterdir())) == 1


def test_a_plan_with_faults_is_refused_whole_with_the_places(draft):
    (draft.folder / "bad").mkdir()
    for path in EXAMPLE.glob("*.csv"):
        text = path.read_text("utf-8-sig")
        if path.name == "baseline.csv":
            head, first, *rest = text.splitlines()
            cells = first.split(",")
            cells[4] = "一万吨"
            text = "\n".join([head, ",".join(cells), *rest])
        (draft.folder / "bad" / path.name).write_text(text, "utf-8")
    answer = draft.as_("li", "new", "bad", code=1)
    assert "baseline.csv" in answer.err
    assert "一万吨" in answer.err
    assert len(draft.rows("list")) == 1


def until(line: str, place: int) -> str:
    """A line of regions.csv that ends with the year 2027."""
    cells = line.split(",")
    cells[place] = "2027-12-31"
    return ",".join(cells)
