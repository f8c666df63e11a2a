"""Whether there is room for a project 余量: from which account its budget would be held in every year of need."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ghginv.findings import Finding

CELL, RESERVE = "available", "reserve.new"
NEW_LAYER, POWER_LAYER = "NEW", "PWR"
_KG = 1000


@dataclass(frozen=True, slots=True)
class Candidate:
    """An account that a project could be held from: ``left_kg`` by year is available and overspent together."""

    account: str
    kind: str
    region: str
    layer: str
    left_kg: Mapping[int, int]
    name: str = ""


@dataclass(frozen=True, slots=True)
class Room:
    """What a project needs by year in kg and the account it comes from; ``source`` None: nowhere is enough left."""

    needs: Mapping[int, int]
    source: Candidate | None
    candidates: tuple[Candidate, ...]
    layer: str

    @property
    def enough(self) -> bool:
        """Whether there is room, or none is needed."""
        return self.source is not None or not self.needs


def room(needs: Mapping[int, int], candidates: Sequence[Candidate], wanted: str = "", layer: str = "") -> Room:
    """The first account with enough in every year: cells (projects' layer first, then where most is left), reserves.

    ``wanted`` is ``cell`` or ``reserve``, or empty for either; ``layer`` is the one asked for.
    """
    kinds = {"cell": (CELL,), "reserve": (RESERVE,)}.get(wanted, (CELL, RESERVE))
    fitting = [each for each in candidates if each.kind == RESERVE or _usable(each, layer)]
    cells = sorted((each for each in fitting if each.kind == CELL), key=lambda each: _rank(each, needs))
    ordered = [*cells, *(each for each in fitting if each.kind == RESERVE)]
    enough = [each for each in ordered if each.kind in kinds and _enough(each, needs)]
    source = enough[0] if enough and needs else None
    place = layer or (source.layer if source and source.kind == CELL else NEW_LAYER)
    return Room(needs, source, tuple(ordered), place)


def _usable(each: Candidate, layer: str) -> bool:
    """The layer asked for; else any but that of net imported power."""
    return each.layer == layer if layer else each.layer != POWER_LAYER


def _rank(each: Candidate, needs: Mapping[int, int]) -> tuple[bool, int, str]:
    return each.layer != NEW_LAYER, -min((each.left_kg.get(year, 0) for year in needs), default=0), each.account


def _enough(each: Candidate, needs: Mapping[int, int]) -> bool:
    return all(each.left_kg.get(year, 0) >= kg for year, kg in needs.items())


def reasons(found: Room, years: Sequence[int], first: int) -> list[Finding]:
    """Room that is missing, or found only in a reserve; a project that starts after the budget."""
    if years and first > years[-1]:
        return [Finding("project-beyond-plan", found=str(first), expected=f"{years[0]}–{years[-1]}")]
    if not found.needs:
        return []
    if found.source is None:
        year, kg = max(found.needs.items(), key=lambda pair: pair[1])
        shown = [f"{each.name or each.account} {each.left_kg.get(year, 0) / _KG:,.3f} t" for each in found.candidates]
        told = {"year": year, "needed": f"{kg / _KG:,.3f}", "left": "；".join(shown) or "-"}
        return [Finding("project-headroom-missing", details=told)]
    if found.source.kind == RESERVE:
        return [Finding("project-headroom-reserve", details={"source": found.source.name or found.source.account})]
    return []
