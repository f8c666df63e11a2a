"""Accounts 科目 as coordinates: kind, region 区域, industry 行业, layer 层, enterprise 企业, project 项目.

Nothing names a level: budgets of regions and of industries are two sums of the same legs. What a kind of account is,
which coordinates it needs and whether it counts as budget are rows of ``emission_factors/budget_rules/accounts.csv``;
the kinds of entries and the accounts they move between are rows of ``entries.csv`` beside it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ghginv import folders
from ghginv.errors import InputError
from ghginv.findings import Finding

COORDINATES = ("kind", "region", "industry", "layer", "enterprise", "project")
CAP, POOL, AVAILABLE, CARRY, BORROW = "cap", "pool", "available", "carry", "borrow"
RESERVE = "reserve."
SEPARATOR = ":"


@dataclass(frozen=True, order=True, slots=True)
class Account:
    """A coordinate; what is blank does not matter for the account. InputError where a part holds a ``:``."""

    kind: str
    region: str = ""
    industry: str = ""
    layer: str = ""
    enterprise: str = ""
    project: str = ""

    def __post_init__(self) -> None:
        if any(SEPARATOR in part or part != part.strip() for part in self.parts) or not self.kind:
            raise InputError(Finding("budget-ledger-account", found=" / ".join(self.parts)))

    @property
    def parts(self) -> tuple[str, ...]:
        """All coordinates, blank ones too."""
        return self.kind, self.region, self.industry, self.layer, self.enterprise, self.project

    @property
    def text(self) -> str:
        """As it is written down: the parts in order, without the blank ones at the end.

        >>> Account("available", "440305", "C39", "KEY").text
        'available:440305:C39:KEY'
        """
        return SEPARATOR.join(self.parts).rstrip(SEPARATOR)

    @property
    def place(self) -> tuple[str, str, str, str]:
        """Region, industry, layer, enterprise: where it stands, whatever its kind."""
        return self.region, self.industry, self.layer, self.enterprise


def parse(text: str) -> Account:
    """The account of a text. InputError when it has no kind or too many parts.

    >>> parse("reserve.new:440305").region
    '440305'
    """
    parts = text.split(SEPARATOR)
    if len(parts) > len(COORDINATES):
        raise InputError(Finding("budget-ledger-account", found=text))
    return Account(*parts)


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of account: the coordinates it ``needs`` and those it ``takes`` besides; all others stay blank.

    ``in_budget`` says whether it counts as budget of its node, ``may_be_negative`` whether it may be overdrawn.
    """

    kind: str
    zh: str
    en: str
    needs: frozenset[str]
    takes: frozenset[str]
    in_budget: bool
    may_be_negative: bool


@dataclass(frozen=True, slots=True)
class Deed:
    """A kind of entry: the kinds of accounts it may debit and credit (``any``: all; ``reserve``: each reserve).

    ``versioned`` says whether it always carries out a version.
    """

    kind: str
    zh: str
    en: str
    debit: frozenset[str]
    credit: frozenset[str]
    versioned: bool

    def moves(self, kind: str, amount_kg: int) -> bool:
        """Whether it may move this kind of account in this direction."""
        side = self.debit if amount_kg > 0 else self.credit
        return "any" in side or kind.split(".")[0] in side


@folders.remembered
def kinds() -> Mapping[str, Kind]:
    """All kinds of accounts. BrokenFile for an unknown coordinate or a flag that is neither yes nor no."""
    path = folders.file("emission_factors", "budget_rules/accounts.csv")
    found = {}
    for line, row in folders.rows(path):
        needs, takes = (frozenset(row[name].split()) for name in ("needs", "takes"))
        flags = [row[name] for name in ("in_budget", "may_be_negative")]
        if not needs | takes <= set(COORDINATES[1:]) or not set(flags) <= {"yes", "no"} or row["kind"] in found:
            raise folders.BrokenFile(f"{path}:{line}: {row['kind']}: coordinates, flags or a kind that stands twice")
        counts, overdrawn = (flag == "yes" for flag in flags)
        found[row["kind"]] = Kind(row["kind"], row["zh"], row["en"], needs, takes, counts, overdrawn)
    return found


@folders.remembered
def deeds() -> Mapping[str, Deed]:
    """All kinds of entries. BrokenFile for an account of an unknown kind."""
    path = folders.file("emission_factors", "budget_rules/entries.csv")
    known = {"any", *(kind.split(".")[0] for kind in kinds())}
    found = {}
    for line, row in folders.rows(path):
        debit, credit = (frozenset(row[name].split()) for name in ("debit", "credit"))
        if not debit | credit <= known or row["kind"] in found:
            raise folders.BrokenFile(f"{path}:{line}: {row['kind']}: unknown accounts or a kind that stands twice")
        found[row["kind"]] = Deed(row["kind"], row["zh"], row["en"], debit, credit, row["versioned"] == "yes")
    return found


def in_budget(kind: str) -> bool:
    """Whether accounts of a kind count as budget of their node; an unknown kind does not."""
    known = kinds().get(kind)
    return known is not None and known.in_budget
