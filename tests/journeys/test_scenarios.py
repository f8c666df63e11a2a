"""Scenarios through the real command line: a made-up district, its inventory, three scenarios, workbook and page."""

from __future__ import annotations

import shutil
from pathlib import Path

import openpyxl
import pytest

from ghginv import folders
from tests.journeys.command_line import Desk
from tests.recalculation import recalculate

EXAMPLE = folders.file("budgets", "scenarios-demo/facts.csv").parent
ACTIVITY = folders.file("inventories", "guangming-demo/inventory.toml").parent / "activity"
SCENARIOS = {"REF", "POL", "DEEP"}


@pytest.fixture(scope="module")
def desk(tmp_path_factory) -> Desk:
    """A workspace of the district with its energy and product use of 2023, compiled under GPC."""
    desk = Desk(tmp_path_factory.mktemp("scenarios"))
    desk.done("init", "w", "--region", "440311-X1", "--name", "光明示例区（虚构）", "--account", "district")
    files = [ACTIVITY / f"{name}.csv" for name in ("energy", "product_use", "waste")]
    lines = [path.read_text("utf-8-sig").splitlines() for path in files]
    rows = [line for each in lines for line in each[1:] if line.startswith("2023,") and ",历年填埋," not in line]
    (desk.folder / "rows.csv").write_text("\n".join([lines[0][0], *rows]) + "\n", encoding="utf-8")
    desk.done("-w", "w", "template", "inventory", "--year", 2023, "--data", "rows.csv", "-o", "t.xlsx")
    desk.done("-w", "w", "import", "t.xlsx")
    desk.done("-w", "w", "compile", "--year", 2023, "--guideline", "gpc")
    return desk


def scenario(desk: Desk, *arguments: object):
    return desk.done("-w", "w", "scenario", *arguments)


@pytest.fixture(scope="module")
def example(desk: Desk) -> Path:
    """The worked example without what this district's inventory leaves out."""
    folder = desk.folder / "情景"
    shutil.copytree(EXAMPLE, folder)
    (folder / "README.md").unlink(missing_ok=True)
    return folder


@pytest.fixture(scope="module")
def made(desk: Desk, example: Path) -> dict:
    """The scenarios as computed, with workbook and page."""
    files = ("-o", "结果.xlsx", "--chart", "结果.html")
    return scenario(desk, "run", "2023-gpc", example, *files, "--format", "json").json()


def test_template_check_run_list_show_compare(desk: Desk, example: Path, made: dict) -> None:
    desk.done("-w", "w", "template", "scenario", "-o", "情景.xlsx", "--data", example)
    desk.done("-w", "w", "check", "情景.xlsx")
    again = scenario(desk, "run", "2023-gpc", "情景.xlsx", "--format", "json").json()
    assert again == made  # workbook and folder are the same inputs, so the same run
    listed = scenario(desk, "list", "--format", "json").json()
    assert [each["scenario_run"] for each in listed] == [made["scenario_run"]]
    assert set(listed[0]["scenarios"].split()) == SCENARIOS
    by_name = {row["scenario"]: row for row in made["summary"]}
    assert by_name["REF"]["kind"] == "rising"
    assert "未达峰" in by_name["REF"]["said"]
    assert by_name["REF"]["peak"] is None
    total = {row["year"]: row["DEEP_t"] for row in made["totals"]}
    sectors = scenario(desk, "show", "--by", "sector", "--scenario", "DEEP", "--year", 2030, "--format", "json").json()
    assert sum(row["2030_t"] for row in sectors) == pytest.approx(total[2030], abs=1e-6)
    causes = scenario(desk, "show", "--causes", "--format", "json").json()
    for row in causes:
        effects = [value for key, value in row.items() if key.endswith("_t") and key != "change_t"]
        assert sum(effects) == pytest.approx(row["change_t"], abs=1e-5)
    between = scenario(desk, "compare", "REF", "DEEP", "--format", "json").json()
    last = max(total)
    reference = {row["year"]: row["REF_t"] for row in made["totals"]}
    assert between[-1]["change_t"] == pytest.approx(total[last] - reference[last], abs=1e-5)
    measures = scenario(desk, "show", "--measures", "--format", "json").json()
    assert all(row["source"] and row["evidence"] == "own" for row in measures)


def test_a_figure_leads_back_to_the_cells_of_the_base_year(desk: Desk, made: dict) -> None:
    told = scenario(desk, "show", made["scenario_run"], "--scenario", "POL", "--year", 2030, "--trace", "1.2.5",
                    "--format", "json").json()  # fmt: skip
    assert {"natural_gas", "diesel", "electricity"} <= {row["item"] for row in told}
    assert all("!" in row["activity_id"] for row in told)
    assert any(row["moved"] for row in told)
    shown = scenario(desk, "show", "--by", "category", "--scenario", "POL", "--year", 2030, "--format", "json").json()
    figure = next(row["2030_t"] for row in shown if row["category"] == "1.2.5")
    assert sum(row["after_t"] for row in told) == pytest.approx(figure, abs=1e-5)


def test_the_workbook_computes_what_we_computed(desk: Desk, made: dict) -> None:
    """Every formula by LibreOffice anew; the line that compares with our figures says nothing."""
    path = desk.folder / "结果.xlsx"
    again = recalculate([path], desk.folder / "anew")[0]
    ours, theirs, live = (
        openpyxl.load_workbook(path, data_only=True), openpyxl.load_workbook(again, data_only=True),
        openpyxl.load_workbook(path),
    )  # fmt: skip
    count = 0
    for sheet in live.sheetnames:
        for row in live[sheet].iter_rows():
            for cell in row:
                if isinstance(cell.value, str) and cell.value.startswith("="):
                    count += 1
                    one, two = ours[sheet][cell.coordinate].value, theirs[sheet][cell.coordinate].value
                    assert two == (pytest.approx(one, rel=1e-6, abs=0.1) if isinstance(one, float | int) else one)
    assert count > 1000
    page = (desk.folder / "结果.html").read_text("utf-8")
    assert "<svg" in page
    assert "http://" not in page.replace("http://www.w3.org", "")
    assert "编造" in page


def test_the_log_claims_what_was_stored(desk: Desk, made: dict) -> None:
    log = desk.done("-w", "w", "audit", "--format", "json").json()
    assert log["whole"]
    told = next(each for each in log["log"] if each["action"] == "scenario")
    assert told["subject"] == made["scenario_run"]
    assert {"scenario_run", "scenario_cell", "scenario_effect"} <= set(told["detail"]["rows"])


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("run", "2023-gpc", "没有这个文件.xlsx"), 2, "没有这个文件"),
        (("run", "1999", "情景"), 2, "1999"),
        (("run", "2023-gpc", "情景", "--scenario", "XXX"), 2, "XXX"),
        (("run", "2023-gpc", "情景", "--basis", "all"), 2, "all"),
        (("show", "--budget", "B1"), 2, "B1"),
        (("show", "-o", "x.pdf"), 2, "x.pdf"),
        (("show", "S9"), 2, "S9"),
        (("compare", "REF", "NIX"), 2, "NIX"),
        (("show", "--causes", "--year", "2099"), 2, "2099"),
        (("show", "--by", "sector", "--year", "1900"), 2, "1900"),
        (("show", "--trace", "1.1", "--year", "1900"), 2, "1900"),
        (("show", "--trace", "NIX"), 2, "NIX"),
        (("compare", "REF", "DEEP", "--year", "1900"), 2, "1900"),
        (("run", "2023-gpc", "情景", "-o", "x.pdf"), 2, "x.pdf"),
    ],
)
def test_wrong_calls_are_told_what_there_is(desk: Desk, made: dict, arguments, code: int, said: str) -> None:
    answer = desk.call("-w", "w", "scenario", *arguments)
    assert answer.code == code, answer.err + answer.out
    assert said in answer.err
    assert answer.out == ""  # refused before anything is computed or kept


def test_sectors_and_items_are_named_where_people_read_them(desk: Desk, made: dict) -> None:
    assert "能源活动" in scenario(desk, "show", "--by", "sector").out
    assert "energy" in scenario(desk, "show", "--by", "sector", "--format", "json").out
    assert "合计" in scenario(desk, "compare", "REF", "DEEP").out


def test_a_wrong_file_stores_nothing(desk: Desk, example: Path, made: dict) -> None:
    wrong = desk.folder / "错"
    shutil.copytree(example, wrong)
    text = (wrong / "mapping.csv").read_text("utf-8")
    (wrong / "mapping.csv").write_text(text + "1.4,,没有的因子,\n", encoding="utf-8")
    before = len(scenario(desk, "list", "--format", "json").json())
    answer = desk.call("-w", "w", "scenario", "run", "2023-gpc", wrong)
    assert answer.code == 1
    assert "没有的因子" in answer.err
    assert "mapping.csv!line" in answer.err
    assert len(scenario(desk, "list", "--format", "json").json()) == before
