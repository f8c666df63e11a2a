"""Accounts from a workspace: the shared table, what others must not learn, files computed anew by LibreOffice."""

from __future__ import annotations

import re
import shutil
from html.parser import HTMLParser
from pathlib import Path

import docx
import openpyxl
import pandas as pd
import pytest

from ghginv.enterprise import account as tables
from ghginv.errors import InputError, UsageError
from ghginv.store import quotas
from ghginv.workspace import account, account_files
from ghginv.workspace.account import Accounts
from ghginv.workspace.enterprise_years import enterprise_years
from ghginv.workspace.place import Workspace
from tests.enterprise import made_up
from tests.enterprise.made_up import ANNUAL, CODES, FIRST, NAMES, SHY
from tests.recalculation import recalculate

GLASS = CODES[7]
QUOTAS = pd.DataFrame(
    [[FIRST, 2023, "pre", 29_000, "q1", "shenzhen-2024"], [FIRST, 2023, "final", 29_800, "q2", "shenzhen-2024"]],
    columns=["enterprise", "year", "stage", "quota_t", "quota", "rules"],
)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    return made_up.district(tmp_path_factory.mktemp("district") / "w")


@pytest.fixture(scope="module")
def accounts(place: Workspace) -> Accounts:
    return Accounts(place, 2023, quotas=QUOTAS)


@pytest.fixture(scope="module")
def files(accounts: Accounts, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("files")
    wanted = {"first": FIRST, "annual": ANNUAL, "shy": SHY}
    return {
        f"{name}{ending}": account_files.write(accounts.account(code), folder / f"{name}{ending}", accounts.workspace)
        for name, code in wanted.items()
        for ending in account_files.ENDINGS
    }


def copied(place: Workspace, folder: Path) -> Workspace:
    shutil.copytree(place.path, folder)
    return Workspace(folder)


def test_the_shared_table_has_a_row_for_each_enterprise_and_year(place: Workspace) -> None:
    found = enterprise_years(place)
    assert list(found.columns) == tables.YEARS
    assert found.groupby("year")["enterprise"].nunique().to_dict() == {2022: 9, 2023: 9}
    assert found["total_t"].tolist() == pytest.approx((found["direct_t"] + found["indirect_t"]).tolist())
    assert found.set_index(["enterprise", "year"]).loc[(SHY, 2023), "status"] == "submitted"
    shares = found[found["year"] == 2023].set_index("enterprise")["filled_share"]
    assert shares[ANNUAL] > 0.9
    assert shares[FIRST] < 0.01


def test_the_shared_table_sums_to_the_run(place: Workspace) -> None:
    found = enterprise_years(place, [2023])
    run = place.run(found["run"].iloc[0])
    assert found["total_t"].sum() == pytest.approx(run.totals(["scope"])["co2e_t"].sum(), abs=1e-6)


def test_who_filed_after_the_run_is_not_taken_for_one_without_emissions(place: Workspace, tmp_path: Path) -> None:
    later = copied(place, tmp_path / "w")
    made_up.file(later, 0, 2024)
    row = enterprise_years(later, [2024]).iloc[0]
    assert pd.isna(row["total_t"])
    assert row["run"] == ""
    with pytest.raises(InputError) as refusal:
        Accounts(later, 2024)
    assert refusal.value.findings[0].code == "account-no-run"


def test_an_account_agrees_with_itself(accounts: Accounts) -> None:
    found = accounts.account(FIRST)
    total = found.year["total_t"]
    assert found.months["total_t"].sum() == pytest.approx(total, abs=1e-5)
    assert found.sources["co2e_t"].sum() == pytest.approx(total, abs=1e-5)
    assert found.details.loc[found.details["counted"], "co2e_t"].sum() == pytest.approx(total, abs=1e-5)
    own = found.intensity.set_index(["item", "year"])
    assert own.loc[("cement_output", 2023), "intensity"] == pytest.approx(total / 60_000)
    assert own.loc[("value_added", 2022), "intensity"] == pytest.approx(found.years["total_t"].iloc[0] / 3000)
    assert found.green[["bought", "green", "share"]].to_numpy().tolist() == [[6000.0, 600.0, 0.1]]
    assert found.unknown[["item", "notation"]].to_numpy().tolist() == [["natural_gas", "NO"]]


def test_every_figure_names_its_submission_and_cell(accounts: Accounts) -> None:
    found = accounts.account(FIRST)
    database = accounts.workspace.database
    for row in found.details.to_dict("records"):
        kept = database.conn.execute(
            "SELECT submission, sheet, cell FROM activity WHERE activity_id = ?", [row["activity_id"]]
        ).fetchone()
        assert kept == (row["submission"], row["sheet"], row["cell"])
    assert set(found.outputs["cell"]) == {"P7", "P8", "P9", "P10"}


def test_ratings_of_the_district(accounts: Accounts) -> None:
    rows = {row["enterprise"]: row for row in accounts.listing()}
    assert rows[FIRST]["grade"] == "浅绿"
    assert rows[ANNUAL]["grade"] == ""
    assert "填补数据" in rows[ANNUAL]["why"]
    assert "未经核查" in rows[SHY]["why"]
    # Two makers of glass are too few for their product; for value added they are compared with all of division 30.
    assert rows[GLASS]["percentile_product"] is None or pd.isna(rows[GLASS]["percentile_product"])
    assert rows[GLASS]["percentile_value_added"] > 75


def test_no_account_holds_a_figure_of_another(accounts: Accounts) -> None:
    years = accounts.years[accounts.years["year"] == 2023].set_index("enterprise")
    others = {f"{total:.6g}" for code, total in years["total_t"].items() if code != FIRST}
    rows = accounts.intensities[accounts.intensities["enterprise"] != FIRST]
    others |= {f"{each:.6g}" for each in rows["intensity"]}
    shown = accounts.account(FIRST)
    numbers = {f"{cell:.6g}" for frame in shown.tables().values() for column in frame.select_dtypes("number").columns
               for cell in frame[column].dropna()}  # fmt: skip
    assert not numbers & others
    texts = " ".join(str(cell) for frame in shown.tables().values() for cell in frame.to_numpy().ravel())
    assert not [name for name in NAMES[1:] if name in texts]
    assert not [code for code in CODES[1:] if code in texts]


def test_a_newer_filing_is_told(place: Workspace, tmp_path: Path) -> None:
    later = copied(place, tmp_path / "w")
    newer = made_up.file(later, 0, 2023, "submitted", "again")
    remark = Accounts(later, 2023).account(FIRST).remarks[0]
    assert remark.code == "account-stale"
    assert newer in remark.text("zh")


def test_quotas_of_the_workspace_stand_in_the_account(place: Workspace, tmp_path: Path) -> None:
    later = copied(place, tmp_path / "w")
    about = {"quota": "q1", "rules": "shenzhen-2024", "stage": "final", "region": "440311", "year": 2023, "sha256": "0"}
    entity = {"enterprise": FIRST, "quota_t": 40_000}
    with later.writing() as database:
        quotas.add(database, about, [], [entity], [], at="2024-06-01", actor="test")
    found = Accounts(later, 2023).account(FIRST)
    left = 40_000 - found.year["total_t"]
    assert found.quota[["stage", "quota_t", "left_t"]].to_numpy().tolist() == [["final", 40_000, pytest.approx(left)]]
    assert "account-no-quota" not in [remark.code for remark in found.remarks]
    assert Accounts(later, 2023).summary(FIRST)["left_t"] == pytest.approx(left)


def test_enterprises_are_found_by_code_name_and_part_of_a_name(accounts: Accounts) -> None:
    assert accounts.find(FIRST.lower()) == accounts.find("演示水泥一厂") == accounts.find("水泥一") == FIRST
    with pytest.raises(UsageError) as several:
        accounts.find("演示水泥")
    assert several.value.findings[0].code == "account-enterprise-ambiguous"
    with pytest.raises(UsageError) as unknown:
        accounts.find("演示水泥十厂")
    assert "演示水泥" in str(unknown.value.findings[0].details["near"])


def test_a_year_without_run_and_an_unknown_rule_are_told(place: Workspace) -> None:
    with pytest.raises(InputError) as refusal:
        Accounts(place, 2019)
    assert "ghginv compile --year 2019 --guideline enterprise" in refusal.value.message("zh")
    with pytest.raises(UsageError):
        Accounts(place, 2023, "none")


def test_a_wrong_ending_leaves_nothing_behind(accounts: Accounts, tmp_path: Path) -> None:
    with pytest.raises(UsageError):
        account_files.write(accounts.account(FIRST), tmp_path / "a.pdf", accounts.workspace)
    assert list(tmp_path.iterdir()) == []


# The workbook


def formulas(path: Path) -> dict[tuple[str, str], str]:
    book = openpyxl.load_workbook(path)
    return {(sheet.title, cell.coordinate): cell.value for sheet in book for row in sheet for cell in row
            if cell.data_type == "f"}  # fmt: skip


def test_libreoffice_computes_the_same_workbook(files: dict[str, Path], tmp_path: Path) -> None:
    paths = [files[f"{name}.xlsx"] for name in ("first", "annual", "shy")]
    for path, again in zip(paths, recalculate(paths, tmp_path / "again"), strict=True):
        written, computed = (openpyxl.load_workbook(each, data_only=True) for each in (path, again))
        live = formulas(path)
        assert len(live) > 80
        for sheet, cell in live:
            given, found = written[sheet][cell].value, computed[sheet][cell].value
            assert found == (given if isinstance(given, str) else pytest.approx(given, abs=1e-6)), (sheet, cell)


def test_totals_follow_when_a_detail_is_changed(files: dict[str, Path], tmp_path: Path) -> None:
    book = openpyxl.load_workbook(files["first.xlsx"])
    details = book["排放明细"]
    titles = [cell.value for cell in details[3]]
    column = titles.index("排放（吨CO2e）") + 1
    row = next(row for row in range(4, 60) if details.cell(row, titles.index("品种") + 1).value == "原煤")
    details.cell(row, column).value += 30_000
    book["履约"]["B4"] = 500
    changed = tmp_path / "changed.xlsx"
    book.save(changed)
    (again,) = recalculate([changed], tmp_path / "again")
    found = openpyxl.load_workbook(again, data_only=True)
    was = openpyxl.load_workbook(files["first.xlsx"], data_only=True)
    assert found["概况"]["B6"].value == pytest.approx(was["概况"]["B6"].value + 30_000)
    assert found["履约"]["B8"].value == pytest.approx(was["履约"]["B8"].value - 30_000 + 500)
    # Twice the emissions: the colour is computed anew.
    assert (was["概况"]["B14"].value, found["概况"]["B14"].value) == ("浅绿", "红")


def test_the_sheets_are_those_of_an_account(files: dict[str, Path]) -> None:
    names = openpyxl.load_workbook(files["first.xlsx"]).sheetnames
    assert names[:8] == ["概况", "排放", "排放源", "强度", "同行", "配额", "履约", "绿电"]
    assert {"评级", "产出", "未给数值", "排放明细"} <= set(names)


def test_without_a_quota_the_workbook_says_so(files: dict[str, Path]) -> None:
    book = openpyxl.load_workbook(files["annual.xlsx"])
    assert book["配额"]["A2"].value == book["履约"]["A2"].value == "没有分配给该企业的配额，不计算余额。"
    assert not [where for where in formulas(files["annual.xlsx"]) if where[0] in ("配额", "履约")]


def test_a_name_never_becomes_a_formula(files: dict[str, Path]) -> None:
    book = openpyxl.load_workbook(files["shy.xlsx"])
    assert not [formula for formula in formulas(files["shy.xlsx"]).values() if "HYPERLINK" in str(formula)]
    assert book["概况"]["A1"].data_type == "s"
    assert SHY in [cell.value for row in book["概况"] for cell in row]


def test_the_same_account_is_the_same_file(accounts: Accounts, files: dict[str, Path], tmp_path: Path) -> None:
    for ending in account_files.ENDINGS:
        again = account_files.write(accounts.account(FIRST), tmp_path / f"a{ending}", accounts.workspace)
        assert again.read_bytes() == files[f"first{ending}"].read_bytes()


# The page and the Word file


class Page(HTMLParser):
    """Ids, targets of links, and whether anything is fetched or run."""

    def __init__(self, text: str):
        super().__init__()
        self.ids: set[str] = set()
        self.targets: list[str] = []
        self.tags: set[str] = set()
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.tags.add(tag)
        self.ids |= {str(given["id"])} if given.get("id") else set()
        self.targets += [str(given[name]) for name in ("href", "src") if given.get(name)]


def test_figures_of_the_page_lead_to_submission_and_cell(files: dict[str, Path], accounts: Accounts) -> None:
    text = files["first.html"].read_text("utf-8")
    page = Page(text)
    assert all(target.startswith("#") and target[1:] in page.ids for target in page.targets)
    assert not page.tags & {"script", "link", "img", "iframe"}
    found = accounts.account(FIRST)
    for each in found.sources.to_dict("records"):
        row = re.search(rf'<tr id="s{each["first"]}">.*?</tr>', text)
        assert row
        detail = found.details.iloc[each["first"] - 1]
        assert f"{detail['submission']}</td><td>{detail['sheet']}!{detail['cell']}" in row[0]
    assert '<meta name="viewport"' in text
    assert text.count("<svg") == 6


def test_a_name_is_escaped_on_the_page(files: dict[str, Path]) -> None:
    assert "=HYPERLINK(1)水泥七厂 2023 年碳账户" in files["shy.html"].read_text("utf-8")


def test_an_unrated_enterprise_reads_why(files: dict[str, Path]) -> None:
    text = files["annual.html"].read_text("utf-8")
    assert "不予评级：填补数据占排放量的 92.2%，超过上限 30%" in text
    assert "没有分配给该企业的配额" in text


def test_word_has_the_same_figures(files: dict[str, Path], accounts: Accounts) -> None:
    word = docx.Document(str(files["first.docx"]))
    total = f"{accounts.account(FIRST).year['total_t']:,.0f}"
    assert any(total in paragraph.text for paragraph in word.paragraphs)
    assert any(total in cell.text for table in word.tables for row in table.rows for cell in row.cells)


def test_english(accounts: Accounts, tmp_path: Path) -> None:
    path = account_files.write(accounts.account(FIRST), tmp_path / "a.html", accounts.workspace, "en")
    text = path.read_text("utf-8")
    assert "Carbon account of 演示水泥一厂, 2023" in text
    assert "it is rated light green" in text
    assert account.figures(accounts.account(FIRST), "en")[-1]["value"] == "light green"
