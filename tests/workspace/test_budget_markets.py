"""Market deeds in a workspace: rows in, entries with their basis, remarks; refusals name the row and change nothing."""

from __future__ import annotations

import shutil
from pathlib import Path

import openpyxl
import pytest

from ghginv.errors import InputError
from ghginv.store import budgets
from ghginv.store.audit import acting
from ghginv.workspace.budgets import ledger, market_columns, markets
from tests.workspace.budget_issued import PAPER, issued, opened

FIRM, OTHER = "91440304FAKE000102", "91440304FAKE00028U"
"""Made-up enterprises of the worked example, in the national market."""


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("issued")
    issued(folder)
    return folder


class Desk:
    """Somebody who posts market deeds on the paper that another signed."""

    def __init__(self, folder: Path):
        self.folder = folder

    def does(self, verb: str, *rows: dict, on: str = "2026-03-01", actor: str = "li") -> markets.Done:
        with acting(actor):
            given = [markets.row({name: str(value) for name, value in row.items()}) for row in rows]
            return markets.carry_out(opened(self.folder), verb, given, document=str(self.folder / PAPER), effective=on)

    def refused(self, verb: str, *rows: dict, on: str = "2026-03-01") -> list[str]:
        """The codes of why rows are refused; nothing was posted, no event was stored."""
        before = self.state()
        with pytest.raises(InputError) as said:
            self.does(verb, *rows, on=on)
        assert self.state() == before
        for each in said.value.findings:
            assert "{" not in each.message("zh") + each.message("en")
        return [each.code.removeprefix("budget-market-") for each in said.value.findings]

    def state(self) -> tuple:
        found = opened(self.folder)
        return ledger.replay(found)["stored"], budgets.revision(found.workspace.database, found.id)

    def holds(self, enterprise: str = FIRM, **wanted) -> list[dict]:
        return markets.holdings(opened(self.folder), enterprise=enterprise, **wanted)

    def whole(self) -> None:
        checked = ledger.check(opened(self.folder))
        assert [each.message() for each in checked.findings] == []


@pytest.fixture
def desk(made, tmp_path) -> Desk:
    shutil.copytree(made, tmp_path / "d")
    return Desk(tmp_path / "d")


def warned(done: markets.Done) -> list[str]:
    return [each.code.removeprefix("budget-market-") for each in done.remarks]


def test_a_year_of_an_entity_by_the_published_rules(desk):
    """Pre-allocation of half, final allocation, a sale, surrender with credits up to 5 %."""
    (row,) = desk.does("allowance pre", {"enterprise": FIRM, "vintage": 2025, "verified": "60001"}).rows
    assert row["amount_t"] == 30_000  # half of 60001, rounded down
    assert "ets_preallocation_share@2025-01-01 = 50 [found]" in row["basis"]
    desk.does("allowance final", {"enterprise": FIRM, "vintage": 2025, "final": 58_000, "verified": 60_000})
    desk.does("allowance sell", {"enterprise": FIRM, "vintage": 2025, "amount": 1000, "price": 80})
    block = {"instrument": "CCER", "id": "C-1", "project": "P", "vintage": 2025, "registered": "2025-03-01",
             "start": "N-1", "end": "N-5000", "quantity": 5000, "enterprise": FIRM}  # fmt: skip
    desk.does("credit register", block)
    due = {"enterprise": FIRM, "year": 2025, "due": 60_000, "block": "C-1"}
    assert desk.refused("allowance surrender", {**due, "credits": 3001}) == ["credit-cap"]
    done = desk.does("allowance surrender", {**due, "credits": 3000})
    assert warned(done) == []
    (allowance,) = desk.holds(instrument="CEA")
    assert (allowance["held"], allowance["used"], allowance["pre"]) == (0, 57_000, 0)
    (credit,) = desk.holds(instrument="CCER.C-1")
    assert (credit["held"], credit["used"]) == (2000, 3000)
    desk.whole()


def test_the_official_example_of_deductions(desk):
    """2025-2026 draft, table 2-5 (10 kt): pre 5, final 3, to deduct 7: pre paid 0, 2 handed back, 4 still to deduct."""
    desk.does("allowance deduct", {"enterprise": FIRM, "vintage": 2025, "amount": 70_000})
    desk.does("allowance pre", {"enterprise": FIRM, "vintage": 2025, "amount": 50_000})
    desk.does("allowance final", {"enterprise": FIRM, "vintage": 2025, "final": 30_000})
    (row,) = desk.holds()
    assert (row["pre"], row["held"], row["to_deduct"]) == (0, 0, 40_000)
    assert desk.refused("allowance final", {"enterprise": FIRM, "vintage": 2025, "final": 1, "key": "x"}) == [
        "final-twice"
    ]
    desk.does("allowance pre", {"enterprise": FIRM, "vintage": 2026, "amount": 50_000})
    rows = {row["vintage"]: row for row in desk.holds()}
    assert (rows[2026]["pre"], rows[2026]["to_deduct"]) == (10_000, 0)
    assert 2025 not in rows
    desk.whole()


def test_a_deduction_decided_after_the_pre_allocation(desk):
    desk.does("allowance pre", {"enterprise": FIRM, "vintage": 2025, "amount": 50_000})
    desk.does("allowance deduct", {"enterprise": FIRM, "vintage": 2025, "amount": 20_000})
    desk.does("allowance final", {"enterprise": FIRM, "vintage": 2025, "final": 60_000})
    (row,) = desk.holds()
    assert (row["held"], row["to_deduct"]) == (50_000, 10_000)


def test_pre_allocated_units_may_be_sold_and_are_taken_back(desk):
    """Our default lets them be sold; what is sold above the final allocation must be bought back first."""
    desk.does("allowance pre", {"enterprise": FIRM, "vintage": 2025, "amount": 100})
    (sold,) = desk.does("allowance sell", {"enterprise": FIRM, "vintage": 2025, "amount": 60, "price": 80}).rows
    assert "market_pre_tradable@2019-01-01 = yes [own]" in sold["basis"]
    assert desk.refused("allowance final", {"enterprise": FIRM, "vintage": 2025, "final": 50}) == ["short"]
    desk.does("allowance final", {"enterprise": FIRM, "vintage": 2025, "final": 80})
    (row,) = desk.holds()
    assert (row["pre"], row["held"]) == (0, 20)


@pytest.mark.parametrize(("received", "held", "short"), [(120, 20, []), (80, 0, ["still-due"])])
def test_differentiated_issuing(desk, received, held, short):
    """Table 2-5 note 9: received 120, due 100: 20 released; received 80, due 100: 20 still to buy."""
    desk.does("allowance final", {"enterprise": FIRM, "vintage": 2025, "final": received, "differentiated": "yes"})
    assert desk.refused("allowance sell", {"enterprise": FIRM, "vintage": 2025, "amount": 1}) == ["frozen"]
    done = desk.does("allowance surrender", {"enterprise": FIRM, "year": 2025, "due": 100, "differentiated": "yes"})
    assert warned(done) == short
    (row,) = desk.holds()
    assert (row["held"], row["frozen"], row["used"]) == (held, 0, min(received, 100))
    if short:
        assert done.remarks[0].found == "20"


CARRY = {"enterprise": FIRM, "sold": 8000, "bought": 2000, "on_time": "yes", "day": "2026-05-20"}


def test_a_carry_over_by_the_formula(desk):
    """T = min(floor(10000 + 1.5 x (8000 - 2000)), holding) = 19000; the rest is void."""
    desk.does("allowance buy", {"enterprise": FIRM, "vintage": 2023, "amount": 20_000, "price": 80},
              {"enterprise": FIRM, "vintage": 2024, "amount": 5000, "price": 80})  # fmt: skip
    assert desk.refused("allowance carry", {**CARRY, "amount": 19_001}) == ["carry-over"]
    assert desk.refused("allowance carry", {**CARRY, "amount": 25_001}) == ["available"]
    assert desk.refused("allowance carry", {**CARRY, "day": "2026-06-11"}) == ["carry-late", "carry-late"]
    assert desk.refused("allowance carry", {**CARRY, "on_time": "no"}) == ["carry-missed", "carry-missed"]
    desk.does("allowance freeze", {"enterprise": FIRM, "vintage": 2024, "amount": 1000})
    assert desk.refused("allowance carry", {**CARRY, "pending": 30_000}) == ["pending"]
    (row,) = desk.does("allowance carry", {**CARRY, "void": "yes"}).rows
    assert "ets_carry_multiplier@2026-01-01 = 1.5 [found]" in row["basis"]
    held = {row["vintage"]: (row["held"], row["frozen"], row["cancelled"]) for row in desk.holds()}
    assert held == {2023: (0, 0, 5000), 2024: (0, 1000, 0), 2025: (19_000, 0, 0)}
    desk.whole()


def test_the_oldest_vintage_is_surrendered_first(desk):
    for vintage in (2025, 2026):
        desk.does("allowance buy", {"enterprise": FIRM, "vintage": vintage, "amount": 60, "price": 80})
    desk.does("allowance surrender", {"enterprise": FIRM, "year": 2026, "due": 100}, on="2027-06-01")
    assert {row["vintage"]: row["held"] for row in desk.holds()} == {2025: 0, 2026: 20}
    more = {"enterprise": FIRM, "year": 2026, "due": 120, "amount": 1}
    late = desk.does("allowance surrender", more, on="2028-01-01")
    assert warned(late) == ["still-due", "late"]
    row = {"enterprise": FIRM, "year": 2025, "due": 10}
    assert desk.refused("allowance surrender", row) == ["nothing"]
    assert desk.refused("allowance surrender", {**row, "amount": 5}) == ["available"]


def test_shenzhen_caps_offsets_by_what_allowances_do_not_cover(desk):
    """20 % of the part that allowances do not cover (recalled): due 1000, allocated 800: at most 40."""
    desk.does("allowance final", {"enterprise": FIRM, "unit": "SZA", "vintage": 2025, "final": 800})
    block = {"instrument": "PHCER", "id": "P-1", "project": "P", "vintage": 2025, "registered": "2025-03-01",
             "quantity": 100, "enterprise": FIRM}  # fmt: skip
    use = {"enterprise": FIRM, "unit": "SZA", "year": 2025, "due": 1000, "amount": 41}
    desk.does("credit register", {**block, "host": "440305"}, {**block, "id": "P-2", "host": "510100"})
    assert desk.refused("credit retire", {**use, "block": "P-1"}) == ["credit-cap"]
    assert desk.refused("credit retire", {**use, "block": "P-2", "amount": 1}) == ["credit-host"]
    (row,) = desk.does("credit retire", {**use, "block": "P-1", "amount": 40}).rows
    assert "sz_offset_cap@2022-07-01 = 20 [recalled]" in row["basis"]
    assert "market_home_only@2022-07-01 = PHCER [own]" in row["basis"]
    national = {**use, "unit": "CEA", "block": "P-1", "amount": 1}
    assert desk.refused("credit retire", national) == ["credit-kind"]


def test_a_block_is_split_by_rows_with_its_name(desk):
    whole = {"id": "G", "project": "P", "vintage": 2026, "registered": "2026-02-01", "start": "1", "end": "100",
             "quantity": 100, "enterprise": FIRM}  # fmt: skip
    parts = [{**whole, "id": "Ga", "end": "30", "quantity": 30, "parent": "G"},
             {**whole, "id": "Gb", "start": "31", "quantity": 70, "parent": "G"}]  # fmt: skip
    desk.does("green register", whole)
    assert desk.refused("green register", parts[0]) == ["split"]
    desk.does("green register", *parts)
    assert {row["block"]: row["held"] for row in desk.holds()} == {"Ga": 30, "Gb": 70}
    assert desk.refused("green register", {**whole, "id": "X", "start": "100", "end": "199"}) == ["overlap"]
    assert desk.refused("green register", {**whole, "project": "other"}) == ["block-known"]
    assert desk.refused("green register", {**whole, "id": "Y", "quantity": 99, "start": "200", "end": "300"}) == [
        "serials"
    ]
    twin = {**whole, "instrument": "CCER", "id": "T", "twin": "Ga", "start": "", "end": ""}
    assert desk.refused("credit register", twin) == ["twin"]
    desk.whole()


def test_green_power_and_an_enclave(desk):
    block = {"project": "P", "vintage": 2026, "registered": "2026-02-01", "quantity": 100}
    desk.does("green register", {**block, "id": "G1", "enterprise": FIRM}, {**block, "id": "G2", "region": "440305"})
    claim = {"block": "G1", "enterprise": FIRM, "amount": 41, "consumption": "40.5"}
    assert desk.refused("green retire", claim) == ["green-consumption"]
    desk.does("green retire", {**claim, "amount": 40})
    assert desk.refused("green retire", {"block": "G1", "enterprise": FIRM, "amount": 1}) == ["missing"]
    assert desk.refused("green retire", {**claim, "use": "fun"}) == ["use"]
    share = {"contract": "Z1", "year": 2026, "region": "440305", "origin": "440311", "share": 60, "mwh": 100,
             "tonnes": 50, "block": "G2", "amount": 30}  # fmt: skip
    assert desk.refused("enclave share", share) == ["gec"]
    desk.does("green retire", {"block": "G2", "region": "440305", "amount": 60, "use": "enclave"})
    assert desk.refused("enclave share", {**share, "amount": "30.001"}) == ["gec", "share"]
    desk.does("enclave share", share)
    desk.does("sink", {"region": "440305", "year": 2026, "amount": "7.5"})
    rows = {row["region"]: row for row in markets.views(opened(desk.folder), 2026, "net")}
    assert rows["440305"]["net_left_t"] - rows["440305"]["left_t"] == pytest.approx(30)
    assert rows["440311"]["net_left_t"] - rows["440311"]["left_t"] == pytest.approx(-30)
    assert rows["440305"]["sinks_t"] == rows["440300"]["sinks_t"] == 7.5
    assert "net_left_t" not in markets.views(opened(desk.folder), 2026)[0]
    desk.whole()


def test_allowances_never_move_the_official_view(desk):
    before = markets.views(opened(desk.folder), 2026, "net")
    desk.does("allowance final", {"enterprise": FIRM, "vintage": 2026, "final": 800})
    sale = {"enterprise": FIRM, "vintage": 2026, "amount": 300, "price": 80, "counterparty": OTHER}
    desk.does("allowance sell", sale)
    assert markets.views(opened(desk.folder), 2026, "net") == before
    assert [row["held"] for row in desk.holds(OTHER)] == [300]


def test_one_market_a_year(desk):
    desk.does("allowance pre", {"enterprise": FIRM, "vintage": 2025, "amount": 100})
    local = {"enterprise": FIRM, "unit": "SZA", "vintage": 2025, "amount": 100}
    assert desk.refused("allowance pre", local) == ["two"]


def test_who_is_below_the_threshold_is_remarked_on(desk):
    done = desk.does("allowance pre", {"enterprise": FIRM, "vintage": 2026, "verified": 20_000})
    assert warned(done) == ["below"]


def test_who_is_not_in_the_layer_of_the_market_is_remarked_on(desk):
    pre = {"enterprise": FIRM, "vintage": 2026, "amount": 100}
    assert warned(desk.does("allowance pre", pre)) == []
    done = desk.does("allowance pre", {**pre, "enterprise": "typo"}, {**pre, "unit": "SZA", "vintage": 2027})
    assert warned(done) == ["listed", "listed"]
    assert [each.found for each in done.remarks] == ["-", "ETSN"]


def test_an_absurd_price_is_remarked_on(desk):
    buy = {"enterprise": FIRM, "vintage": 2025, "amount": 1}
    assert warned(desk.does("allowance buy", {**buy, "price": 5000}, {**buy, "amount": 2}, {**buy, "price": 80})) == [
        "price", "price-none",
    ]  # fmt: skip


def test_the_same_rows_are_posted_once(desk):
    rows = [{"enterprise": FIRM, "vintage": 2025, "amount": 10, "price": 80}] * 2
    desk.does("allowance buy", *rows)
    again = desk.does("allowance buy", *rows, on="2026-04-01")
    assert [row["already"] for row in again.rows] == [True, True]
    assert [row["held"] for row in desk.holds()] == [20]
    keyed = {"enterprise": FIRM, "vintage": 2025, "amount": 5, "price": 80, "key": "K1"}
    desk.does("allowance buy", keyed)
    assert desk.refused("allowance buy", {**keyed, "amount": 6}) == ["key"]
    assert desk.refused("allowance buy", {**keyed, "key": "K2"}, {**keyed, "key": "K2"}) == ["key-twice"]


def test_all_rows_or_none(desk):
    buy = {"enterprise": FIRM, "vintage": 2025, "price": 80}
    assert desk.refused("allowance buy", {**buy, "amount": 10}, {**buy, "amount": "1.5"}) == ["amount"]
    assert desk.holds() == []


def test_who_signed_does_not_post(desk):
    with pytest.raises(InputError) as said:
        desk.does("sink", {"region": "440305", "year": 2026, "amount": 1}, actor="wang")
    assert said.value.findings[0].code == "budget-own-document"


BAD = [
    ("allowance buy", {"enterprise": FIRM, "vintage": 2025}, ["missing"]),
    ("allowance buy", {"enterprise": "A:B", "vintage": "2025年", "amount": "1万"}, ["value"] * 3),
    ("allowance buy", {"enterprise": FIRM, "vintage": 2025, "amount": "-5"}, ["value"]),
    ("allowance buy", {"enterprise": FIRM, "vintage": 2025, "amount": "0"}, ["amount"]),
    ("allowance buy", {"enterprise": FIRM, "vintage": 2025, "amount": 1, "unit": "EUA"}, ["unit"]),
    ("allowance pre", {"enterprise": FIRM, "vintage": 2025}, ["either"]),
    ("allowance pre", {"enterprise": FIRM, "vintage": 2035, "verified": 5}, ["no-rule"]),
    ("allowance surrender", {"enterprise": FIRM, "year": 2025, "due": 5, "credits": 1}, ["both"]),
    ("credit buy", {"block": "nothing", "amount": 1, "enterprise": FIRM}, ["block-unknown"]),
    ("credit retire", {"block": "nothing", "amount": 1}, ["block-unknown"]),
    ("sink", {"region": "440305", "year": 1999, "amount": 1}, ["value"]),
]


@pytest.mark.parametrize(("verb", "row", "codes"), BAD)
def test_what_is_wrong_with_a_row_is_named(desk, verb, row, codes):
    assert desk.refused(verb, row) == codes


@pytest.mark.parametrize("day", ["abc", "2026-02-30", "2026/03/01"])
def test_the_effective_day_is_a_day(desk, day):
    assert desk.refused("sink", {"region": "440305", "year": 2026, "amount": 1}, on=day) == ["day"]


def test_a_sink_stands_at_a_region_and_a_year_of_the_plan(desk):
    assert desk.refused("sink", {"region": "999999", "year": 2026, "amount": 1}) == ["budget-ledger-node"]
    assert desk.refused("sink", {"region": "440305", "year": 2040, "amount": 1})[-1] == "budget-ledger-vintage"


def test_files_are_read_with_their_places(desk, tmp_path):
    path = tmp_path / "买入.csv"
    path.write_bytes("企业,配额年度,数量,单价\nF1,2025,10,80\nF1,2025,约5,80\n".encode("gb18030"))
    rows = markets.read(path, "allowance buy")
    with acting("li"), pytest.raises(InputError) as said:
        markets.carry_out(opened(desk.folder), "allowance buy", rows, document=str(desk.folder / PAPER))
    (finding,) = said.value.findings
    assert (finding.file, finding.cell, finding.found) == ("买入.csv", "line 3", "约5")
    book = openpyxl.Workbook()
    book.active.append(["编造 made up"])
    book.active.append(["企业", "配额年度", "数量", "单价"])
    book.active.append(["F1", 2025, 10, 80.5])
    book.active.append(["F1", 2025, 99.5, 80])
    book.save(tmp_path / "b.xlsx")
    rows = markets.read(tmp_path / "b.xlsx", "allowance buy")
    assert dict(rows[0].values) == {"enterprise": "F1", "vintage": "2025", "amount": "10", "price": "80.5"}
    with acting("li"), pytest.raises(InputError) as said:
        markets.carry_out(opened(desk.folder), "allowance buy", rows, document=str(desk.folder / PAPER))
    assert [(each.sheet, each.cell, each.found) for each in said.value.findings] == [("Sheet", "C4", "99.5")]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "file-empty"),
        (b"enterprise,vintage,amount\n", "file-empty"),
        (b"enterprise,colour\nF1,red\n", "header"),
        (b"enterprise,enterprise\nF1,F1\n", "header"),
        (b"enterprise,vintage,amount\nF1,2025\n", "file-row"),
        (b"\xff\xff\xff", "file-unread"),
        (b'enterprise,vintage,amount\n"F1,2025,1\n', "file-unread"),
    ],
)
def test_files_that_are_no_table(tmp_path, content, code):
    path = tmp_path / "x.csv"
    path.write_bytes(content)
    with pytest.raises(InputError) as said:
        markets.read(path, "allowance buy")
    assert said.value.findings[0].code == f"budget-market-{code}"


def test_a_workbook_without_the_columns(tmp_path):
    book = openpyxl.Workbook()
    book.active.append(["甲", "乙"])
    book.save(tmp_path / "x.xlsx")
    with pytest.raises(InputError) as said:
        markets.read(tmp_path / "x.xlsx", "sink")
    assert said.value.findings[0].code == "budget-market-headers"


def test_every_verb_names_known_columns():
    for verb, deed in market_columns.VERBS.items():
        assert set(deed.needs) | set(deed.takes) <= set(market_columns.COLUMNS), verb
