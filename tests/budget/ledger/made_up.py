"""A made-up city of two districts and a street, three industries and two enterprises, and its books.

Amounts are small whole kilograms, so that every sum can be made in the head.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

import pandas as pd
import pytest

from ghginv.budget import rules, trees
from ghginv.budget.ledger import entries as tables
from ghginv.budget.ledger import guards, posting, replay
from ghginv.budget.ledger.accounts import Account
from ghginv.budget.ledger.balances import LINE
from ghginv.budget.ledger.books import DOCUMENTS, FACILITIES, VERSIONS, Books
from ghginv.budget.ledger.entries import Entry
from ghginv.budget.trees import Node, Tree
from ghginv.errors import InputError

HASH = "a" * 64
DOCUMENT = "D1"
PAPER = {"effective": "2026-03-01", "document": DOCUMENT}
RULES = rules.load()


def node(code: str, parent: str = "", **more: str) -> Node:
    return Node(code, parent, f"名{code}", **more)


REGIONS = trees.tree([node("C"), node("D1", "C"), node("D2", "C"), node("S1", "D1")], "region")
INDUSTRIES = trees.tree(
    [node("ALL"), node("DRC", "ALL"), node("C39", "DRC"), node("C26", "DRC"), node("E", "ALL")], "industry"
)
CELL = Account("available", "D1", "C39", "KEY")
FIRM = replace(CELL, enterprise="E1")
SAME_DISTRICT = Account("available", "S1", "C26", "DIF")
SAME_INDUSTRY = Account("available", "D2", "C39", "KEY")
NEITHER = Account("available", "D2", "C26", "ETSN", "E2")
RESERVE = Account("reserve.general", "C")
OWN_RESERVE = Account("reserve.new", "D1")

ROWS = [
    (2026, "reserve.general", "C", "", "", "", 100),
    (2026, "reserve.new", "D1", "", "", "", 20),
    (2026, "available", "D1", "C39", "KEY", "", 280),
    (2026, "available", "D1", "C39", "KEY", "E1", 200),
    (2026, "available", "S1", "C26", "DIF", "", 50),
    (2026, "available", "D2", "C39", "KEY", "", 40),
    (2026, "available", "D2", "C26", "ETSN", "E2", 310),
    (2027, "reserve.general", "C", "", "", "", 90),
    (2027, "available", "D1", "C39", "KEY", "", 260),
    (2027, "available", "D1", "C39", "KEY", "E1", 150),
    (2027, "available", "D2", "C26", "ETSN", "E2", 300),
]


def lines(rows: Iterable[Sequence[Any]] = ROWS) -> pd.DataFrame:
    return pd.DataFrame([tuple(row) for row in rows], columns=list(LINE))


def changed(change: dict[Account, int], year: int = 2026, old: pd.DataFrame | None = None) -> pd.DataFrame:
    """The lines with amounts of some accounts set anew."""
    table = lines() if old is None else old
    named = {(year, each.kind, *each.place): kg for each, kg in change.items()}
    kept = [row for row in table.itertuples(index=False, name=None) if row[:-1] not in named]
    return lines([*kept, *((*key, kg) for key, kg in named.items() if kg)])


def totals(*by_version: pd.DataFrame) -> pd.DataFrame:
    """The totals of versions 1, 2 … from their lines."""
    rows = [
        (version, int(year), int(kg))
        for version, table in enumerate(by_version, start=1)
        for year, kg in table.groupby("year")["amount_kg"].sum().items()
    ]
    return pd.DataFrame(rows, columns=list(VERSIONS))


def documents(*rows: Sequence[str]) -> pd.DataFrame:
    shipped = (DOCUMENT, "approval", HASH, "李编制", "王审批；赵审批", "2026-01-05T09:00:00+08:00")
    return pd.DataFrame([shipped, *rows], columns=list(DOCUMENTS))


def facilities(*rows: Sequence[str]) -> pd.DataFrame:
    """Two facilities, or those given: enterprise, facility, region, industry, layer, from, to."""
    kept = rows or (("E1", "F1", "D1", "C39", "KEY", "", ""), ("E2", "F1", "D2", "C26", "ETSN", "", ""))
    return pd.DataFrame([(row[0], f"名{row[0]}", *row[1:]) for row in kept], columns=list(FACILITIES))


def empty(regions: Tree = REGIONS, industries: Tree = INDUSTRIES, **changes: Any) -> Books:
    """Books in which nothing is posted yet; version 1 is recorded."""
    entries, legs = tables.frames([])
    told = {"facilities": facilities(), "lines": lines(), "versions": totals(lines()), "documents": documents()}
    return Books(entries, legs, regions, industries, **{**told, "rules": RULES, **changes})


def posted(books: Books, entries: Iterable[Entry], **changes: Any) -> Books:
    """The books after entries that the guards admit; ``stored`` is what a database would add up."""
    fresh = guards.admit(entries, replace(books, **changes))
    return written(books, fresh, **changes)


def written(books: Books, entries: Iterable[Entry], **changes: Any) -> Books:
    """The books after entries whatever the guards say."""
    first = len(books.entries) + 1
    heads, legs = tables.frames(entries, first, int(books.entries["batch"].max()) + 1 if first > 1 else 1)
    both = pd.concat([books.legs, legs], ignore_index=True)
    heads = pd.concat([books.entries, heads], ignore_index=True)
    return replace(books, entries=heads, legs=both, stored=replay.replay(both), **changes)


def codes(findings: Iterable[Any]) -> list[str]:
    """The codes of findings without the common beginning; their wording is tried on the way."""
    found = list(findings)
    for each in found:
        assert "{" not in each.message("zh") + each.message("en")
    return [each.code.removeprefix("budget-").removeprefix("ledger-").removeprefix("books-") for each in found]


def refused(entry: Entry, books: Books) -> list[str]:
    """Why an entry is refused; the books stay as they were."""
    before = books.legs.copy(), books.entries.copy()
    found = guards.refuse(entry, books)
    with pytest.raises(InputError):
        guards.admit([entry], books)
    assert books.legs.equals(before[0])
    assert books.entries.equals(before[1])
    return codes(found)


ISSUE = posting.issue(lines(), REGIONS, INDUSTRIES, version=1, **PAPER)
"""The entries that issue version 1."""
