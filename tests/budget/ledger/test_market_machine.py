"""Random market deeds beside a naive ledger: what is admitted, what stands afterwards, and that budgets never move."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from ghginv.budget.ledger import allowances, credits, green_power, guards, invariants, posting
from ghginv.budget.ledger import entries as tables
from ghginv.budget.ledger.blocks import Block, Market
from ghginv.budget.ledger.views import views
from ghginv.enterprise.quotas import issue
from tests.budget.ledger.made_up import ISSUE, PAPER, REGIONS, empty, posted, written
from tests.budget.ledger.market_made_up import OFFSET, T, head, with_terms

FIRMS, VINTAGES, DUE, CAP = ("E1", "E2"), (2024, 2025, 2026), 40, 5
FIRM, OTHER, VINTAGE = st.sampled_from(FIRMS), st.sampled_from(("", "E1", "E2")), st.sampled_from(VINTAGES)
AMOUNT = st.integers(1, 30)


class Dealing(RuleBasedStateMachine):
    """Holdings in pieces on paper: ``held``, ``frozen``, ``used`` by firm and vintage; blocks by holder."""

    @initialize()
    def begin(self):
        issued = ISSUE
        self.books = posted(empty(market=Market({}, (), {})), issued)
        self.official = views(self.books.legs, REGIONS, 2026)
        self.held = {(firm, year): 0 for firm in FIRMS for year in VINTAGES}
        self.frozen, self.used = dict(self.held), dict(self.held)
        self.owed: dict[tuple[str, int], int] = {}
        self.offset: dict[tuple[str, int], int] = {}
        self.blocks: dict[str, dict[str, int]] = {}
        self.kinds: dict[str, Block] = {}
        self.green: dict[str, int] = {}
        self.number, self.undo = 0, []

    def key(self) -> str:
        self.number += 1
        return f"k{self.number}"

    def post(self, entry, expected, terms=None) -> bool:
        """Judge and write; whether it was admitted is what the paper says, and a refusal changes nothing."""
        books = with_terms(self.books, **{entry.key: terms or {}})
        before = self.books.stored
        fresh, found = guards.judge([entry], books)
        assert (not found) == expected, ([each.message() for each in found], entry)
        if expected:
            self.books = written(books, fresh)
        assert self.books.stored.equals(before) or expected
        return expected

    @rule(seller=OTHER, buyer=OTHER, year=VINTAGE, amount=AMOUNT, price=st.integers(0, 10**6))
    def trade(self, seller, buyer, year, amount, price):
        if seller == buyer:
            return
        entry = allowances.trade(seller, buyer, "CEA", year, amount * T, price_fen=price, year=2026, **head(self.key()))
        if self.post(entry, not seller or self.held[seller, year] >= amount):
            if seller:
                self.held[seller, year] -= amount
            if buyer:
                self.held[buyer, year] += amount
            self.undo.append((self.books.entries["entry_id"].iloc[-1], seller, buyer, year, amount))

    @rule(firm=FIRM, year=VINTAGE, amount=AMOUNT, free=st.booleans())
    def freeze(self, firm, year, amount, free):
        here, there = (self.frozen, self.held) if free else (self.held, self.frozen)
        entry = allowances.freeze(firm, "CEA", year, amount * T, free=free, **head(self.key()))
        if self.post(entry, here[firm, year] >= amount):
            here[firm, year] -= amount
            there[firm, year] += amount

    @rule(firm=FIRM, year=VINTAGE, amount=AMOUNT)
    def cancel(self, firm, year, amount):
        entry = allowances.cancel(firm, "CEA", year, amount * T, **head(self.key()))
        if self.post(entry, self.held[firm, year] >= amount):
            self.held[firm, year] -= amount

    @rule(firm=FIRM, year=VINTAGE, pre=st.integers(1, 20), final=st.integers(0, 30), deduct=st.integers(0, 20))
    def allocate(self, firm, year, pre, final, deduct):
        if (firm, year) in self.owed:
            return
        made = issue.settle(pre, final, deduct)
        deed = [allowances.deduct(firm, "CEA", year, deduct * T, **head(self.key()))] if deduct else []
        deed += [
            allowances.preallocate(firm, "CEA", year, pre * T, made.pre_deducted * T, **head(self.key())),
            allowances.finalise(firm, "CEA", year, pre_kg=made.pre_issued * T, issued_kg=made.final_issued * T,
                                deducted_kg=(made.final_deducted - made.handed_back) * T, **head(self.key())),
        ]  # fmt: skip
        earlier = sum(left for (who, when), left in self.owed.items() if who == firm and when <= year)
        if earlier:  # a deduction of an earlier year goes first
            assert guards.judge(deed, self.books)[1] or made.issued == 0
            return
        for entry in deed:
            if entry.legs:
                self.post(entry, True)
        self.held[firm, year] += made.issued
        self.owed[firm, year] = made.to_deduct
        assert made.issued == max(0, final - deduct)

    @rule(firm=FIRM, year=st.sampled_from((2025, 2026)), vintage=VINTAGE, amount=AMOUNT)
    def surrender(self, firm, year, vintage, amount):
        entry = allowances.surrender(firm, "CEA", {vintage: amount * T}, **head(self.key()))
        older = [self.held[firm, each] for each in VINTAGES if 2025 <= each < vintage]
        done = self.used[firm, year] + self.offset.get((firm, year), 0)
        fits = 2025 <= vintage <= year and self.held[firm, vintage] >= amount
        fits = fits and done + amount <= DUE and not any(older)
        if self.post(entry, fits, {**OFFSET, "year": year, "due_kg": DUE * T}):
            self.held[firm, vintage] -= amount
            self.used[firm, year] += amount

    @rule(holder=FIRM, kind=st.sampled_from(("CCER", "GEC")), start=st.integers(0, 60), size=st.integers(1, 20))
    def register(self, holder, kind, start, size):
        name = f"B{self.number}"
        block = Block(kind, name, "P", 2026, "2026-01-05", f"S{start}", f"S{start + size - 1}", size)
        told = self.books.market
        self.books = replace(self.books, market=replace(told, blocks={**told.blocks, block.unit: block}))
        taken = [each for each in self.kinds.values() if each.instrument == kind
                 and int(each.start[1:]) <= start + size - 1 and start <= int(each.end[1:])]  # fmt: skip
        room = green_power if kind == "GEC" else credits
        if self.post(room.register(block, room.holder(holder), **head(self.key())), not taken):
            self.kinds[name], self.blocks[name] = block, {**dict.fromkeys(FIRMS, 0), holder: size, "used": 0}

    @precondition(lambda self: self.kinds)
    @rule(data=st.data(), firm=FIRM, amount=st.integers(1, 20), year=st.sampled_from((2025, 2026)))
    def retire(self, data, firm, amount, year):
        name = data.draw(st.sampled_from(sorted(self.kinds)))
        block, there = self.kinds[name], self.blocks[name][firm] >= amount
        if block.instrument == "GEC":
            entry = green_power.retire(block, green_power.holder(firm), amount * T, **head(self.key()))
            claimed = self.green.get(firm, 0) + amount
            terms = {"year": year, "consumption_kwh": 25 * T}
            if self.post(entry, there and claimed <= 25 and year == 2026, terms):
                self.green[firm] = claimed
                self.blocks[name][firm] -= amount
            return
        entry = credits.retire(block, credits.holder(firm), amount * T, **head(self.key()))
        used = self.offset.get((firm, year), 0) + amount
        fits = there and used <= CAP and used + self.used[firm, year] <= DUE
        if self.post(entry, fits, {**OFFSET, "year": year, "due_kg": DUE * T, "credits_most_kg": CAP * T}):
            self.offset[firm, year] = used
            self.blocks[name][firm] -= amount

    @precondition(lambda self: self.undo)
    @rule(data=st.data())
    def reverse(self, data):
        number, seller, buyer, year, amount = data.draw(st.sampled_from(self.undo))
        (entry,) = tables.some(self.books.entries, self.books.legs, [number])
        back = posting.reverse(entry, effective="2026-03-02", document=PAPER["document"], key=self.key())
        if self.post(back, not buyer or self.held[buyer, year] >= amount):
            self.undo = [each for each in self.undo if each[0] != number]
            for firm, sign in ((seller, 1), (buyer, -1)):
                if firm:
                    self.held[firm, year] += sign * amount

    @invariant()
    def agrees(self):
        """Holdings are those of the paper, all invariants hold, and the official view never moved."""
        if not hasattr(self, "books"):
            return
        stands = {(row.account, row.instrument, row.vintage): row.amount_kg for row in self.books.stored.itertuples()}
        for (firm, year), amount in self.held.items():
            for kind, mine in ((allowances.HOLDING, amount), (allowances.FROZEN, self.frozen[firm, year])):
                assert stands.get((allowances.of(kind, firm).text, "CEA", year), 0) == mine * T
        assert views(self.books.legs, REGIONS, 2026).equals(self.official)
        assert [each.code for each in invariants.check(self.books)] == []


TestMarket = Dealing.TestCase
TestMarket.settings = settings(max_examples=8, stateful_step_count=15, deadline=None,
                               suppress_health_check=list(HealthCheck))  # fmt: skip
