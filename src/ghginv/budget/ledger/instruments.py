"""Instruments 记账单位: what is counted beside budgets – allowances, credits, certificates, enclave rights, money.

Rows of ``emission_factors/budget_rules/instruments.csv``: the unit of amounts, how many of them make a piece (an
allowance is 1000 kg), the kinds of accounts on which it may stand. ``CCER.<block>``, ``PHCER.<block>``, ``GEC.<block>``
and ``ENC.<contract>`` carry their serial block or contract, so that a block is an instrument of its own.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ghginv import folders

ALLOWANCE, CREDIT, GREEN = "allowance", "credit", "green"
_DOT = "."


@dataclass(frozen=True, slots=True)
class Instrument:
    """A row: ``piece`` units of amount make one allowance or certificate; ``shown`` is the unit in which people read.

    ``jurisdiction`` is that of its rules among the policy parameters; ``block`` whether it carries a serial block.
    """

    id: str
    group: str
    zh: str
    en: str
    unit: str
    piece: int
    shown: str
    accounts: frozenset[str]
    block: bool
    jurisdiction: str
    vintage: str
    status: str
    citation: str


@folders.remembered
def load() -> Mapping[str, Instrument]:
    """All instruments by id. BrokenFile for a piece that is no number or an id that stands twice."""
    path = folders.file("emission_factors", "budget_rules/instruments.csv")
    found: dict[str, Instrument] = {}
    for line, row in folders.rows(path):
        if row["id"] in found or not row["piece"].isdecimal() or row["block"] not in ("yes", "no"):
            raise folders.BrokenFile(f"{path}:{line}: {row['id']}: stands twice, or piece or block is wrong")
        told = {name: row[name] for name in ("id", "group", "zh", "en", "unit", "shown", "jurisdiction", "vintage")}
        found[row["id"]] = Instrument(
            **told, piece=int(row["piece"]), accounts=frozenset(row["accounts"].split()), block=row["block"] == "yes",
            status=row["status"], citation=row["citation"],
        )  # fmt: skip
    return found


def of(text: str) -> Instrument | None:
    """The instrument of a leg's text; None where there is none, or where a block is missing or not wanted.

    >>> of("CCER.A-1-500").piece, of("CCER"), of("CEA.x")
    (1000, None, None)
    """
    base, dot, block = text.partition(_DOT)
    found = load().get(base)
    wrong = bool(dot) != (found is not None and found.block) or (bool(dot) and not whole(block))
    return None if wrong else found


def on_account(kind: str) -> tuple[str, ...]:
    """The instruments that a kind of account takes."""
    return tuple(each.id for each in load().values() if kind.split(_DOT)[0] in each.accounts)


def group(name: str) -> tuple[str, ...]:
    """The instruments of a group.

    >>> group("credit")
    ('CCER', 'PHCER')
    """
    return tuple(each.id for each in load().values() if each.group == name)


def whole(block: str) -> bool:
    """Whether a text can be a block: not empty, without blanks and colons."""
    return bool(block) and ":" not in block and not any(sign.isspace() for sign in block)


def block_of(text: str) -> str:
    """The block or contract in the text of an instrument; empty where it has none."""
    return text.partition(_DOT)[2]
