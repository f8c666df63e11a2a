"""Rule sets of carbon budgets 碳预算规则集: files of ``emission_factors/budget_rules``, with dated parameters.

A rule set names its parameters; their values are rows of ``emission_factors/policy`` with document and evidence mark,
as for quotas. No city's rulebook is public, so the shipped set is ours: each number has the status ``own``
(本系统缺省). A file of the workspace stands before the shipped one of the same name, or beside it under another id.
``related`` parameters are published figures to compare with; nothing is computed from them.
"""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from ghginv import folders
from ghginv.domain import policy
from ghginv.domain.policy import Dated
from ghginv.errors import InputError, UsageError
from ghginv.findings import Finding

STATUSES = ("official", "draft", "recalled", "own")
"""What is known of a rule set's text: read and in force; a draft for comment; from memory; our own."""
VIREMENTS = frozenset({"region", "industry"})
_PARAMETERS = (
    "unit", "approvals", "borrowing", "borrowing_rate", "carry_over", "carry_over_rate", "cutoff", "jump",
    "sum_tolerance",
)  # fmt: skip
_MECHANISMS = {
    "trade": "budget_trade", "trade_buyer_cap": "budget_trade_buyer_cap",
    "trade_seller_buffer": "budget_trade_seller_buffer", "trade_price_low": "budget_trade_price_low",
    "trade_price_high": "budget_trade_price_high", "closure_clawback": "budget_closure_clawback",
}  # fmt: skip
"""Roles a rule set may leave out, as those written before them do: then the shipped parameter stands for it."""
_SHIPPED = "carbon budget"
_FIELDS = frozenset(
    "id zh en jurisdiction valid_from valid_to status citation note_zh note_en basis bases power_factor levels virement"
    " held parameters layers reserves reasons related".split()
)


@dataclass(frozen=True)
class Layer:
    """A layer 层 of a cell; a ``memo`` layer stands beside the budget, ``enterprises`` says who may be named in it."""

    id: str
    zh: str
    en: str
    budgeted: bool = True
    enterprises: bool = False
    memo: bool = False


@dataclass(frozen=True)
class ReserveKind:
    """A kind of reserve 预备 with the least and the greatest share of a node's budget, in percent."""

    id: str
    zh: str
    en: str
    min_share: float = 0.0
    max_share: float = 100.0


@dataclass(frozen=True)
class Rules:
    """A rule set with the values in force in a year; rates in percent, ``unit_kg`` what budgets are multiples of.

    ``levels`` are the kinds of regions in the order of issuing, ``reasons`` those of adjustments (id → Chinese,
    English), ``held`` the industries (prefixes of GB/T 4754) that stand in a cell held by the city, ``parameters``
    where each dated number comes from, ``related`` published figures beside them. ``trade`` is the over-budget trade of
    districts 区间超额交易: at most ``trade_buyer_cap`` of the buyer's budget, ``trade_seller_buffer`` of the seller's
    stays, a price outside ``trade_price_low``–``trade_price_high`` (yuan/t) is flagged; ``closure_clawback`` is what a
    closed enterprise hands to the general reserve of its district at least.
    """

    id: str
    zh: str
    en: str
    status: str
    citation: str
    digest: str
    layers: tuple[Layer, ...]
    reserves: tuple[ReserveKind, ...]
    levels: tuple[tuple[str, ...], ...]
    unit_kg: int
    approvals: int
    borrowing: bool
    borrowing_rate: float
    carry_over: bool
    carry_over_rate: float
    virement: frozenset[str]
    cutoff: str
    reasons: Mapping[str, tuple[str, str]]
    jump: float
    parameters: tuple[Dated, ...]
    basis: str = "dual-control"
    bases: tuple[str, ...] = ("dual-control",)
    power_factor: str = "provincial"
    held: tuple[str, ...] = ()
    sum_tolerance: float = 0.1
    year: int = 0
    note_zh: str = ""
    note_en: str = ""
    related: tuple[Dated, ...] = ()
    trade: bool = True
    trade_buyer_cap: float = 10.0
    trade_seller_buffer: float = 5.0
    trade_price_low: float = 1.0
    trade_price_high: float = 1000.0
    closure_clawback: float = 100.0

    def layer(self, word: str) -> Layer | None:
        """The layer of this id or name."""
        return next((each for each in self.layers if word in (each.id, each.zh, each.en)), None)

    def reserve(self, kind: str) -> ReserveKind | None:
        """The kind of reserve of this id."""
        return next((each for each in self.reserves if each.id == kind), None)


def names() -> tuple[str, ...]:
    """The ids of all rule sets, by the names of their files."""
    return tuple(path.stem for path in folders.files("emission_factors", "budget_rules/*.toml"))


def load(name: str = "default", year: int | None = None) -> Rules:
    """The rule set with the values of a year (its last day); without a year those of the last year of the set.

    UsageError for an unknown name (with near ones), a year outside the set, a parameter without value in the year;
    InputError where the file is no rule set.
    """
    known = names()
    if name not in known:
        near = "、".join(get_close_matches(name, known, cutoff=0.3) or known) or "-"
        raise UsageError(Finding("budget-rules-unknown", found=name, details={"near": near}))
    path = folders.file("emission_factors", f"budget_rules/{name}.toml")
    told, digest = _told(path)
    first, last = int(told["valid_from"]), int(told["valid_to"])
    if year is not None and not first <= year <= last:
        raise UsageError(Finding("budget-rules-year", found=name, expected=f"{first}–{last}", details={"year": year}))
    try:
        return _bound(told, digest, year or last, path)
    except (KeyError, TypeError, ValueError) as fault:
        raise _broken(path, str(fault)) from None


def _told(path: Path) -> tuple[dict[str, Any], str]:
    content = path.read_bytes()
    try:
        told = tomllib.loads(content.decode("utf-8"))
    except ValueError as fault:
        raise _broken(path, str(fault)) from None
    wrong = [f"{name}?" for name in sorted(set(told) - _FIELDS)]
    needed = ("id", "zh", "en", "jurisdiction", "valid_from", "valid_to", "status", "citation", "basis", "levels",
              "parameters", "layers", "reserves", "reasons")  # fmt: skip
    wrong += [f"{name} = ?" for name in needed if name not in told]
    if not wrong:
        wrong = list(_wrong(told, path))
    if wrong:
        raise _broken(path, "、".join(wrong))
    return told, hashlib.sha256(content).hexdigest()


def _wrong(told: Mapping[str, Any], path: Path) -> Iterator[str]:
    """What no rule set may say."""
    if told["id"] != path.stem:
        yield f"id = {told['id']}"
    if told["status"] not in STATUSES:
        yield f"status = {told['status']}"
    if not set(told.get("virement", ())) <= VIREMENTS:
        yield f"virement = {told['virement']}"
    if told["basis"] not in told.get("bases", (told["basis"],)):
        yield f"basis = {told['basis']}"
    yield from (f"parameters.{name} = ?" for name in _PARAMETERS if name not in told["parameters"])
    yield from (f"parameters.{name}?" for name in told["parameters"] if name not in {*_PARAMETERS, *_MECHANISMS})
    for group in ("layers", "reserves", "reasons"):
        ids = [each.get("id", "") for each in told[group]]
        yield from (f"{group}: {each or '?'}" for each in dict.fromkeys(ids) if not each or ids.count(each) > 1)


def _bound(told: Mapping[str, Any], digest: str, year: int, path: Path) -> Rules:
    """The rule set with its parameters of a year; the digest is that of the file and of the values in force."""
    there = told["jurisdiction"]
    values = {role: policy.find(name, year, there) for role, name in told["parameters"].items()}
    values |= {role: policy.find(name, year, _SHIPPED) for role, name in _MECHANISMS.items() if role not in values}
    reserves, shares = _reserves(told["reserves"], year, there)
    used = tuple(dict.fromkeys((*values.values(), *shares)))
    rules = Rules(
        **{name: told[name] for name in ("id", "zh", "en", "status", "citation", "basis")},
        **{name: told.get(name, "") for name in ("note_zh", "note_en")},
        digest=hashlib.sha256("\n".join((digest, *map(repr, used))).encode()).hexdigest(),
        layers=tuple(Layer(**each) for each in told["layers"]),
        reserves=reserves,
        levels=tuple(tuple(kinds) for kinds in told["levels"]),
        unit_kg=int(values["unit"].number * 1000),
        approvals=int(values["approvals"].number),
        borrowing=values["borrowing"].number == 1,
        borrowing_rate=float(values["borrowing_rate"].number),
        carry_over=values["carry_over"].number == 1,
        carry_over_rate=float(values["carry_over_rate"].number),
        virement=frozenset(told.get("virement", ())),
        cutoff=values["cutoff"].value,
        reasons={each["id"]: (each["zh"], each["en"]) for each in told["reasons"]},
        jump=float(values["jump"].number),
        parameters=used,
        bases=tuple(told.get("bases", (told["basis"],))),
        held=tuple(told.get("held", ())),
        power_factor=told.get("power_factor", "provincial"),
        sum_tolerance=float(values["sum_tolerance"].number),
        year=year,
        related=_related(told.get("related", ()), year),
        trade=values["trade"].number == 1,
        **{role: float(values[role].number) for role in _MECHANISMS if role != "trade"},  # type: ignore[arg-type]
    )
    wrong = list(_impossible(rules))
    if wrong:
        raise _broken(path, "、".join(wrong))
    return rules


def _reserves(told: Any, year: int, there: str) -> tuple[tuple[ReserveKind, ...], list[Dated]]:
    """The kinds of reserve with their limits in the year, and the parameters that say so."""
    kinds, used = [], []
    for each in told:
        limits = [policy.find(each[role], year, there) for role in ("min", "max")]
        kinds.append(ReserveKind(each["id"], each["zh"], each["en"], *(float(limit.number) for limit in limits)))
        used += limits
    return tuple(kinds), used


def _impossible(rules: Rules) -> Iterator[str]:
    """Values in force with which no budget can be kept."""
    if rules.unit_kg < 1:
        yield f"unit = {rules.unit_kg} kg"
    if rules.approvals < 1:
        yield f"approvals = {rules.approvals}"
    if not rules.jump > 1:
        yield f"jump = {rules.jump}"
    for name in ("borrowing_rate", "carry_over_rate", "trade_buyer_cap", "trade_seller_buffer", "closure_clawback"):
        if not 0 <= getattr(rules, name) <= 100:
            yield f"{name} = {getattr(rules, name)}"
    for kind in rules.reserves:
        if not 0 <= kind.min_share <= kind.max_share <= 100:
            yield f"{kind.id}: {kind.min_share}–{kind.max_share}"
    try:
        date.fromisoformat(f"2028-{rules.cutoff}")
    except ValueError:
        yield f"cutoff = {rules.cutoff}"


def _related(told: Any, year: int) -> tuple[Dated, ...]:
    """The published figures to compare with that are in force in the year."""
    known = policy.load()
    found = []
    for each in told:
        there = [row for row in known.get(each["parameter"], ()) if row.jurisdiction == each["jurisdiction"]]
        found += [row for row in there if row.holds(f"{year}-12-31")]
    return tuple(found)


def _broken(path: Path, found: str) -> InputError:
    return InputError(Finding("budget-rules-broken", file=path.name, found=found))
