"""The worked example over a whole simulated year: monthly reports, warnings, trades, closing, evaluation, an appeal.

The budget and its year are made once, through the functions that the command line calls, deed by deed.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from ghginv.budget.ledger import replay
from ghginv.budget.settlement.statement import STANDS
from ghginv.errors import InputError
from ghginv.store import audit, journal
from ghginv.workspace import demo_budget, demo_year
from ghginv.workspace.audit import prove
from ghginv.workspace.budgets import evaluation, execution, ledger, markets, settlement, tracing, warning
from ghginv.workspace.budgets.orders import Order
from ghginv.workspace.demo_year_scene import Scene

YEAR, NEXT = 2026, 2027
RED, SELLER = "440306", "440305"
BESIDE = ("market", "trade")
APPEALED = "91440307FAKE00148Y"


@dataclass
class Played:
    """The year as played: what was said, breaches by deed, official views around deeds, balances around closing."""

    scene: Scene
    lines: list[str] = field(default_factory=list)
    views: list[tuple[str, list, list]] = field(default_factory=list)
    around: dict[str, dict[tuple[str, int], int]] = field(default_factory=dict)

    @property
    def budget(self) -> Any:
        return self.scene.budget


def official(scene: Scene) -> list[dict[str, Any]]:
    return markets.views(scene.budget, YEAR)


def balances(scene: Scene) -> dict[tuple[str, int], int]:
    """Budgets and what stands beside them by account and year; nothing of other instruments."""
    rows = journal.balances(scene.workspace.database, scene.budget.id)
    rows = rows[rows["instrument"].astype(str) == "BU"]
    return {(str(row["account"]), int(row["vintage"])): int(row["amount_kg"]) for row in rows.to_dict("records")}


@pytest.fixture(scope="module")
def played(tmp_path_factory) -> Played:
    folder = tmp_path_factory.mktemp("demo") / "budget"
    said = list(demo_budget.budget(folder))
    made = Played(demo_year.scene(folder), said)
    for deed in made.scene.case["deeds"]:
        beside = deed["do"] == "market" or deed.get("kind") == "trade"
        before = official(made.scene) if beside else []
        if deed["do"] == "settle":
            made.around["before"] = balances(made.scene)
        made.lines += list(demo_year.play(made.scene, deed))
        if beside:
            made.views.append((f"{deed['day']} {deed['do']}", before, official(made.scene)))
        if deed["do"] == "settle":
            made.around["after"] = balances(made.scene)
    return made


def test_the_books_are_whole_after_every_deed(played):
    deeds = played.scene.case["deeds"]
    assert len(deeds) > 40
    assert played.scene.checks == [0] * len(deeds)
    assert ledger.replay(played.budget)["same"]
    prove(played.scene.workspace)
    assert all("退回 0" in line for line in played.lines if "退回" in line)


def test_twelve_months_were_reported_and_posted(played):
    months = [line for line in played.lines if "月报" in line and "记账" in line]
    assert len(months) == 12
    assert set(execution.indicators(played.budget, YEAR)["month"]) == set(range(1, 13))


def test_the_district_in_red_got_letters_and_the_steps_grew(played):
    told = [each for each in warning.warnings(played.budget) if each["year"] == YEAR]
    lights = {each["month"]: each["lights"][f"region:{RED}"] for each in told}
    assert lights == {6: "yellow", 7: "red", 9: "red", 12: "red"}
    letters = {each["month"]: letter for each in told for letter in each["letters"] if letter["code"] == RED}
    assert "suspend" not in letters[7]["actions"]
    assert "suspend" in letters[9]["actions"]
    assert f"region:{RED}" in warning.suspended(played.budget, YEAR)
    kept = {each["document"]: each for each in played.budget.documents() if each["kind"] == "warning"}
    for letter in letters.values():
        assert kept[letter["document"]]["addressee"] == RED
        row = letter["figures"]
        assert 1.07 < row["executed_kg"] / row["plan_kg"] < 1.13


def test_trade_and_allowances_leave_the_official_view_alone(played):
    assert len(played.views) >= 9
    for name, before, after in played.views:
        assert before == after, name
    net = {row["region"]: row for row in markets.views(played.budget, YEAR, "net")}
    assert (net[RED]["traded_t"], net[SELLER]["traded_t"]) == (150_000, -150_000)
    assert net["440300-DP"]["sinks_t"] == 18_500


def test_a_seller_without_headroom_was_refused(played):
    at = next(place for place, line in enumerate(played.lines) if "拒绝 区间交易 440309" in line)
    assert "按预测可卖 0" in played.lines[at + 1]
    traded = [row for row in ledger.journal(played.budget) if row["kind"] == "trade" and row["instrument"] == "BU"]
    assert {row["account"] for row in traded} == {f"traded:{RED}", f"traded:{SELLER}"}


def test_allowances_are_surrendered_with_credits_within_the_cap(played):
    held = {(row["enterprise"], row["instrument"], row["vintage"]): row for row in markets.holdings(played.budget)}
    first = "91440304FAKE000102"
    assert held[first, "CEA", 2025]["used"] + held[first, "CCER", 2025]["used"] == 1_959_064 - 0
    assert held[first, "CCER", 2025]["used"] == 90_000 <= 0.05 * 1_959_064
    assert held["91440304FAKE00028U", "CEA", 2025]["used"] == 1_597_350
    (green,) = [row for row in held.values() if row["instrument"] == "GEC"]
    assert (green["held"], green["used"]) == (0, 30_000)


def test_one_project_runs_and_one_was_refused_with_reasons(played):
    refused = next(place for place, line in enumerate(played.lines) if "不予受理" in line)
    assert any("替代量" in line for line in played.lines[refused + 1 : refused + 5])
    steps = [event["detail"]["verb"] for event in played.budget.events if event["step"] == "project"]
    assert steps == ["submit", "approve", "build", "accept", "start"]


def test_a_balance_is_traced_to_the_cell_that_was_sent_in(played):
    account = f"available:{SELLER}:C39:DIF"
    found = tracing.trace(played.budget, account, YEAR)
    (entry,) = [each for each in found["entries"] if each["kind"] == "estimate" and each["month"] == f"{YEAR}-03"]
    (row,) = entry["rows"]
    assert entry["document"]["kind"] == "evidence"
    assert entry["reversed_by"]  # verified figures took its place
    path = played.scene.folder / "monthly" / f"{YEAR}-03" / row["file"].split(" ")[0]
    book = openpyxl.load_workbook(path)
    reported = book[row["sheet"]][row["cell"].split(" ")[0]].value
    deducted = sum(
        float(each["quantity"]) for each in played.scene.year.own(3)
        if each["item"] == row["item"] and (each["enterprise"], SELLER, "C39") in _places(played.scene)
    )  # fmt: skip
    assert float(row["quantity"]) == pytest.approx(reported - deducted, rel=1e-9)
    assert sum(entry["legs"].values()) <= 0 or entry["legs"]


def _places(scene: Scene) -> set[tuple[str, str, str]]:
    return {(each.enterprise, each.region, each.industry) for each in scene.year.places if each.enterprise}


def test_the_settled_year_is_sealed(played):
    budget = played.budget
    assert settlement.closed(budget, YEAR)
    (told,) = [each["detail"] for each in budget.events if each["step"] == "settle"]
    legs = journal.legs(played.scene.workspace.database, budget.id)
    assert replay.digest_of_year(legs, YEAR) == told["sealed"]
    paper = played.scene.signed({"day": "2027-08-01", "document": "关账以后（虚构）"})
    order = Order("virement", f"available:{RED}:G54:KEY", (f"available:{RED}:C39:PWR",), YEAR, "1", document=paper)
    with audit.acting("记账员己（虚构）", "2027-08-01"), pytest.raises(InputError) as refusal:
        ledger.post(budget, order)
    assert any("closed" in each.code for each in refusal.value.findings)


def test_consumed_equals_the_inventory(played):
    (told,) = [each["detail"] for each in played.budget.events if each["step"] == "verify"]
    (of_city,) = told["inventories"]
    row = settlement.statement(played.budget, YEAR).loc["440300"]
    assert row["consumed_kg"] == of_city["inventory_kg"]
    assert of_city["difference_kg"] == 0
    assert row["final_kg"] == sum(row[name] for name in STANDS)


def test_what_closed_is_what_opens(played):
    """Half of what a district has left goes into 2027, account by account; else 2027 opens as it was issued."""
    before, after = played.around["before"], played.around["after"]
    carried = carried_over(played)
    assert carried
    opened = {key: after.get(key, 0) - before.get(key, 0) for key in {*before, *after} if key[1] == NEXT}
    closed = {key: before.get(key, 0) - after.get(key, 0) for key in {*before, *after} if key[1] == YEAR}
    assert {key[0]: kg for key, kg in opened.items() if kg and not key[0].startswith("carry:")} == carried
    assert {key[0]: kg for key, kg in closed.items() if kg and not key[0].startswith("carry:")} == carried
    over: dict[str, int] = {}
    for (account, _), kg in after.items():
        if account.startswith("carry:"):
            over[account] = over.get(account, 0) + kg
    assert set(over.values()) == {0}
    table = settlement.statement(played.budget, YEAR)
    following = settlement.statement(played.budget, NEXT)
    assert table.loc["440300", "carried_out_kg"] == following.loc["440300", "carried_kg"] == sum(carried.values())
    assert table.loc[RED, "carried_out_kg"] == 0  # overspent in all
    assert any("转入 2027 年" in line for line in played.lines)


def test_the_signed_draft_says_what_was_then_carried_over(played):
    book = openpyxl.load_workbook(played.scene.folder / "settlement" / f"{YEAR} 决算书.xlsx", data_only=True)
    rows = [[cell.value for cell in row] for row in book["结转"].iter_rows(min_row=4)]
    said = {code: carried for code, _, carried in rows if isinstance(carried, int | float)}
    table = settlement.statement(played.budget, YEAR)["carried_out_kg"]
    assert sum(said.values()) * 1000 == pytest.approx(table["440300"])
    assert RED not in said


def carried_over(played) -> dict[str, int]:
    """What each account took into the next year, by the entries."""
    rows = [row for row in ledger.journal(played.budget) if row["kind"] == "carry-over" and row["vintage"] == NEXT]
    return {row["account"]: row["amount_kg"] for row in rows if row["account"].startswith("available:")}


def test_everybody_was_judged_and_an_appeal_reopened_one(played):
    districts = evaluation.latest(played.budget, YEAR, "region", "local-100")
    grades = {each["subject"]: each["grade"] for each in districts.records}
    assert grades[RED] == "failed"
    assert grades[SELLER] == "excellent"
    (city,) = evaluation.latest(played.budget, YEAR, "region", "national-5-9").records
    assert city["grade"] == "passed"
    firms = evaluation.latest(played.budget, YEAR, "enterprise")
    assert len(firms.records) == 48
    assert firms.appealed == (APPEALED,)
    prior = [row for row in ledger.journal(played.budget) if row["kind"] == "prior-period"]
    assert {row["vintage"] for row in prior} == {NEXT}


def test_the_adjustment_came_before_the_cut_off(played):
    adjusted = next(event for event in played.budget.events if event["step"] == "adjust")
    assert adjusted["version"] in (1, 2)
    totals = {each["version"]: each["about"]["totals"] for each in played.budget.versions()}
    assert totals[1][str(YEAR)] == 68_327_908_000
    assert totals[2][str(YEAR)] == 67_416_869_000
    days = {row["effective"] for row in ledger.journal(played.budget) if row["kind"] == "adjustment"}
    assert days == {"2026-10-15"}


def test_files_were_written(played):
    written = {path.relative_to(played.scene.folder).as_posix() for path in played.scene.folder.rglob("*.*")}
    for name in ("reports/2026-06 简报.docx", "reports/2026-12 月报.xlsx", "settlement/2026 决算书.docx",
                 "accounts/虚构半导体企业001.xlsx", "inventory/2026.xlsx"):  # fmt: skip
        assert name in written


def test_the_year_is_played_once(played):
    again = list(demo_year.year(Path(played.scene.workspace.path)))
    assert "已经决算" in again[-1]
