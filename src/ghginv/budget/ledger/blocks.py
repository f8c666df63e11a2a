"""Blocks 区段 and contracts as their owners tell them: the register that guards of credits and certificates look at.

Nothing of a real registry is shipped. A block is a run of serial numbers of one project and one year; a contract of an
enclave 飞地 says how one generation is shared. ``terms`` are what was stated when an entry was posted, by its key:
what was due, what a published rule allows then, on which day.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from fractions import Fraction
from functools import cached_property
from typing import Any

from ghginv.findings import Finding

_SERIAL = re.compile(r"(.*?)(\d{1,18})", re.ASCII | re.DOTALL)
Terms = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Block:
    """Units of one project and year. ``quantity`` counts pieces (t or certificates); ``start`` and ``end`` are serials.

    ``twin`` is the block of the other instrument made from the same MWh; ``parent`` the block that it was split from;
    ``host`` where the project stands, in the words of the rules (a jurisdiction); ``registered`` an ISO day.
    """

    instrument: str
    id: str
    project: str
    vintage: int
    registered: str
    start: str
    end: str
    quantity: int
    host: str = ""
    twin: str = ""
    parent: str = ""

    @property
    def unit(self) -> str:
        """The instrument of its legs."""
        return f"{self.instrument}.{self.id}"

    def faults(self) -> Iterator[Finding]:
        """What is wrong with it by itself: serials that do not count up to its quantity."""
        first, last = serial(self.start), serial(self.end)
        counts = first and last and first[0] == last[0] and last[1] - first[1] + 1 == self.quantity
        if self.quantity <= 0 or ((self.start or self.end) and not counts):
            told = {"block": self.id, "start": self.start or "-", "end": self.end or "-"}
            expected = str(last[1] - first[1] + 1) if first and last and first[0] == last[0] else "-"
            yield Finding("budget-market-serials", found=str(self.quantity), expected=expected, details=told)


@dataclass(frozen=True, slots=True)
class Share:
    """A region's share of an enclave contract in a year: of ``quantity_kg`` for ``kwh``, proved by ``block`` of GEC.

    ``origin`` is the region that gives it, empty where it lies outside; ``share`` a fraction as text (``0.35``).
    """

    contract: str
    year: int
    origin: str
    region: str
    share: str
    kwh: int
    quantity_kg: int
    block: str

    @property
    def generation(self) -> tuple[str, int, int, str]:
        """What all shares of a contract and year must agree on."""
        return self.origin, self.kwh, self.quantity_kg, self.block

    @property
    def most_kg(self) -> int:
        """What the region may get, rounded down."""
        return int(self.quantity_kg * Fraction(self.share) // 1)


@dataclass(frozen=True)
class Market:
    """All that was told: blocks by the instrument of their legs, shares of contracts, terms by the key of an entry.

    While rows of deeds are worked off both dictionaries grow; nothing cached here is asked for until they are whole.
    """

    blocks: dict[str, Block] = field(default_factory=dict)
    shares: tuple[Share, ...] = ()
    terms: dict[str, Terms] = field(default_factory=dict)

    @classmethod
    def of(cls, told: Iterable[Mapping[str, Any]]) -> Market:
        """From details of events: ``blocks``, ``shares`` and ``terms`` as ``detail`` gives them; the first holds."""
        blocks: dict[str, Block] = {}
        shares: dict[Share, None] = {}
        terms: dict[str, Terms] = {}
        for each in told:
            for row in each.get("blocks", ()):
                block = Block(**row)
                blocks.setdefault(block.unit, block)
            shares |= dict.fromkeys(Share(**row) for row in each.get("shares", ()))
            for key, value in each.get("terms", {}).items():
                terms.setdefault(key, value)
        return cls(blocks, tuple(shares), terms)

    def detail(self) -> dict[str, Any]:
        """As it is stored with an event."""
        return {
            "blocks": [asdict(each) for each in self.blocks.values()],
            "shares": [asdict(each) for each in self.shares],
            "terms": dict(self.terms),
        }

    def twin(self, block: Block) -> Block | None:
        """The other block of the same MWh, whichever of the two names it."""
        if block.twin in self._by_id and self._by_id[block.twin].instrument != block.instrument:
            return self._by_id[block.twin]
        return next((each for each in self._naming.get(block.id, ()) if each.instrument != block.instrument), None)

    def parts(self, block: Block) -> list[Block]:
        """What a block was split into."""
        mine = (block.instrument, block.id)
        return [each for each in self.blocks.values() if (each.instrument, each.parent) == mine]

    @cached_property
    def enclave_blocks(self) -> frozenset[str]:
        """The certificates that contracts of enclaves rest on, as instruments."""
        return frozenset(f"GEC.{each.block}" for each in self.shares)

    @cached_property
    def _by_id(self) -> Mapping[str, Block]:
        return {each.id: each for each in self.blocks.values()}

    @cached_property
    def _naming(self) -> Mapping[str, list[Block]]:
        found: dict[str, list[Block]] = {}
        for each in self.blocks.values():
            if each.twin:
                found.setdefault(each.twin, []).append(each)
        return found


def serial(text: str) -> tuple[str, int] | None:
    """A serial number as what stands before its last digits, and these.

    >>> serial("CN-2024-000120"), serial("x")
    (('CN-2024-', 120), None)
    """
    found = _SERIAL.fullmatch(text.strip())
    return (found[1], int(found[2])) if found else None


def overlap(one: Block, other: Block) -> bool:
    """Whether two blocks of an instrument share a serial number; blocks without serials never do."""
    ends = [serial(text) for text in (one.start, one.end, other.start, other.end)]
    first, last, begin, end = ends
    if first is None or last is None or begin is None or end is None or one.instrument != other.instrument:
        return False
    return first[0] == begin[0] and first[1] <= end[1] and begin[1] <= last[1]


def split_faults(parent: Block, parts: Iterable[Block]) -> Iterator[Finding]:
    """A split covers the block: the same quantity, serials without gap or overlap, same project and vintage."""
    kept = sorted(parts, key=lambda each: (serial(each.start) or ("", 0), each.id))
    told = {"block": parent.id, "parts": "、".join(each.id for each in kept) or "-"}
    total = sum(each.quantity for each in kept)
    same = all((each.project, each.vintage) == (parent.project, parent.vintage) for each in kept)
    bounds = [serial(text) for each in kept for text in (each.start, each.end)]
    covered = True
    if parent.start:
        wanted = [serial(parent.start), *[(one[0], one[1] + 1) if one else None for one in bounds[1:-1:2]]]
        covered = bool(kept) and bounds[::2] == wanted and bounds[-1] == serial(parent.end)
    if total != parent.quantity or not same or not covered:
        yield Finding("budget-market-split", found=str(total), expected=str(parent.quantity), details=told)
