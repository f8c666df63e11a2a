"""Emissions of the made-up city: the document they rest on, entries in the shortest form, what stands afterwards."""

from __future__ import annotations

from dataclasses import replace

from ghginv.budget.ledger import consumption, posting
from ghginv.budget.ledger import entries as tables
from tests.budget.ledger.made_up import CELL, FIRM, HASH, documents

EVIDENCE = {"effective": "2026-02-10", "document": "V1"}
LISTED = documents(("V1", "evidence", HASH, "li", "", "2026-02-10"))


def stands(books, account, year=2026):
    mine = books.stored[(books.stored["account"] == account.text) & (books.stored["vintage"] == year)]
    return int(mine["amount_kg"].sum())


def at(place, kind):
    return replace(place, kind=kind)


def left(books, place, year=2026):
    return stands(books, place, year) + stands(books, at(place, "overspent"), year)


def estimate(books, kg, month=1, place=FIRM, number=1, **more):
    key = consumption.key("estimate", f"2026-{month:02d}", place, number)
    return consumption.estimate(place, 2026, kg, left(books, place), **{**EVIDENCE, "key": key, **more})


def verified(books, kg, place=FIRM, number=1, left_kg=None):
    key = consumption.key("verified", 2026, place, number)
    left_kg = left(books, place) if left_kg is None else left_kg
    return consumption.verified(place, 2026, kg, left_kg, **EVIDENCE, key=key)


def unexplained(books, kg, place=CELL):
    key = consumption.key("unexplained", 2026, place)
    return consumption.unexplained(place, 2026, kg, left(books, place), **EVIDENCE, key=key)


def last(books):
    return tables.some(books.entries, books.legs, [books.entries["entry_id"].iloc[-1]])[0]


def reverse(books, entry=None):
    return posting.reverse(entry or last(books), **EVIDENCE)


def told(entry):
    return {leg.account.text: leg.amount_kg for leg in entry.legs}
