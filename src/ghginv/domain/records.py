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
    inclusive. ``month`` 0 is the whole year. ``written`` keeps the value as written, such as ``44/12``; ``method`` is
    how a measured value was found, ``laboratory`` by whom.
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
    month: int = 0
    method: str = ""
    laboratory: str = ""


@dataclass(frozen=True, slots=True)
class Enterprise:
    """What an enterprise 企业 says of itself for a year.

    ``enterprise`` is the unified social credit code 统一社会信用代码, ``industry`` a code of GB/T 4754, ``template``
    the industry whose workbook it filled in. ``market`` is the carbon market that covers it (``national``,
    ``guangdong``, ``shenzhen``, or empty), ``closed`` the day it closed, empty while it runs.
    """

    enterprise: str
    name: str
    year: int
    region: str
    industry: str
    template: str
    market: str = ""
    closed: str = ""
    sheet: str = ""
    cell: str = ""


@dataclass(frozen=True, slots=True)
class Facility:
    """A facility 设施 of an enterprise; ``region`` is where it stands, ``opened`` and ``closed`` are days or empty."""

    enterprise: str
    facility: str
    name: str
    region: str
    opened: str = ""
    closed: str = ""
    sheet: str = ""
    cell: str = ""


@dataclass(frozen=True, slots=True)
class Indicator:
    """What an enterprise made or did, beside what it emitted: output, value added, load, months run.

    ``item`` is an item of kind ``product``, ``economic`` or ``operation``; ``quantity`` is in its canonical ``unit``.
    ``month`` 0 is the whole year.
    """

    region: str
    year: int
    month: int
    enterprise: str
    facility: str
    item: str
    quantity: float
    unit: str
    sheet: str
    cell: str
    reported_value: str = ""
    reported_unit: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class Evidence:
    """A piece of evidence 支撑材料 that the enterprise keeps: its number, title, kind and what it supports."""

    enterprise: str
    number: str
    title: str
    kind: str = ""
    supports: str = ""
    sheet: str = ""
    cell: str = ""
