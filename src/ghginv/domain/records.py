"""The records that travel between the rooms: frozen, without work of their own."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Activity:
    """Activity data 活动水平 of one cell.

    ``quantity`` is in ``unit``, the item's canonical unit; ``reported_value`` and ``reported_unit`` are as received.
    A notation key (NE, IE, NO, NA, C) stands in place of a quantity. ``month`` 0 is the whole year,
    an empty ``enterprise`` the region itself. ``uncertainty`` is the half-width of the 95 % interval in percent.
    ``facility`` tells rows of one item apart (a plant, a site, a line). ``vintage`` is the year in which what emits was
    put there (waste deposited, a bank filled); 0 is the year itself. ``source`` is where the sender has it from, in
    his words.
    """

    region: str
    year: int
    category: str
    item: str
    quantity: float | None
    unit: str
    sheet: str
    cell: str
    reported_value: str = ""
    reported_unit: str = ""
    month: int = 0
    enterprise: str = ""
    facility: str = ""
    technology: str = ""
    notation: str = ""
    uncertainty: float | None = None
    vintage: int = 0
    source: str = ""


@dataclass(frozen=True, slots=True)
class Parameter:
    """One cited number of the factor library 排放因子库, or one that was measured and submitted (tier ``measured``).

    ``name`` is an argument of a formula. Empty ``region``, ``category``, ``item``, ``technology``, ``gas``,
    ``enterprise``, ``facility`` and a ``vintage`` of 0 mean "any"; ``valid_from`` and ``valid_to`` are years, both
    inclusive. ``written`` keeps the value as written, such as ``44/12``.
    """

    parameter_id: str
    name: str
    value: float
    unit: str
    factor_set: str
    source_id: str
    lower: float | None = None
    upper: float | None = None
    distribution: str = ""
    region: str = ""
    valid_from: int | None = None
    valid_to: int | None = None
    category: str = ""
    item: str = ""
    technology: str = ""
    enterprise: str = ""
    place: str = ""
    tier: str = ""
    status: str = ""
    confirmed: str = ""
    note: str = ""
    written: str = ""
    gas: str = ""
    facility: str = ""
    vintage: int = 0
