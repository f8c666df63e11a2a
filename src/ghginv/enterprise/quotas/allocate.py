"""Allocate: units, their history and a rule set in force → a table of whole tonnes with the reason for each.

All or nothing: where one unit has an error no table is made, and every error is named. The order of rows never matters.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from ghginv.enterprise.quotas import cap, checks, guangdong, issue, power, remarks, tables, wording
from ghginv.enterprise.quotas.exact import text
from ghginv.enterprise.quotas.methods import ZERO, amounts, as_verified
from ghginv.enterprise.quotas.rules import STAGES, InForce
from ghginv.enterprise.quotas.units import Amount, Unit
from ghginv.errors import InputError, UsageError
from ghginv.findings import Finding

if TYPE_CHECKING:
    import pandas as pd

COLUMNS = (
    "enterprise", "facility", "name", "class", "method", "basis", "target", "target_unit", "activity", "activity_unit",
    "verified_t", "quota_t", "free_t", "paid_t", "taken_back_t", "pre_t", "adjustment_t", "rounding", "reason_zh",
    "reason_en", "parameters", "own", "findings",
)  # fmt: skip
ENTITY = (
    "enterprise", "name", "verified_t", "initial_t", "top_up_t", "quota_t", "pre_t", "adjustment_t", "deduct_t",
    "pre_issued_t", "handed_back_t", "final_issued_t", "issued_t", "to_deduct_t",
)  # fmt: skip
TOTALS = ("code", "zh", "en", "t")


@dataclass(frozen=True)
class Allocation:
    """``table`` has a row a unit (``COLUMNS``), ``entities`` a row an enterprise (``ENTITY``: with the
    floor of its gap, take-back and deductions), ``totals`` the cap, its parts and what rounding left (``TOTALS``)."""

    table: pd.DataFrame
    entities: pd.DataFrame
    totals: pd.DataFrame
    findings: list[Finding]


@dataclass(slots=True)
class Given:
    """A unit with its amount on the way to its row; ``quota`` is what is left of it after the cap."""

    unit: Unit
    amount: Amount
    quota: int
    free: int = 0
    taken_back: int = 0

    @property
    def granted(self) -> int:
        """What the unit holds without paying."""
        return self.free - self.taken_back


def allocate(entities: pd.DataFrame, history: pd.DataFrame, rules: InForce, stage: str = "final") -> Allocation:
    """Allocate to all units; ``entities`` and ``history`` are as ``tables.units`` reads them, ``stage`` pre or final.

    InputError with every error of every unit; UsageError for an unknown stage or a missing column.
    """
    if stage not in STAGES:
        raise UsageError(Finding("quota-stage", found=stage, expected=", ".join(STAGES)))
    units, findings = tables.units(entities, history, rules.year)
    if not units:
        raise InputError(Finding("quota-empty", found=str(rules.year)))
    if stage == "pre" and not rules.rules.pre:
        raise UsageError(Finding("quota-no-pre", found=rules.rules.id))
    findings = checks.refuse([*findings, *checks.check(units, rules, stage)])
    given = _pre(units, rules) if _by_emissions(rules, stage) else _by_method(units, rules, stage)
    totals, bound = _capped(given, rules)
    for each in given:
        _free(each, rules, stage)
    entity_rows = _entities(given, rules, stage)
    totals += _sums(given, entity_rows)
    findings += [*bound, *remarks.of(rules, [each.amount for each in given])]
    return _tables(given, entity_rows, totals, findings, rules)


def _by_emissions(rules: InForce, stage: str) -> bool:
    return stage == "pre" and rules.rules.pre.get("basis") == "verified"


def _pre(units: Sequence[Unit], rules: InForce) -> list[Given]:
    """A share of last year's verified emissions, rounded down."""
    name = rules.rules.pre["share"]
    found = []
    for unit in units:
        last = unit.last.emissions if unit.last and unit.last.emissions is not None else ZERO
        quota = issue.preallocated(last, rules.percent(name))
        basis = {"E": text(last), "share": text(rules.value(name)), "year": str(unit.last.year if unit.last else "")}
        amount = Amount(quota, "preallocated", basis, activity=text(last), activity_unit="tCO2e", used=(name,))
        found.append(Given(unit, amount, quota))
    return found


def _by_method(units: Sequence[Unit], rules: InForce, stage: str) -> list[Given]:
    """Each class by its method; what a rule settles before (special cases, closed, new, small) by that rule."""
    found: list[Given] = []
    by_class: dict[str, list[Unit]] = defaultdict(list)
    settled = checks.left_out(units, rules)
    for unit in units:
        why = settled[unit.key]
        if not why:
            by_class[unit.kind].append(unit)
            continue
        amount = as_verified(unit, f"{why}_verified")
        if why != "small" and getattr(rules.rules, why) == "excluded":
            amount = replace(amount, quota=0, method=f"{why}_excluded")
        found.append(Given(unit, amount, amount.quota))
    for kind, same in by_class.items():
        made = amounts(same, rules.rules.classes[kind], rules, stage)
        found += [Given(unit, amount, amount.quota) for unit, amount in zip(same, made, strict=True)]
    if stage == "pre" and rules.rules.pre.get("share"):
        share = rules.percent(rules.rules.pre["share"])
        for each in found:
            each.quota = issue.preallocated(each.quota + ZERO, share)
    return sorted(found, key=lambda each: each.unit.key)


def _capped(given: Sequence[Given], rules: InForce) -> tuple[list[dict[str, Any]], list[Finding]]:
    """Keep incumbents and new projects within their parts of the cap, where the rules have one for the year."""
    named = rules.rules.cap
    if not named or not rules.has(str(named["total"])):
        return [], []
    total = rules.value(str(named["total"])) * int(named["scale"])
    if named.get("absolute"):
        sizes = {role: rules.value(str(named[role])) * int(named["scale"]) / total for role in ("entities", "new")}
    else:
        sizes = {role: rules.percent(str(named[role])) for role in ("entities", "new", "price") if role in named}
    sizes_t = cap.parts(total, sizes)
    rows, findings = [_total("cap", sum(sizes_t.values()))], []
    for role, wanted in (("entities", False), ("new", True)):
        mine = {each.unit.key: each for each in given if bool(each.unit.words.get("new")) is wanted}
        kept, left, binds = cap.kept({key: each.quota for key, each in mine.items()}, sizes_t[role])
        for key, each in mine.items():
            each.quota = kept[key]
        rows += [_total(f"part_{role}", sizes_t[role]), _total(f"left_{role}", left)]
        if binds:
            findings.append(Finding("quota-cap-binds", found=str(sum(e.amount.quota for e in mine.values())),
                                    expected=str(sizes_t[role])))  # fmt: skip
    rows += [_total("part_price", sizes_t[role]) for role in ("price",) if role in sizes_t]
    return rows, findings


def _free(each: Given, rules: InForce, stage: str) -> None:
    """The free part, and what idle and closed emitters lose of it."""
    kind, words, numbers = rules.rules.classes[each.unit.kind], each.unit.words, each.unit.numbers
    name = rules.rules.new_free if words.get("new") and rules.rules.new_free else kind.free
    each.free = guangdong.free(each.quota, rules.percent(name))[0] if name else each.quota
    if stage != "final":
        return
    if rules.rules.idle and "months_stopped" in numbers:
        below = min(guangdong.MONTHS, int(numbers.get("months_below", ZERO)))
        limit = rules.value(rules.rules.idle["months"])
        each.taken_back = guangdong.idle(each.free, numbers["months_stopped"], below, limit)
    if words.get("closed") and rules.rules.closed == "lost":
        each.taken_back += guangdong.closed(each.free - each.taken_back, each.unit.verified or ZERO)[1]


def _entities(given: Sequence[Given], rules: InForce, stage: str) -> list[dict[str, Any]]:
    """The enterprises: sums, the floor of the gap, take-back and deductions."""
    grouped: dict[str, list[Given]] = defaultdict(list)
    for each in given:
        grouped[each.unit.enterprise].append(each)
    rows = []
    for enterprise, mine in sorted(grouped.items()):
        initial = sum(each.granted for each in mine)
        verified = sum((each.unit.verified or ZERO for each in mine), ZERO)
        counted = sum(
            (each.unit.verified or ZERO for each in mine if not each.amount.method.endswith("_excluded")), ZERO
        )
        topped = power.topped_up(initial, counted, rules.percent(rules.rules.gap)) if _gap(rules, stage) else initial
        pres = [each.unit.numbers["pre_t"] for each in mine if "pre_t" in each.unit.numbers]
        deduct = int(sum((each.unit.numbers.get("deduct_t", ZERO) for each in mine), ZERO))
        pre = topped if stage == "pre" else int(sum(pres, ZERO))
        done = issue.settle(pre, topped, deduct)
        known = stage == "pre" or bool(pres)
        row = (enterprise, mine[0].unit.words.get("name", ""), float(verified), initial, topped - initial, topped,
               pre if known else None, done.adjustment if known and stage == "final" else None, deduct,
               done.pre_issued, done.handed_back, done.final_issued if stage == "final" else 0,
               done.issued if stage == "final" else done.pre_issued, done.to_deduct)  # fmt: skip
        rows.append(dict(zip(ENTITY, row, strict=True)))
    return rows


def _gap(rules: InForce, stage: str) -> bool:
    return bool(rules.rules.gap) and stage == "final"


def _sums(given: Sequence[Given], entities: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    balanced = [each for each in given if each.amount.method == "balance"]
    rows = [
        _total("units", sum(each.granted for each in given)),
        _total("top_up", sum(e["top_up_t"] for e in entities)),
    ]
    rows.append(_total("allocated", sum(row["quota_t"] for row in entities)))
    if balanced:
        emitted = sum((each.unit.verified or ZERO for each in balanced), ZERO)
        rows.append(_total("rounding", float(emitted - sum(each.quota for each in balanced))))
    return rows


def _total(code: str, amount: float) -> dict[str, Any]:
    words = wording.methods()[f"total_{code}"]
    return {"code": code, "zh": words["zh"], "en": words["en"], "t": amount}


def _tables(
    given: Sequence[Given], entities: list[dict[str, Any]], totals: list[dict[str, Any]], findings: list[Finding],
    rules: InForce,
) -> Allocation:  # fmt: skip
    import pandas as pd

    codes: dict[str, list[str]] = defaultdict(list)
    for finding in findings:
        codes[finding.cell].append(finding.code)
    rows = [_row(each, rules, codes) for each in given]
    for entity in entities:
        entity["verified_t"] = entity["verified_t"] or None
    frames = (
        pd.DataFrame(rows, columns=COLUMNS),
        pd.DataFrame(entities, columns=ENTITY).astype({"pre_t": "Int64", "adjustment_t": "Int64"}),
    )
    return Allocation(*frames, pd.DataFrame(totals, columns=TOTALS), findings)


def _row(each: Given, rules: InForce, codes: dict[str, list[str]]) -> dict[str, Any]:
    unit, amount = each.unit, each.amount
    pre = unit.numbers.get("pre_t")
    used = [rules.values[name] for name in amount.used]
    own = remarks.own(rules, amount)
    reasons = {f"reason_{lang}": remarks.reason(each.quota, amount, rules, lang) for lang in ("zh", "en")}
    return {
        "enterprise": unit.enterprise, "facility": unit.facility, "name": unit.words.get("name", ""),
        "class": unit.kind, "method": amount.method,
        "basis": "; ".join(f"{name}={value}" for name, value in amount.basis.items() if value),
        "target": amount.target, "target_unit": amount.target_unit, "activity": amount.activity,
        "activity_unit": amount.activity_unit,
        "verified_t": None if unit.verified is None else float(unit.verified),
        "quota_t": each.quota, "free_t": each.free, "paid_t": each.quota - each.free,
        "taken_back_t": each.taken_back, "pre_t": None if pre is None else int(pre),
        "adjustment_t": None if pre is None else each.granted - int(pre), "rounding": amount.rounding, **reasons,
        "parameters": ";".join(value.id for value in used), "own": own,
        "findings": ";".join(dict.fromkeys([*codes[tables.place(*unit.key)], *codes[unit.enterprise]])),
    }  # fmt: skip
