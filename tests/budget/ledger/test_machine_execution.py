"""Random cities and commands with emissions, projects, trade and successions, beside a ledger kept on paper."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from ghginv.budget.ledger import commitments, consumption, successions, trading
from ghginv.budget.ledger.accounts import Account
from tests.budget.ledger.made_up import DOCUMENT
from tests.budget.ledger.naive_execution import (
    BUFFER,
    BUYER_CAP,
    CLAWBACK,
    PRICE_FEN,
    PaperOfExecution,
    at,
)
from tests.budget.ledger.test_machine import DAYS, LAYERS, QUIET, VINTAGE, Ledger, StoredLedger

PART = st.sampled_from([10, 50, 100, 130])
LEAF = ("", "", "")
AMOUNTS = st.sampled_from([1, 30, 90, 250, -40])


class Execution(Ledger):
    """The ledger with all kinds of entries that move budgets."""

    paper_book = PaperOfExecution

    def set_up(self):
        super().set_up()
        ruled = {"trade_buyer_cap": float(BUYER_CAP), "trade_seller_buffer": float(BUFFER), "trade": True}
        self.books = replace(self.books, rules=replace(self.books.rules, closure_clawback=float(CLAWBACK), **ruled))
        self.heirs, self.emissions = [], 0

    def drawn_places(self, draw):
        found = super().drawn_places(draw)
        reserve = ("reserve.new", "C", *LEAF)
        return found if reserve in found else [*found, reserve]

    def do(self, command, make, rows):
        """Carry out a command on both ledgers, or on none."""
        paper = {"effective": command["day"], "document": DOCUMENT}
        if self.post([make(**paper)], self.paper.allowed(command)):
            self.paper.record(command, rows)

    def command(self, deed, source, target, year, kg, day):
        return {"deed": deed, "from": source, "to": target, "year": year, "kg": kg, "day": day}

    def placed_at(self, data):
        return data.draw(st.sampled_from([*self.cells, *self.heirs]))

    @rule(data=st.data(), deed=st.sampled_from(["estimate", "estimate", "estimate", "verified", "unexplained"]),
          month=st.sampled_from([1, 2, 3]), kg=AMOUNTS, year=VINTAGE, day=DAYS)  # fmt: skip
    def emit(self, data, deed, month, kg, year, day):
        place = self.placed_at(data)
        if deed == "unexplained" and place[4]:
            place = (*place[:4], "")
        kg = abs(kg) if deed == "unexplained" else kg  # what was sold is estimated and verified
        account, self.emissions = Account(*place), self.emissions + 1
        period = f"{year}-{month:02d}" if deed == "estimate" else year
        key = consumption.key(deed, period, account, self.emissions)
        make, left = getattr(consumption, deed), self.paper.left(place, year)
        command = self.command(deed, place, month, year, abs(kg), day)
        rows = self.paper.rows_of_emission(deed, place, year, kg)
        self.do(command, lambda **paper: make(account, year, kg, left, key=key, **paper), rows)

    @precondition(lambda self: hasattr(self, "emissions") and self.emissions)
    @rule(data=st.data(), kg=st.sampled_from([5, -5]), year=st.sampled_from([2026, 2027]), day=DAYS)
    def prior(self, data, kg, year, day):
        place, self.emissions = self.placed_at(data), self.emissions + 1
        key = f"prior/2026/{Account(*place).text}/{self.emissions}"
        command = self.command("prior", place, None, year, abs(kg), day)
        rows = [(at(place, "prior"), year, kg), (at(place, "external"), year, -kg)]
        account = Account(*place)
        self.do(command, lambda **paper: consumption.prior_period(account, year, kg, year=2026, key=key, **paper), rows)

    @rule(data=st.data(), deed=st.sampled_from(["hold", "hold", "commit", "commit", "free", "lapse", "start"]),
          part=PART, year=st.sampled_from([2026, 2026, 2027]), day=DAYS)  # fmt: skip
    def project(self, data, deed, part, year, day):
        wanted = {"hold": "available", "commit": "reserved", "free": "reserved"}.get(deed, "committed")
        kept = [place for place in self.cells if self.paper.balance(at(place, wanted), year)]
        deed = deed if kept else "hold"
        place = data.draw(st.sampled_from(kept or self.cells))
        reserves = [each for each in self.places if each[0].startswith("reserve")]
        side = data.draw(st.sampled_from([place, place, *reserves]))
        most = self.paper.balance(side if deed == "hold" else at(place, wanted), year)
        kg = max(most * part // 100, 1)
        given = (Account(*place), "P1", year, kg)
        back = None if side == place else Account(*side)
        if deed == "start":
            layer = data.draw(st.sampled_from(LAYERS))
            return self.start(place, (*place[:3], layer, data.draw(st.sampled_from(["", "E2"]))), side, kg, year, day)
        makers = {
            "hold": lambda **paper: commitments.hold(*given, **paper)
            if back is None else commitments.hold_from_reserve(back, *given, **paper),
            "commit": lambda **paper: commitments.commit(*given, **paper),
            "free": lambda **paper: commitments.release_hold(*given, back=back, **paper),
            "lapse": lambda **paper: commitments.lapse(*given, back=back, **paper),
        }  # fmt: skip
        reserved, committed = at(place, "reserved"), at(place, "committed")
        moves = {"hold": (side, reserved), "commit": (reserved, committed), "free": (reserved, side)}
        source, target = moves.get(deed, (committed, side))
        rows = [(source, year, -kg), (target, year, kg)]
        self.do(self.command(deed, place, side, year, kg, day), makers[deed], rows)
        return None

    def start(self, place, target, side, approved, year, day):
        used = max(approved // 2, 1)
        rows = [(target, year, used), (side, year, approved - used), (at(place, "committed"), year, -approved)]
        command = self.command("start", place, (target, side, used), year, approved, day)
        accounts = "P1", Account(*place), Account(*target), year, used, approved
        self.do(command, lambda **paper: commitments.start(*accounts, back=Account(*side), **paper), rows)
        if target not in (*self.cells, *self.heirs):
            self.heirs.append(target)

    @precondition(lambda self: hasattr(self, "parents") and len(self.parents) > 2)
    @rule(data=st.data(), part=PART, year=VINTAGE, day=DAYS)
    def trade(self, data, part, year, day):
        districts = [code for code, parent in self.parents.items() if parent == "C"]
        buyer = data.draw(st.sampled_from([*districts, *districts, *sorted(self.parents)]))
        sellers = sorted(self.parents, key=lambda code: code == buyer or self.parents[code] != "C")
        seller = data.draw(st.sampled_from([*sellers[:1], *sellers]))
        kg = max(self.paper.of_region(buyer, year) * BUYER_CAP * part // 10_000, 1)
        paid = trading.price(kg, PRICE_FEN)
        rows = [(("traded", buyer, *LEAF), year, kg), (("traded", seller, *LEAF), year, -kg),
                (("money", seller, *LEAF), year, paid), (("money", buyer, *LEAF), year, -paid)]  # fmt: skip
        command = self.command("trade", seller, buyer, year, kg, day)
        self.do(command, lambda **paper: trading.trade(seller, buyer, year, kg, PRICE_FEN, **paper), rows)

    @precondition(lambda self: hasattr(self, "heirs") and any(place[4] for place in self.cells))
    @rule(data=st.data(), kind=st.sampled_from(successions.KINDS), part=PART, year=st.sampled_from([2026, 2026, 2027]),
          debt=st.booleans(), day=DAYS)  # fmt: skip
    def succeed(self, data, kind, part, year, debt, day):
        old = data.draw(st.sampled_from([place for place in self.cells if place[4]]))
        over = self.paper.over(old, year)
        has = self.paper.balance(old, year) if debt and kind != "closure" else max(self.paper.left(old, year), 0)
        given = has * part // 100
        shares = self.shares(data, kind, old, given)
        if debt and over and kind != "closure":
            shares[at(next(iter(shares), (*old[:4], "E2")), "overspent")] = over * part // 100
        shares = {place: kg for place, kg in shares.items() if kg}
        if not shares:
            return
        command = self.command("succeed", old, (kind, shares), year, 1, day)
        positive = sum(kg for place, kg in shares.items() if place[0] != "overspent")
        debts = sum(shares.values()) - positive
        rows = [*((place, year, kg) for place, kg in shares.items()), (old, year, -positive)]
        rows.append((at(old, "overspent"), year, -debts))
        named = {Account(*place): kg for place, kg in shares.items()}
        self.do(command, lambda **paper: successions.succeed(kind, Account(*old), named, year, **paper), rows)
        self.heirs += [place for place in shares if place[0] == "available" and place not in (*self.cells, *self.heirs)]

    def shares(self, data, kind, old, given):
        if kind == "closure":
            back = given * data.draw(st.sampled_from([100, 50, 49])) // 100
            reserve = ("reserve.general", self.paper.district(old[1]), *LEAF)
            return {reserve: back, (*old[:4], ""): given - back}
        if kind == "move":
            elsewhere = [region for region in sorted(self.parents) if region != old[1]]
            return {("available", data.draw(st.sampled_from(elsewhere)), *old[2:]): given}
        first, second = (*old[:4], "E2"), (*old[:4], "E3")
        return {first: given} if kind == "merger" else {first: given - given // 3, second: given // 3}


class StoredExecution(Execution, StoredLedger):
    """The same in a workspace file."""


TestExecution = Execution.TestCase
TestExecution.settings = settings(max_examples=12, stateful_step_count=18, **QUIET)
TestStoredExecution = StoredExecution.TestCase
TestStoredExecution.settings = settings(max_examples=3, stateful_step_count=14, **QUIET)
