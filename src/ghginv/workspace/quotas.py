"""``quota``: rule sets, allocations to the enterprises of a workspace, and what was allocated before."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Any

import ghginv
from ghginv.errors import InputError, UsageError
from ghginv.findings import Finding, errors
from ghginv.workspace.place import Workspace

if TYPE_CHECKING:
    import pandas as pd

    from ghginv.enterprise.quotas.accounts import Accounts
    from ghginv.enterprise.quotas.allocate import Allocation
    from ghginv.enterprise.quotas.rules import InForce

_DIGITS = 10
_KEY = ["enterprise", "facility"]


@dataclass(frozen=True)
class Allocated:
    """An allocation under its id; ``already`` when the same inputs had been allocated before."""

    quota: str
    allocation: Allocation
    already: bool


def rules(workspace: Workspace | None, lang: str = "zh") -> list[dict[str, Any]]:
    """All rule sets: ``id, name, jurisdiction, valid_from, valid_to, status, classes, citation``."""
    from ghginv.enterprise.quotas import rules as known

    with _files_of(workspace):
        return [
            {"id": each.id, "name": getattr(each, lang), "jurisdiction": each.jurisdiction,
             "valid_from": each.valid_from, "valid_to": each.valid_to, "status": each.status,
             "classes": len(each.classes), "citation": each.citation}
            for each in known.load().values()
        ]  # fmt: skip


def rule_set(workspace: Workspace | None, name: str, year: int | None = None, lang: str = "zh") -> dict[str, Any]:
    """One rule set in a year (its last unless named): head, ``classes`` with methods and formulas, ``parameters`` with
    value, source and evidence mark."""
    from ghginv.enterprise.quotas import rules as known
    from ghginv.enterprise.quotas import wording

    with _files_of(workspace):
        found = known.find(name)
        bound = found.in_force(found.valid_to if year is None else year)
        said = wording.methods()
        classes = [
            {"class": each.id, "name": getattr(each, lang), "method": said[each.method][lang],
             "formula": said[each.method]["formula"], "output": ", ".join(each.products), "unit": each.unit,
             "rounding": each.rounding, "note": getattr(each, f"note_{lang}")}
            for each in found.classes.values()
        ]  # fmt: skip
        head = {"id": found.id, "name": getattr(found, lang), "year": bound.year, "status": found.status,
                "citation": found.citation, "note": getattr(found, f"note_{lang}")}  # fmt: skip
        return {**head, "classes": classes, "parameters": [_parameter(bound, each) for each in found.parameters()]}


def allocate(
    workspace: Workspace,
    year: int,
    name: str,
    stage: str = "final",
    *,
    region: str | None = None,
    register: Path | None = None,
) -> Allocated:
    """Allocate to the enterprises of a year by a rule set and store it; the same inputs give the same id, stored once.

    ``region`` keeps the enterprises of one region and those below it; ``register`` is a CSV of units (``enterprise,
    facility, class`` and what the authority knows beside the workbooks). InputError with every fault of every unit.
    """
    from ghginv.enterprise.quotas import accounts, rules
    from ghginv.enterprise.quotas.allocate import allocate as by_rules
    from ghginv.store import quotas
    from ghginv.workspace.compile_year import region_code
    from ghginv.workspace.import_workbook import actor, now

    code = region_code(region, workspace.settings.region)
    with workspace.overlaid():
        bound = rules.find(name).in_force(year)
        entities, history, remarks = accounts.units(_accounts(workspace, code), bound, _register(register))
        if errors(remarks):
            raise InputError(*remarks)
        entities, missing = _with_pre(workspace, entities, bound, stage, code)
        allocation = by_rules(entities, history, bound, stage)
        allocation.findings[:0] = [*remarks, *missing]
    about = _about(bound, stage, code, entities, history)
    with workspace.writing() as database:
        already = quotas.known(database, about["quota"])
        if not already:
            tables = [_records(each) for each in (allocation.table, allocation.entities, allocation.totals)]
            quotas.add(database, about, tables[0], tables[1], tables[2], at=now(), actor=actor())
    return Allocated(about["quota"], allocation, already)


def listed(workspace: Workspace, enterprise: str = "") -> list[dict[str, Any]]:
    """All allocations, or those that gave to an enterprise: id, rules, stage, region, year, when, who, tonnes."""
    from ghginv.store import quotas

    return quotas.listed(workspace.database, enterprise)


def find(workspace: Workspace, quota: str) -> dict[str, Any]:
    """An allocation by its id or an unambiguous beginning: head, ``units``, ``entities``, ``totals``, ``about``."""
    from ghginv.store import quotas

    known = [each["quota"] for each in listed(workspace)]
    matches = [each for each in known if each == quota] or [each for each in known if each.startswith(quota)]
    if len(matches) != 1:
        near = "、".join(matches or get_close_matches(quota, known, cutoff=0.3) or known) or "-"
        raise UsageError(Finding("quota-unknown", found=quota, details={"near": near}))
    return quotas.find(workspace.database, matches[0])


def given(workspace: Workspace) -> pd.DataFrame:
    """What each enterprise was given: ``enterprise, year, stage, quota_t, quota, rules``, oldest decision first."""
    import pandas as pd

    from ghginv.store import quotas

    columns = ["enterprise", "year", "stage", "quota_t", "quota", "rules"]
    return pd.DataFrame(quotas.given(workspace.database), columns=columns)


def _accounts(workspace: Workspace, region: str) -> Accounts:
    """Who the enterprises are, what they made and emitted, of all years: from the newest run of each year."""
    import pandas as pd

    from ghginv.domain import regions
    from ghginv.enterprise.quotas.accounts import Accounts
    from ghginv.workspace import enterprise_years as source

    years = source.enterprise_years(workspace)
    years = years.merge(source.filings(workspace)[["submission", "closed"]], on="submission", how="left")
    wanted = [code for code in years["region"].unique() if region in (code, *regions.chain(code))]
    years = years[years["region"].isin(wanted)]
    made = source.indicators(workspace, list(years["submission"]))
    columns = ["enterprise", "facility", "year", "scope", "item", "co2e_g"]
    parts = [_counted(run.emissions(), columns) for run in source.newest_runs(workspace).values()]
    emissions = pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=columns)
    return Accounts(years, made, emissions[emissions["enterprise"].isin(set(years["enterprise"]))])


def _counted(emissions: pd.DataFrame, columns: Sequence[str]) -> pd.DataFrame:
    from ghginv.enterprise import account

    return emissions[account.counted(emissions)][list(columns)]


def _register(path: Path | None) -> pd.DataFrame:
    """The table of units as text; UsageError when it has no column ``enterprise`` or ``facility``."""
    import pandas as pd

    if path is None:
        return pd.DataFrame(columns=[*_KEY, "class"])
    try:
        table = pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8-sig")
    except (UnicodeDecodeError, pd.errors.ParserError, pd.errors.EmptyDataError) as fault:
        raise InputError(Finding("quota-register", file=path.name, found=str(fault))) from None
    missing = [name for name in _KEY if name not in table.columns]
    if missing:
        raise UsageError(Finding("quota-columns", file=path.name, found=", ".join(missing), expected=", ".join(_KEY)))
    if table[_KEY].duplicated().any():
        twice = table[table[_KEY].duplicated()].iloc[0]
        where = f"{twice['enterprise']}/{twice['facility']}"
        raise InputError(Finding("quota-unit-twice", file=path.name, cell=where, found="2"))
    return table


def _with_pre(
    workspace: Workspace, entities: pd.DataFrame, bound: InForce, stage: str, region: str
) -> tuple[pd.DataFrame, list[Finding]]:
    """The units with what was pre-allocated to them by the newest allocation of the same rules, year and region."""
    from ghginv.store import quotas

    same = {"rules": bound.rules.id, "year": bound.year, "stage": "pre", "region": region}
    before = [each for each in listed(workspace) if all(each[name] == value for name, value in same.items())]
    if stage != "final" or "pre_t" in entities.columns or not bound.rules.pre:
        return entities, []
    if not before:
        return entities, [Finding("quota-pre-missing", found=f"{bound.rules.id} {bound.year}")]
    given = quotas.find(workspace.database, before[-1]["quota"])["units"]
    held = {(row["enterprise"], row["facility"]): row["free_t"] for row in given}
    keys = zip(entities["enterprise"], entities["facility"], strict=True)
    return entities.assign(pre_t=[held.get(key, 0) for key in keys]), []


def _about(bound: InForce, stage: str, region: str, entities: pd.DataFrame, history: pd.DataFrame) -> dict[str, Any]:
    """What an allocation is made of; its id is the hash of exactly that."""
    inputs = {
        "rules": bound.rules.id, "rules_sha256": bound.rules.digest, "stage": stage, "region": region,
        "year": bound.year,
        "parameters": {name: [value.id, value.value, value.status] for name, value in sorted(bound.values.items())},
        "units": _sorted(entities), "history": _sorted(history), "version": ghginv.__version__,
    }  # fmt: skip
    digest = hashlib.sha256(json.dumps(inputs, ensure_ascii=False, sort_keys=True).encode()).hexdigest()
    return {**inputs, "quota": f"Q{bound.year}-{stage}-{digest[:_DIGITS]}", "sha256": digest}


def _sorted(table: pd.DataFrame) -> list[dict[str, str]]:
    rows = [{str(k): str(v) for k, v in row.items() if v is not None and v == v} for row in table.to_dict("records")]
    return sorted(rows, key=lambda row: json.dumps(row, ensure_ascii=False, sort_keys=True))


def _parameter(bound: InForce, name: str) -> dict[str, Any]:
    value = bound.values.get(name)
    if value is None:
        note = (
            "没有公开数值：由表内单位推得（本系统缺省）no published value: derived from the units given (our default)"
        )
        row = dict.fromkeys(("value", "unit", "status", "valid_from", "citation"), "")
        return {"parameter": name, **row, "status": "own", "note": note}
    return {"parameter": name, "value": value.value, "unit": value.unit, "status": value.status,
            "valid_from": value.valid_from, "citation": value.citation, "note": value.note}  # fmt: skip


def _records(frame: pd.DataFrame) -> list[Mapping[str, Any]]:
    """Rows as JSON-ready records: a missing number is null."""
    return list(json.loads(frame.to_json(orient="records", force_ascii=False, double_precision=6)))


def _files_of(workspace: Workspace | None):  # type: ignore[no-untyped-def]
    from contextlib import nullcontext

    return workspace.overlaid() if workspace else nullcontext()
