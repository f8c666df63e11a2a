"""Invariant 12: every approved number has document, approvers and time; nobody approves his own; closed years stay."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ghginv.budget.ledger import replay
from ghginv.budget.ledger.books import EVIDENCE, Books, people
from ghginv.budget.ledger.consumption import ACCOUNTS
from ghginv.findings import Finding

_SHA256 = re.compile(r"[0-9a-f]{64}", re.ASCII)


def breaches(books: Books) -> Iterator[Finding]:
    """Documents that are missing, without digest, time or enough approvers, or approved by who prepared them.

    What carries out a version takes as many approvers as the rule set says, other movements take one. Evidence of
    emissions takes none, as long as nothing but emissions rests on it.
    """
    documents = {row["document"]: row for row in books.documents.fillna("").to_dict("records")}
    misused = _misused(books)
    for document, rows in books.entries.groupby("document", sort=True):
        first, versioned = rows.iloc[0]["entry_id"], bool((rows["version"] > 0).any())
        told = {"document": document or "-", "entry": first}
        row = documents.get(document)
        if row is None or not _SHA256.fullmatch(str(row["sha256"])) or not str(row["at"]):
            yield Finding("budget-books-document", details=told)
            continue
        if row["kind"] == EVIDENCE and document not in misused:
            continue
        approvers = people(row["approvers"])
        if row["preparer"] in approvers:
            yield Finding("budget-books-own-approval", found=row["preparer"], details=told)
        others = [name for name in approvers if name != row["preparer"]]
        wanted = books.rules.approvals if versioned else 1
        if len(others) < wanted:
            yield Finding("budget-books-approvers", found="、".join(others) or "-", expected=str(wanted), details=told)
    for year, sealed in sorted(books.sealed.items()):
        now = replay.digest_of_year(books.legs, year)
        if now != sealed:
            yield Finding("budget-books-closed", found=now, expected=sealed, details={"year": year})


def _misused(books: Books) -> frozenset[str]:
    """The documents on which something else than emissions and their reversals rests."""
    emitted = books.entries["kind"].isin(list(ACCOUNTS))
    back = books.entries["reverses"].isin(set(books.entries.loc[emitted, "entry_id"]))
    return frozenset(books.entries.loc[~emitted & ~back, "document"])
