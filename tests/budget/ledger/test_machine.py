"""Random cities and random sequences of commands, beside a ledger kept on paper; in memory and in a real file."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from functools import partial
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from ghginv.budget import trees
from ghginv.budget.ledger import balances, guards, invariants, posting, replay
from ghginv.budget.ledger import entries as tables
from ghginv.budget.ledger.accounts import Account
from ghginv.budget.ledger.entries import Leg
from ghginv.errors import InputError
from ghginv.store import database, journal
from tests.budget.ledger.made_up import DOCUMENT, INDUSTRIES, RULES, VERSIONS, empty, facilities, lines, node, totals
from tests.budget.ledger.naive import YEARS, Paper

LAYERS, INDUSTRY_CODES = ("KEY", "ETSL"), ("C39", "C26", "E")
AMOUNT = st.sampled_from([100, 200, 40, 7, 0])
SHARE = st.sampled_from([5, 10, 25, 50, 100, 101, -1])
VINTAGE = st.sampled_from([2026, 2026, 2027, 2028])
DAYS = st.sampled_from(["2026-03-01", "2026-12-31", "2027-01-05", "2027-06-30"])


class Ledger(RuleBasedStateMachine):
    """The ledger in memory."""

    paper_book = Paper

    @initialize(data=st.data())
    def begin(self, data):
        draw = data.draw
        districts = [f"D{number}" for number in range(draw(st.integers(1, 3)))]
        streets = {f"S{number}": draw(st.sampled_from(districts)) for number in range(draw(st.integers(0, 2)))}
        self.parents = {"C": "", **dict.fromkeys(districts, "C"), **streets}
        regions = trees.tree([node(code, parent) for code, parent in self.parents.items()], "region")
        told = {
            "virement": draw(st.sampled_from([["region", "industry"], ["region"], ["industry"], []])),
            "carry": draw(st.sampled_from([True, True, False])),
            "carry_rate": draw(st.sampled_from(["100", "50", "12.5"])),
            "borrow": draw(st.sampled_from([True, True, False])),
            "borrow_rate": draw(st.sampled_from(["1", "10", "33.3"])),
        }  # fmt: skip
        rules = replace(
            RULES, virement=frozenset(told["virement"]), carry_over=told["carry"], borrowing=told["borrow"],
            carry_over_rate=float(told["carry_rate"]), borrowing_rate=float(told["borrow_rate"]),
        )  # fmt: skip
        self.paper = self.paper_book(self.parents, told)
        self.places = self.drawn_places(draw)
        self.books = empty(regions, INDUSTRIES, rules=rules, lines=lines([]), versions=totals(),
                           facilities=self.placed())  # fmt: skip
        self.version, self.faults, self.checked = 0, 0, None
        self.set_up()
        self.change(data, first=True)

    def set_up(self):
        """Nothing to open in memory."""

    def drawn_places(self, draw):
        cell = st.tuples(
            st.just("available"), st.sampled_from(sorted(self.parents)), st.sampled_from(INDUSTRY_CODES),
            st.sampled_from(LAYERS), st.sampled_from(["", "E1"]),
        )  # fmt: skip
        cells = draw(st.lists(cell, min_size=2, max_size=5, unique=True))
        # An enterprise is in one market only.
        layer = {place[4]: place[3] for place in cells if place[4]}
        cells = [(*place[:3], layer.get(place[4], place[3]), place[4]) for place in cells]
        reserve = st.tuples(st.sampled_from(["reserve.general", "reserve.new"]), st.sampled_from(sorted(self.parents)))
        return [
            *dict.fromkeys(cells),
            *((*each, "", "", "") for each in draw(st.lists(reserve, max_size=2, unique=True))),
        ]

    def placed(self):
        rows = [(place[4], f"F{number}", *place[1:4], "", "") for number, place in enumerate(self.places) if place[4]]
        return facilities(*rows) if rows else facilities().iloc[:0]

    def write(self, entries):
        """Post what the guards admitted; the tables afterwards."""
        first = len(self.books.entries) + 1
        heads, legs = tables.frames(entries, first, first)
        both = pd.concat([self.books.legs, legs], ignore_index=True)
        heads = pd.concat([self.books.entries, heads], ignore_index=True)
        self.books = replace(self.books, entries=heads, legs=both, stored=replay.replay(both))

    def post(self, entries, expected, **changes):
        """Judge and post; whether it was admitted is what the paper says, and a refusal changes nothing."""
        before = replay.digest(self.read())
        fresh, found = guards.judge(entries, replace(self.books, **changes))
        assert (not found) == expected, [each.message() for each in found]
        if expected:
            self.books = replace(self.books, **changes)
            self.write(fresh)
        else:
            assert replay.digest(self.read()) == before
        return expected

    def read(self):
        """The balances as they are kept."""
        return replay.replay(self.books.legs)

    @precondition(lambda self: self.version < 4 and not self.paper.closed)
    @rule(data=st.data())
    def change(self, data, first=False):
        year = data.draw(st.sampled_from(YEARS))
        new = {key: kg for key, kg in self.paper.lines.items() if not first and key[1] != year}
        new |= {(place, each): data.draw(AMOUNT) for place in self.places for each in (YEARS if first else (year,))}
        new = {key: kg for key, kg in new.items() if kg}
        table = lines([(each, *place, kg) for (place, each), kg in new.items()])
        self.version += 1
        totals = table.groupby("year")["amount_kg"].sum().reindex(list(YEARS), fill_value=0)
        rows = [(self.version, each, int(totals[each])) for each in YEARS]
        recorded = pd.DataFrame(
            [*self.books.versions.itertuples(index=False, name=None), *rows], columns=list(VERSIONS)
        )
        head = {"effective": "2026-03-01", "document": DOCUMENT, "version": self.version}
        trees_ = (self.books.regions, self.books.industries)
        make = (
            posting.issue(table, *trees_, **head) if first else posting.change(self.books.lines, table, *trees_, **head)
        )
        expected = first or all(self.paper.may_change(new, each) for each in YEARS)
        if self.post(make, expected, versions=recorded):
            self.paper.change(new, len(make), "2026-03-01")
            self.books = replace(self.books, lines=table if make else self.books.lines)
            assert guards.judge(make, self.books) == ([], [])
        else:
            self.version -= 1

    @rule(data=st.data(), share=SHARE, day=DAYS, year=VINTAGE)
    def virement(self, data, share, day, year):
        source = self.giving(data, "available", year)
        target = data.draw(st.sampled_from([place for place in self.cells if place != source] or [source]))
        if target != source:
            self.move("virement", source, target, share, day, year)

    @precondition(lambda self: len(self.places) > len(self.cells))
    @rule(data=st.data(), share=SHARE, day=DAYS, year=VINTAGE)
    def release(self, data, share, day, year):
        target = data.draw(st.sampled_from(self.cells))
        self.move("release", self.giving(data, "reserve", year), target, share, day, year)

    @rule(data=st.data(), share=SHARE, day=DAYS, year=VINTAGE)
    def carry(self, data, share, day, year):
        source = self.giving(data, "available", year)
        self.move("carry", source, source, share, day, year)

    @rule(data=st.data(), share=SHARE, day=DAYS, year=VINTAGE)
    def borrow(self, data, share, day, year):
        source = self.giving(data, "available", year + 1)
        self.move("borrow", source, source, share, day, year)

    @property
    def cells(self):
        return [place for place in self.places if place[0] == "available"]

    def giving(self, data, kind, year):
        """An account of a kind, one with something on it where there is any."""
        mine = [place for place in self.places if place[0].startswith(kind)]
        return data.draw(st.sampled_from([place for place in mine if self.paper.balance(place, year) > 0] or mine))

    def move(self, deed, source, target, share, day, year):
        most = self.paper.balance(source, year + (deed == "borrow"))
        kg = most + 1 if share > 100 else most * share // 100
        command = {"deed": deed, "from": source, "to": target, "year": year, "kg": kg, "day": day}
        paper = {"effective": day, "document": DOCUMENT}
        makers = {"virement": posting.virement, "release": posting.release, "carry": posting.carry_over}
        accounts = [source, target] if deed in makers and deed != "carry" else [source]
        make = partial(makers.get(deed, posting.borrow), *(Account(*place) for place in accounts))
        if kg <= 0:
            with pytest.raises(InputError):
                make(year, kg, **paper)
            return
        entry = make(year, kg, **paper)
        if self.post([entry], self.paper.allowed(command)):
            self.paper.carry_out(command)

    @precondition(lambda self: self.paper.deeds)
    @rule(data=st.data(), day=DAYS)
    def undo(self, data, day):
        number = data.draw(st.sampled_from(sorted(self.paper.deeds)))
        (entry,) = tables.some(self.books.entries, self.books.legs, [tables.named(number)])
        back = posting.reverse(entry, effective=day, document=DOCUMENT)
        if self.post([back], self.paper.may_undo(number, day)):
            self.paper.undo(number, day)

    @precondition(lambda self: self.faults < 3)
    @rule(data=st.data(), fault=st.sampled_from(["balance", "document", "node", "day", "key"]))
    def bad(self, data, fault):
        self.faults += 1
        source, target = (data.draw(st.sampled_from(self.places)) for _ in range(2))
        entry = posting.virement(Account(*source), Account(*target), 2026, 1, effective="2027-06-30", document=DOCUMENT)
        known = [key for key in self.books.entries["key"] if key]
        changes = {
            "balance": {"legs": (*entry.legs, Leg(Account("cap"), 2026, 1))}, "document": {"document": "none"},
            "node": {"legs": (Leg(Account("available", "nowhere", "C39", "KEY"), 2026, 1), *entry.legs[1:])},
            "day": {"effective": "2027-02-29"}, "key": {"key": known[0] if known else "", "effective": "x"},
        }  # fmt: skip
        self.post([replace(entry, **changes[fault])], False)

    @precondition(lambda self: len(self.paper.deeds) > 3)
    @rule(really=st.integers(0, 4))
    def close(self, really):
        if not really:
            sealed = {2026: replay.digest_of_year(self.books.legs, 2026)}
            self.books = replace(self.books, closed=frozenset({2026}), sealed=sealed)
            self.paper.closed = {2026}

    @invariant()
    def agrees(self):
        if not hasattr(self, "books"):
            return
        sums = balances.coordinates(self.read()["account"]).join(self.read())
        places = sums[["kind", "region", "industry", "layer", "enterprise"]].itertuples(index=False, name=None)
        mine = dict(zip(zip(places, sums["vintage"].tolist(), strict=True), sums["amount_kg"].tolist(), strict=True))
        assert mine == self.paper.balances()
        if self.checked is not self.books:  # what was refused left the same books
            assert [each.message() for each in invariants.check(self.books)] == []
            self.checked = self.books


class StoredLedger(Ledger):
    """The same in a workspace file."""

    def set_up(self):
        self.folder = tempfile.TemporaryDirectory()
        self.path = Path(self.folder.name) / "w.db"
        self.file = database.connect(self.path)
        self.file.conn.execute("PRAGMA synchronous = OFF")

    def write(self, entries):
        with database.writing(self.file, self.path):
            journal.append(self.file, "B1", *tables.frames(entries), at="2026-03-01T00:00:00+00:00", actor="li")
        kept = {"entries": journal.entries(self.file, "B1"), "legs": journal.legs(self.file, "B1")}
        self.books = replace(self.books, **kept, stored=self.read())

    def read(self):
        return journal.balances(self.file, "B1")

    def teardown(self):
        if hasattr(self, "file"):
            self.file.conn.close()
            self.folder.cleanup()


QUIET = {"deadline": None, "suppress_health_check": [HealthCheck.too_slow, HealthCheck.data_too_large]}
TestLedger = Ledger.TestCase
TestLedger.settings = settings(max_examples=12, stateful_step_count=12, **QUIET)
TestStoredLedger = StoredLedger.TestCase
TestStoredLedger.settings = settings(max_examples=4, stateful_step_count=12, **QUIET)
