"""A DRC officer's budget: template → totals → methods → matrix → requests → approval → issue → ledger, at the desk."""

from __future__ import annotations

import json

import openpyxl
import pytest

from tests.journeys.office import BLEND, EXAMPLE, YEARS, Office, fill_in


@pytest.fixture(scope="module")
def office(tmp_path_factory) -> Office:
    """A budget drafted from a workbook, with requests of all districts, up to its issue."""
    office = Office(tmp_path_factory.mktemp("drc"))
    office.done("init", "w", "--region", "440300", "--name", "深圳市")
    office.done("-w", "w", "template", "budget", "-o", "预算编制.xlsx", "--data", EXAMPLE)
    office.as_("li", "new", "预算编制.xlsx")
    office.as_("li", "total", "--gdp", "预测", "--choose")
    office.as_("li", "allocate", *BLEND, "--choose", "--note", "初稿")
    office.as_("li", "control", "-o", "control")
    return office


@pytest.fixture(scope="module")
def asked(office) -> Office:
    """The districts have answered: 光明区 asks for more than its control figures."""
    for path in sorted((office.folder / "control").glob("*.xlsx")):
        fill_in(path, 1.1 if "光明" in path.name else 1.0)
    files = sorted((office.folder / "control").glob("*.xlsx"))
    office.as_("chen", "request", *files)
    return office


@pytest.fixture(scope="module")
def approved(asked) -> Office:
    asked.as_("li", "review")
    asked.as_("li", "submit")
    asked.done("-w", "w", "report", "approval", "-o", "批复.docx")
    asked.as_("wang", "approve", "--document", "批复.docx")
    asked.as_("zhao", "approve")
    return asked


@pytest.fixture(scope="module")
def issued(approved) -> Office:
    approved.as_("li", "issue", "-o", "notices", "--effective", "2026-01-01")
    return approved


def test_what_the_workbook_says_is_what_the_folder_says(office, tmp_path):
    """The same plan through the other door is the same budget."""
    other = Office(tmp_path)
    other.done("init", "w", "--region", "440300", "--name", "深圳市")
    (made,) = other.rows("new", EXAMPLE)
    (kept,) = office.rows("list")
    assert made["budget"] == kept["budget"]


def test_a_plan_handed_in_twice_is_one_budget(office):
    (again,) = office.rows("new", "预算编制.xlsx")
    assert again["already"] is True
    assert len(office.rows("list")) == 1


def test_the_total_follows_target_and_growth(office):
    rows = office.rows("total", "--gdp", "预测")
    assert [row["year"] for row in rows] == list(YEARS)
    assert rows[-1]["intensity_cut"] == pytest.approx(17)
    faster = office.rows("total", "--gdp", "预测", "--set", "gdp_shift=1")
    assert all(more["total_kg"] > less["total_kg"] for more, less in zip(faster, rows, strict=True))
    paths = {row["path"] for row in office.rows("total", "--paths")}
    assert {"intensity", "linear", "peak", "capped", "constant_rate"} <= paths
    assert len(office.rows("total", "--gdp", "预测", "--what-if")) == 25
    both = office.rows("total", "--gdp", "预测", "--dual-control")
    assert {row["control"] for row in both} == {"energy", "carbon"}


def test_methods_stand_side_by_side(office):
    tables = office.as_("li", "compare", "--format", "json").json()
    names = [row["method"] for row in tables["methods"]]
    assert len(names) >= 15
    total = {name: sum(row[name] for row in tables["amounts"]) for name in names}
    assert all(value == pytest.approx(total["grandfather"], rel=1e-6) for value in total.values())
    for row in tables["amounts"]:
        assert row["min"] <= row["median"] <= row["max"]
    assert {row["method"] for row in tables["refused"]}.isdisjoint(names)
    assert all(row["reason"] for row in tables["refused"])
    assert "maximum-entropy" not in names
    more = office.as_("li", "compare", "--set", "beta=1", "--format", "json").json()
    assert "maximum-entropy" in [row["method"] for row in more["methods"]]
    office.as_("li", "compare", "--set", "nothing=1", code=2)
    office.as_("li", "allocate", *BLEND, "--set", "beta=1", code=2)
    office.as_("li", "allocate", "--regions", "maximum-entropy", "--industries", "baseline", "--set", "beta=1")


def test_the_lines_add_up_on_both_sides(issued):
    totals = {row["year"]: row["total_kg"] for row in issued.rows("total", "--gdp", "预测")}
    for by in ("region", "industry", "layer", "enterprise"):
        rows = issued.rows("balance", "--by", f"{by},kind,year")
        inside = [row for row in rows if row["kind"] != "cap"]
        for year in YEARS:
            assert sum(row["amount_kg"] for row in inside if row["year"] == year) == totals[year]


def test_requests_are_beside_the_control_figures(asked):
    rows = asked.rows("request")
    assert {row["year"] for row in rows} == set(YEARS)
    for row in rows:
        factor = row["requested_t"] / row["control_t"]
        assert factor == pytest.approx(1.1 if row["name"] == "光明区" else 1.0, rel=1e-6)


def test_the_plan_with_all_results_is_a_workbook(asked):
    asked.as_("li", "compare", "-o", "结果.xlsx")
    book = openpyxl.load_workbook(asked.folder / "结果.xlsx")
    formulas = [cell.value for sheet in book for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
    assert len(formulas) > 200


@pytest.mark.parametrize("ending", ["docx", "html"])
def test_the_proposal_is_a_document(asked, ending):
    asked.done("-w", "w", "report", "budget", "-o", f"建议.{ending}")
    assert (asked.folder / f"建议.{ending}").stat().st_size > 20_000


def test_nobody_approves_his_own_draft(approved):
    events = approved.as_("li", "show", "--format", "json").json()["events"]
    assert [event["actor"] for event in events if event["step"] == "approve"] == ["wang", "zhao"]


def test_everyone_gets_a_notice_that_is_kept_with_its_digest(issued):
    documents = issued.rows("documents")
    notices = {row["addressee"]: row for row in documents if row["kind"] == "notice"}
    balances = issued.rows("balance", "--by", "region,industry,enterprise,kind,year")
    held = {row["enterprise"] for row in balances} - {""}
    assert held <= set(notices)
    assert "440311" in notices
    written = {path.name for path in (issued.folder / "notices").iterdir()}
    assert {row["file"] for row in notices.values()} <= written
    assert [row["kind"] for row in documents].count("approval") == 1


def test_the_books_are_whole(issued):
    issued.as_("li", "check")
    (replayed,) = [issued.as_("li", "replay", "--format", "json").json()]
    assert replayed["same"] is True
    assert issued.done("-w", "w", "audit", "--format", "json").code == 0


def test_balances_are_summed_by_columns_that_there_are(issued):
    assert issued.rows("balance", "--by", "region,region") == issued.rows("balance", "--by", "region")
    for by in ("", ",", "nothing", "region,nothing"):
        issued.as_("li", "balance", "--by", by, code=2)
    assert issued.rows("balance", "--at", "2025-12-31") == []


def test_every_balance_leads_to_entries_and_documents(issued):
    rows = issued.rows("journal", "--account", "available:440311")
    known = {row["document"] for row in issued.rows("documents")}
    assert rows
    assert set(rows[0]) >= {
        "entry_id", "posted_at", "effective", "kind", "document", "account", "amount_kg", "counterparty", "actor",
        "note",
    }  # fmt: skip
    assert {row["document"] for row in rows} <= known


def _cells(issued: Office, region: str) -> list[dict]:
    rows = issued.rows("balance", "--by", "kind,region,industry,layer,enterprise,year", "--year", "2026")
    return [row for row in rows if row["region"] == region and row["kind"] == "available" and not row["enterprise"]]


def _account(row: dict) -> str:
    return f"available:{row['region']}:{row['industry']}:{row['layer']}"


def test_a_virement_moves_budget_and_keeps_all_sums(issued):
    first, second = sorted(_cells(issued, "440311"), key=lambda row: -row["amount_kg"])[:2]
    order = ["virement", "--from", _account(first), "--to", _account(second), "--year", "2026", "--amount", "12.5",
             "--document", "批复.docx", "--key", "V1"]  # fmt: skip
    issued.as_("li", "post", *order)
    issued.as_("li", "post", *order)  # the same key is posted once
    now = {_account(row): row["amount_kg"] for row in _cells(issued, "440311")}
    assert now[_account(first)] == first["amount_kg"] - 12500
    assert now[_account(second)] == second["amount_kg"] + 12500
    issued.as_("li", "check")


def test_what_the_rules_do_not_allow_is_refused_and_changes_nothing(issued):
    before = issued.rows("journal")
    cells = sorted(_cells(issued, "440311"), key=lambda row: -row["amount_kg"])
    other = next(row for row in _cells(issued, "440304") if row["industry"] != cells[0]["industry"])
    common = ["--year", "2026", "--document", "批复.docx"]
    refused = [
        (["virement", "--from", _account(cells[0]), "--to", _account(other), "--amount", "1"], "调剂"),
        (["virement", "--from", _account(cells[1]), "--to", _account(cells[0]), "--amount", "99999999"], "只有"),
        (["carry-over", "--from", _account(cells[0]), "--amount", "1"], "结转"),
        (["borrowing", "--from", _account(cells[0]), "--amount", "1"], "预借"),
        (["virement", "--from", "available:999999:X:DIF", "--to", _account(cells[0]), "--amount", "1"], "999999"),
    ]
    for order, word in refused:
        said = issued.as_("li", "post", *order, *common, code=1).err
        assert word in said, said
    for amount in ("-5", "NaN", "一", "1.0005"):
        said = issued.as_("li", "post", "virement", "--from", _account(cells[0]), "--to", _account(cells[1]),
                          "--amount", amount, *common, code=1).err  # fmt: skip
        assert amount in said
    assert issued.rows("journal") == before


def test_an_entry_is_reversed_once(issued):
    before = {_account(row): row["amount_kg"] for row in _cells(issued, "440304")}
    first, second = sorted(_cells(issued, "440304"), key=lambda row: -row["amount_kg"])[:2]
    order = ["--from", _account(first), "--to", _account(second), "--year", "2026", "--amount", "1"]
    posted = issued.rows("post", "virement", *order, "--document", "批复.docx")
    entry = posted[0]["entry_id"]
    issued.as_("li", "post", "reversal", "--entry", entry, "--document", "批复.docx")
    assert {_account(row): row["amount_kg"] for row in _cells(issued, "440304")} == before
    issued.as_("li", "post", "reversal", "--entry", entry, "--document", "批复.docx", code=1)
    issued.as_("li", "check")


def test_an_adjustment_is_a_new_version_and_posts_the_difference(issued):
    issued.as_("li", "adjust", "--reason", "nothing-listed", code=1)
    reasons = issued.as_("li", "adjust", "--reason", "nothing-listed", code=1).err
    assert "gdp" in reasons
    issued.as_("li", "adjust", "--reason", "gdp")
    issued.as_("li", "total", "--gdp", "修订", "--choose")
    issued.as_("li", "review", code=1)  # the version is not of this total
    issued.as_("li", "allocate", *BLEND, "--choose")
    issued.as_("li", "review")
    issued.as_("li", "submit")
    issued.as_("wang", "approve", code=1)  # the document of the new version is missing
    issued.done("-w", "w", "report", "approval", "-o", "批复2.docx")
    issued.as_("wang", "approve", "--document", "批复2.docx")
    issued.as_("zhao", "approve")
    issued.as_("li", "issue", "--effective", "2027-01-15")
    (now,) = issued.rows("list")
    assert (now["state"], now["version"], now["issued"]) == ("已下达", 2, 2)
    wanted = {row["year"]: row["total_kg"] for row in issued.rows("total", "--gdp", "修订")}
    caps = {
        row["year"]: -row["amount_kg"] for row in issued.rows("balance", "--by", "kind,year") if row["kind"] == "cap"
    }
    assert caps == wanted
    changes = issued.rows("diff", now["budget"], "1", "2")
    assert {row["year"] for row in changes} == set(YEARS)
    issued.as_("li", "check")


def test_check_judges_the_workbooks_of_a_budget_and_marks_them(office, tmp_path):
    office.done("-w", "w", "check", "预算编制.xlsx")
    book = openpyxl.load_workbook(office.folder / "预算编制.xlsx")
    sheet = book["基线"]
    headers = {str(cell.value).split("\n")[0].rstrip("*"): cell.column for cell in sheet[_header(sheet)] if cell.value}
    column = next(place for text, place in headers.items() if text.startswith("排放量"))
    place = sheet.cell(_header(sheet) + 1, column)
    place.value = "约一万吨"
    book.save(office.folder / "错.xlsx")
    answer = office.call("-w", "w", "check", "错.xlsx", "--marked", "marked", "--format", "json")
    assert answer.code == 1
    wrong = [row for row in answer.json() if row["severity"] == "error"]
    assert [(row["sheet"], row["cell"], row["found"]) for row in wrong] == [("基线", place.coordinate, "约一万吨")]
    assert len(list((office.folder / "marked").glob("*.xlsx"))) == 1
    answer = office.call("-w", "w", "import", "预算编制.xlsx")
    assert answer.code == 1
    assert "budget new" in answer.err + answer.out


def _header(sheet) -> int:
    """The row that holds the headers of a table."""
    return next(row[0].row for row in sheet.iter_rows() if sum(cell.value is not None for cell in row) >= 5)


def test_an_adjustment_that_is_withdrawn_leaves_the_version_in_force(issued):
    (before,) = issued.rows("list")
    issued.as_("li", "adjust", "--reason", "gdp")
    issued.as_("li", "total", "--path", "peak", "--gdp", "修订", "--choose")
    issued.as_("li", "withdraw", code=1)  # without a reason
    issued.as_("li", "withdraw", "--note", "不再调整")
    (after,) = issued.rows("list")
    assert {**after, "revision": 0} == {**before, "revision": 0}
    issued.as_("li", "check")
    issued.done("-w", "w", "report", "notice", "--for", "440311", "-o", "n.docx")


def test_an_issued_budget_cannot_be_edited(issued):
    (now,) = issued.rows("list")
    issued.as_("li", "plan", now["budget"], EXAMPLE, code=1)
    issued.as_("li", "allocate", *BLEND, "--choose", code=1)
    shown = json.loads(issued.as_("li", "show", "--format", "json").out)
    assert shown["state"] == "已下达"
