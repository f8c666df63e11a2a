"""An enterprise's side of a budget: figures agree with the ledger, nothing of anybody else, which budget is meant."""

from __future__ import annotations

import shutil
from pathlib import Path

import pandas as pd
import pytest

from ghginv.budget.monitoring import settings
from ghginv.errors import InputError, UsageError
from ghginv.store.audit import acting
from ghginv.workspace import account_budget, account_files
from ghginv.workspace.account_budget import Views
from ghginv.workspace.budgets import budget, markets, plan, settlement
from ghginv.workspace.budgets.enterprise_side import Side, Sides
from ghginv.workspace.place import Workspace
from tests.journeys.office import EXAMPLE
from tests.workspace import firms
from tests.workspace.firms import FIRM, LOCAL, NAME, OTHER, OTHER_NAME, YEAR


@pytest.fixture(scope="module")
def sides(half_a_year: Path) -> Sides:
    return Sides(firms.opened(half_a_year), YEAR)


@pytest.fixture(scope="module")
def side(sides: Sides) -> Side:
    found = sides.of(FIRM)
    assert found is not None
    return found


def test_the_budget_is_that_of_the_final_account(side: Side, half_a_year: Path) -> None:
    row = settlement.statement(firms.opened(half_a_year), YEAR, "enterprise").loc[FIRM]
    facts = side.facts
    assert (facts["final_kg"], facts["consumed_kg"], facts["left_kg"]) == (
        row["final_kg"], row["consumed_kg"], row["left_kg"],
    )  # fmt: skip
    ways = side.tables["ways"].set_index("way")["amount_kg"]
    assert ways["virement"] == 1_500_000
    assert list(ways.index) == ["original", "adjustment", "virement", "carried", "borrowed"]
    assert ways.sum() == facts["final_kg"] == facts["consumed_kg"] + facts["projects_kg"] + facts["left_kg"]
    assert facts["consumed_kg"] == facts["est_kg"] + facts["ver_kg"]
    assert not facts["verified"]
    years = side.tables["budget_years"].set_index("year")
    assert list(years.index) == [2026, 2027, 2028, 2029, 2030]
    assert years.loc[YEAR, "left_kg"] == facts["left_kg"]
    assert side.tables["places"]["left_kg"].sum() == facts["left_kg"]


def test_months_sum_to_the_emissions_and_stand_against_the_plan(side: Side) -> None:
    months, rows = side.tables["budget_months"].set_index("month"), side.tables["budget_rows"]
    assert rows["emissions_kg"].sum() == months["emissions_kg"].sum() == side.facts["consumed_kg"]
    assert months["emissions_kg"].notna().tolist() == [True] * 6 + [False] * 6
    (progress,) = side.tables["progress"].to_dict("records")
    assert progress["executed_kg"] == months.loc[1:6, "emissions_kg"].sum()
    assert progress["plan_kg"] == months.loc[6, "plan_kg"]
    assert months.loc[12, "plan_kg"] == side.facts["final_kg"]
    threshold = settings.load(YEAR).threshold
    assert progress["executed_kg"] > progress["plan_kg"] * (1 + threshold)
    assert (side.facts["light"], side.facts["month"]) == ("red", 6)


def test_allowances_offsets_and_what_is_still_due(side: Side) -> None:
    held = side.tables["allowances"].set_index(["instrument", "vintage"])
    assert held.loc[("CEA", 2026), ["allocated", "pre", "held"]].tolist() == [30_000_000, 30_000_000, 0]
    assert held.loc[("CEA", 2025), ["frozen", "used"]].tolist() == [300_000, 57_000_000]
    due = side.tables["obligations"].set_index("year")
    assert due.loc[2025, ["due_kg", "allowances_kg", "credits_kg", "most_kg"]].tolist() == [
        60_000_000, 57_000_000, 1_800_000, 3_000_000,
    ]  # fmt: skip
    assert due.loc[2025, "status"] == "found"  # 5 % of what is due: 碳排放权交易管理办法（试行）第29条
    assert pd.isna(due.loc[2026, "due_kg"])
    (block,) = side.tables["credits"].to_dict("records")
    assert (block["block"], block["held"], block["used"], block["usable"]) == ("C-1", 3_200_000, 1_800_000, "CEA")


def test_the_price_of_what_was_bought_is_a_memo(side: Side, sides: Sides) -> None:
    other = sides.of(OTHER)
    assert other is not None
    assert side.tables["moves"]["paid_fen"].sum() == 777 * 81 * 100
    assert other.tables["moves"]["paid_fen"].sum() == -777 * 81 * 100


def test_in_shenzhen_offsets_are_a_share_of_what_allowances_do_not_cover(sides: Sides) -> None:
    found = sides.of(LOCAL)
    assert found is not None
    due = found.tables["obligations"].set_index("year").loc[2025]
    # 20 % of 6,003 − 5,000, rounded down: 深圳市碳排放权交易管理办法, recalled
    assert (due["base"], due["covered_kg"], due["most_kg"], due["status"]) == ("short", 5_000_000, 200_000, "recalled")
    days = found.tables["deadlines"].set_index("parameter")
    assert days.loc["sz_surrender_date", "date"].tolist() == ["2026-08-31", "2027-08-31"]
    assert set(days.loc["sz_surrender_date", "status"]) == {"recalled"}
    assert not [name for name in days.index if name.startswith("ets_")]


def test_green_power_is_read_in_two_ways_with_marks(side: Side) -> None:
    (certificate,) = side.tables["certificates"].to_dict("records")
    assert (certificate["held"], certificate["consumption"], certificate["enclave"]) == (60_000, 40_000, 0)
    (reading,) = side.tables["reading"].to_dict("records")
    assert (reading["consumption_kwh"], reading["retired_kwh"]) == (52_500, 40_000)
    # 生态环境部《关于发布2023年电力二氧化碳排放因子的公告》
    assert (reading["average"], reading["average_of"], reading["residual"]) == (0.4419, "Guangdong", 0.6096)
    assert reading["average_status"] == reading["residual_status"] == "found"


def test_carry_over_has_the_terms_of_its_formula(side: Side) -> None:
    (row,) = side.tables["carried"].to_dict("records")
    # 2023、2024 年度分配方案 附5: B 10 000 t, R 1.5; net sales 1 400 t; the holding of 9 000 t caps it.
    assert (row["base"], row["multiplier"], row["sold_t"] - row["bought_t"]) == (10_000, 1.5, 1_400)
    assert (row["most_kg"], row["carried_kg"], row["vintage"], row["target"]) == (9_000_000, 7_000_000, 2024, 2025)


def test_deadlines_name_their_document_and_mark(side: Side) -> None:
    rows = side.tables["deadlines"]
    by = {(row["parameter"], row["date"]): row for row in rows.to_dict("records")}
    assert by["ets_surrender_date", "2027-12-31"]["status"] == "found"
    assert by["budget_cutoff", "2026-11-30"]["status"] == "own"
    assert by["ets_carry_application_deadline", "2026-06-10"]["jurisdiction"] == "CN national ETS"
    assert by["budget_monitoring_reply_days", ""]["value"] == "10"
    assert (rows["citation"] != "").all()
    assert not [name for name in rows["parameter"] if name.startswith("sz_")]  # in the national market


def test_warnings_received(side: Side, sides: Sides) -> None:
    (row,) = side.tables["warnings"].to_dict("records")
    assert (row["month"], row["light"], row["executed_kg"]) == (6, "red", side.facts["consumed_kg"])
    other = sides.of(OTHER)
    assert other is not None
    assert other.tables["warnings"].empty
    assert "budget_monitoring_reply_days" not in set(other.tables["deadlines"]["parameter"])


def test_nothing_of_another_enters(sides: Sides) -> None:
    """Neither codes, names, blocks nor figures that only another has; notes of entries name both and stay out."""
    mine, theirs = sides.of(FIRM), sides.of(OTHER)
    assert mine is not None
    assert theirs is not None
    for own, words in ((mine, (OTHER, OTHER_NAME, "OTHER", "编造）")), (theirs, (FIRM, NAME, "C-1", "编造）"))):
        text = " ".join(frame.to_csv() for frame in own.tables.values()) + repr(dict(own.facts))
        assert [word for word in words if word in text] == []
    figures = {str(abs(each)) for each in (theirs.facts["final_kg"], theirs.facts["left_kg"], theirs.facts["est_kg"],
                                           43_211_000, 31_000)}  # fmt: skip
    text = " ".join(frame.to_csv() for frame in mine.tables.values()) + repr(dict(mine.facts))
    assert [each for each in figures if each in text] == []


def test_who_has_neither_budget_nor_instruments_has_no_side(sides: Sides) -> None:
    assert sides.of("91440300MADEUP0001") is None


def test_a_year_that_the_budget_does_not_have_is_told(half_a_year: Path) -> None:
    with pytest.raises(InputError) as refusal:
        Sides(firms.opened(half_a_year), 2031)
    assert refusal.value.findings[0].code == "budget-settle-year"


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_who_has_instruments_alone_has_an_account_all_the_same(half_a_year: Path, tmp_path: Path, lang: str) -> None:
    here, alone = copied(half_a_year, tmp_path), "91440300MADEUP0009"
    with acting("li"):
        row = markets.row({"enterprise": alone, "vintage": "2025", "final": "10", "unit": "SZA"})
        markets.carry_out(budget.find(here), "allowance final", [row], document=str(half_a_year / firms.PAPER),
                          effective="2026-05-20")  # fmt: skip
    views = Views(here, YEAR)
    found = views.view(views.find(alone))
    assert found.side is not None
    assert not found.side.facts["has_budget"]
    rows = {row["figure"]: row["value"] for row in account_budget.figures(found, lang)}
    assert "budget_t" not in rows
    assert rows["held_SZA_2025"] == 10
    for ending in account_files.ENDINGS:
        account_files.write(None, tmp_path / f"a{ending}", here, lang, found.side)
    said = "没有单独下达" if lang == "zh" else "no budget of its own"
    assert said in (tmp_path / "a.html").read_text("utf-8")


# Together with accounts


def copied(folder: Path, into: Path) -> Workspace:
    shutil.copytree(folder / "w", into / "w")
    return Workspace(into / "w")


def test_a_year_without_account_shows_the_budget_alone(half_a_year: Path) -> None:
    views = Views(Workspace(half_a_year / "w"), YEAR)
    found = views.view(views.find(NAME))
    assert found.account is None
    assert [each.code for each in found.remarks] == ["account-budget-only"]
    rows = {row["figure"]: row for row in account_budget.figures(found)}
    left = rows["budget_t"]["value"] - rows["budget_emissions_t"]["value"]
    assert rows["budget_left_t"]["value"] == pytest.approx(left)
    assert rows["still_due_CEA_2025"]["value"] == 1_200
    assert rows["offset_room_CEA_2025"]["value"] == 1_200
    assert "其中估算、填补" in rows["budget_emissions_t"]["note"]
    assert rows["budget_left_t"]["note"] == "官方口径，与净口径相等"
    assert len(account_budget.table(found, "budget_months")) == 12
    with pytest.raises(UsageError) as unknown:
        account_budget.table(found, "peers")
    assert "budget_months" in unknown.value.findings[0].message("zh")


def test_names_and_codes_that_are_not_known(half_a_year: Path) -> None:
    views = Views(Workspace(half_a_year / "w"), YEAR)
    assert views.find(FIRM.lower()) == views.find(NAME) == FIRM
    for text, code in (("虚构发电企业", "account-enterprise-ambiguous"), ("某某厂", "account-enterprise-unknown")):
        with pytest.raises(UsageError) as refusal:
            views.find(text)
        assert refusal.value.findings[0].code == code


def test_several_budgets_are_told_and_one_is_named(half_a_year: Path, tmp_path: Path) -> None:
    here = copied(half_a_year, tmp_path)
    first = Views(here, YEAR).sides
    assert first is not None
    with acting("li"):
        second, _, _ = plan.new(here, _renamed(tmp_path))
    found = Views(here, YEAR)  # the second is a draft
    assert found.sides is not None
    assert found.sides.budget.id == first.budget.id
    with pytest.raises(InputError) as refusal:
        Views(here, YEAR, budget=second.id)
    assert refusal.value.findings[0].code == "budget-not-issued"
    with pytest.raises(UsageError):
        Views(here, YEAR, budget="B-none")
    firms.approved_and_issued(second, tmp_path)
    none, remarks = account_budget.sides(here, YEAR, "")
    assert none is None
    assert [each.code for each in remarks] == ["account-budget-several"]
    assert second.id in remarks[0].message("zh")
    named = Views(here, YEAR, budget=first.budget.id).sides
    assert named is not None
    assert named.of(FIRM) is not None


def _renamed(folder: Path) -> Path:
    """The example under another name: another budget."""
    shutil.copytree(EXAMPLE, folder / "plan")
    path = folder / "plan" / "facts.csv"
    path.write_text(path.read_text("utf-8").replace("深圳市碳预算示例", "另一个示例"), encoding="utf-8")
    return folder / "plan"


def test_without_a_budget_nothing_changes(half_a_year: Path, tmp_path: Path) -> None:
    from ghginv.workspace import create

    with pytest.raises(InputError) as refusal:
        Views(create.create(tmp_path / "w", "440300", "深圳市"), YEAR)
    assert [each.code for each in refusal.value.findings] == ["account-no-run"]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_figures_are_named_in_words(half_a_year: Path, lang: str) -> None:
    """What is printed has no ids: names, instruments and items in words, lights too."""
    view = Views(Workspace(half_a_year / "w"), YEAR).view(FIRM)
    ids = account_budget.figures(view, lang)
    spoken = account_budget.spoken(ids, lang)
    assert [row["note"] for row in spoken] == [row["note"] for row in ids]
    assert [row["figure"] for row in spoken if "_" in row["figure"]] == []
    assert {row["figure"] for row in ids} & {row["figure"] for row in spoken} == set()
    lights = [row["value"] for row, plain in zip(spoken, ids, strict=True) if plain["figure"] == "budget_light"]
    assert lights == [{"zh": "红灯", "en": "red"}[lang]]
