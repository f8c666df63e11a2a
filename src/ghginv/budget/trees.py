"""Trees of a budget: regions 块 (city, district, street or park) and industries 条 (department, industry), by date.

A node is valid from a day to a day, both included; an empty day is open. The same code may stand in several rows whose
days do not overlap: a node that changed its parent or its name. ``on`` is a day (``2026-12-31``), or ``""`` for
whenever: then a node that moved is below each of its parents, so sums of a year are made with a day. A node without
first day is as old as its parent.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from itertools import pairwise

from ghginv.errors import InputError
from ghginv.findings import Finding

FIRST, LAST = "0001-01-01", "9999-12-31"


def last_day(year: int) -> str:
    """The day that stands for a year in trees: a node valid on it has the year's budget."""
    return f"{year}-12-31"


@dataclass(frozen=True)
class Node:
    """A node: ``kind`` is that of the table (city, district, held …), days are ISO days or empty."""

    code: str
    parent: str = ""
    name: str = ""
    kind: str = ""
    owner: str = ""
    valid_from: str = ""
    valid_to: str = ""
    note: str = ""

    @property
    def days(self) -> tuple[str, str]:
        """The first and the last day on which it is valid."""
        return self.valid_from or FIRST, self.valid_to or LAST

    def valid(self, on: str = "") -> bool:
        """Whether it is valid on a day; always for ``""``."""
        first, last = self.days
        return not on or first <= on <= last


@dataclass(frozen=True)
class Tree:
    """A tree whose ``nodes`` are the newest row of each code; ``rows`` has all rows of a code, the oldest first."""

    nodes: Mapping[str, Node]
    rows: Mapping[str, tuple[Node, ...]] = field(default_factory=dict)

    @property
    def root(self) -> str:
        """The code of the node without parent."""
        return next(code for code, node in self.nodes.items() if not node.parent)

    def children(self, code: str, on: str = "") -> tuple[str, ...]:
        """The codes right below, in order of code. KeyError for an unknown code."""
        below = self._below.get(self.nodes[code].code, ())
        return tuple(dict.fromkeys(node.code for node in below if node.valid(on)))

    def ancestors(self, code: str, on: str = "") -> tuple[str, ...]:
        """The codes above, the nearest first. KeyError for a code that is unknown or not valid on the day."""
        found: list[str] = []
        while parent := self.node(found[-1] if found else code, on).parent:
            found.append(parent)
        return tuple(found)

    def subtree(self, code: str, on: str = "") -> tuple[str, ...]:
        """The code and all below, depth first, each once."""
        found: dict[str, None] = {}
        for each in self._walk(code, on):
            found[each] = None
        return tuple(found)

    def leaves(self, on: str = "") -> tuple[str, ...]:
        """The codes with nothing below, in depth-first order."""
        return tuple(code for code in self.subtree(self.root, on) if not self.children(code, on))

    def has(self, code: str, on: str = "") -> bool:
        """Whether there is such a code on the day."""
        return any(node.valid(on) for node in self._rows(code))

    def has_within(self, code: str, first: str, last: str) -> bool:
        """Whether there is such a code on some day from ``first`` to ``last``."""
        return any(node.days[0] <= last and node.days[1] >= first for node in self._rows(code))

    def node(self, code: str, on: str = "") -> Node:
        """The row in force on a day, the newest for ``""``. KeyError where there is none."""
        if not on:
            return self.nodes[code]
        found = next((node for node in self._rows(code) if node.valid(on)), None)
        if found is None:
            raise KeyError(code)
        return found

    def depth(self, code: str, on: str = "") -> int:
        """How many nodes stand above: 0 for the root."""
        return len(self.ancestors(code, on))

    def name(self, code: str, on: str = "") -> str:
        """The name; the code itself where it is unknown or has no name."""
        return (self.node(code, on).name if self.has(code, on) else "") or code

    def _rows(self, code: str) -> tuple[Node, ...]:
        return self.rows.get(code) or ((self.nodes[code],) if code in self.nodes else ())

    def _walk(self, code: str, on: str) -> Iterator[str]:
        waiting = [self.nodes[code].code]
        while waiting:
            here = waiting.pop()
            yield here
            waiting.extend(reversed(self.children(here, on)))

    @cached_property
    def _below(self) -> dict[str, list[Node]]:
        below: dict[str, list[Node]] = {}
        for code in sorted(self.nodes):
            for node in self._rows(code):
                below.setdefault(node.parent, []).append(node)
        return below


def tree(nodes: Iterable[Node], kind: str) -> Tree:
    """The tree of the nodes, whatever their order; ``kind`` (``region``, ``industry``) is for messages.

    InputError with every fault: no or two roots, a parent that is missing, a code twice on one day, a cycle, a node
    valid when its parent is not.
    """
    rows = list(nodes)
    found = [finding for _, finding in faults(rows, kind)]
    if found:
        raise InputError(*found)
    return _grown(rows)


def faults(nodes: Iterable[Node], kind: str) -> list[tuple[Node | None, Finding]]:
    """What is wrong with the rows of a tree, each with its row; ``tree`` refuses them."""
    rows = sorted(nodes, key=_order)
    details = named(kind)

    def told(code: str, node: Node | None, **more: str) -> tuple[Node | None, Finding]:
        found = more.pop("found", node.code if node else "")
        return node, Finding(code, found=found, expected=more.pop("expected", ""), details={**details, **more})

    return [told(code, node, **more) for code, node, more in _faults(rows)]


def named(kind: str) -> dict[str, str]:
    """What a tree is called in messages."""
    return {"tree": kind, "tree_zh": {"region": "区域", "industry": "行业"}.get(kind, kind)}


def next_day(day: str) -> str:
    """The day after; ``9999-12-31`` has none and stays.

    >>> next_day("2024-02-28"), next_day("2025-02-28")
    ('2024-02-29', '2025-03-01')
    """
    return day if day >= LAST else (date.fromisoformat(day) + timedelta(days=1)).isoformat()


def day_before(day: str) -> str:
    """The day before; ``0001-01-01`` has none and stays.

    >>> day_before("2026-01-01")
    '2025-12-31'
    """
    return day if day <= FIRST else (date.fromisoformat(day) - timedelta(days=1)).isoformat()


def _order(node: Node) -> tuple[str, ...]:
    return node.code, node.days[0], node.days[1], node.parent, node.name


def _grown(rows: list[Node]) -> Tree:
    by_code: dict[str, list[Node]] = {}
    for node in sorted(rows, key=_order):
        by_code.setdefault(node.code, []).append(node)
    newest = {code: same[-1] for code, same in by_code.items()}
    return Tree(newest, {code: tuple(same) for code, same in by_code.items()})


_Fault = tuple[str, Node | None, dict[str, str]]


def _faults(rows: list[Node]) -> Iterator[_Fault]:
    by_code: dict[str, list[Node]] = {}
    for node in rows:
        by_code.setdefault(node.code, []).append(node)
    roots = dict.fromkeys(node.code for node in rows if not node.parent)
    if not roots:
        yield "budget-tree-root-missing", None, {}
    for code in list(roots)[1:]:
        yield "budget-tree-two-roots", next(node for node in by_code[code] if not node.parent), {"expected": min(roots)}
    for node in rows:
        if node.parent and node.parent not in by_code:
            yield "budget-tree-parent-missing", node, {"expected": node.parent}
        if node.valid_from and node.valid_to and node.valid_from > node.valid_to:
            yield "budget-tree-days", node, {"found": f"{node.code} {node.valid_from}–{node.valid_to}"}
    for same in by_code.values():
        for before, after in pairwise(same):
            if before.days[1] >= after.days[0]:
                yield "budget-tree-code-twice", after, {}
    looped = _cycle(by_code)
    if looped:
        last = by_code[looped[0]][-1]
        yield "budget-tree-cycle", last, {"found": " → ".join((*looped, looped[0]))}
        return
    yield from _outside(by_code)


def _cycle(by_code: Mapping[str, list[Node]]) -> tuple[str, ...]:
    """The codes of a cycle, from child to parent, the smallest code first; empty where there is none."""
    done: set[str] = set()
    for start in by_code:
        path: dict[str, Iterator[str]] = {}
        here: str | None = start
        while here is not None:
            if here not in path:
                path[here] = iter([node.parent for node in by_code[here] if node.parent in by_code])
            above = next((code for code in path[here] if code not in done), None)
            if above in path:
                ring = list(path)[list(path).index(above) :]
                least = ring.index(min(ring))
                return tuple(ring[least:] + ring[:least])
            if above is not None:
                here = above
                continue
            done.add(here)
            del path[here]
            here = list(path)[-1] if path else None
    return ()


def _outside(by_code: Mapping[str, list[Node]]) -> Iterator[_Fault]:
    """Rows with days on which their parent is not valid."""
    for same in by_code.values():
        for node in same:
            above = by_code.get(node.parent, [])
            day, last = node.valid_from or min((parent.days[0] for parent in above), default=FIRST), node.days[1]
            for parent in above:
                if parent.days[0] <= day <= parent.days[1]:
                    day = next_day(parent.days[1])
            if above and (day <= last and not (day == last == LAST)):
                yield "budget-tree-validity", node, {"expected": node.parent, "day": day}
