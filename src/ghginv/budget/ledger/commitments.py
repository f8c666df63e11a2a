"""Budget kept for projects 项目预占、占用: held under review, committed when approved, freed, or used when they start.

Two steps as in budgetary accounting: 预占 (pre-encumbrance) while a project is reviewed, 占用 (encumbrance) once it is
approved. What was kept belongs to one project at one place and year; it goes back to where it came from, or joins the
layer in which the project runs.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Unpack

from ghginv.budget.ledger.accounts import AVAILABLE, Account
from ghginv.budget.ledger.entries import Entry, Head, Leg, moved
from ghginv.errors import InputError
from ghginv.findings import Finding

RESERVED, COMMITTED, FOR_PROJECTS = "reserved", "committed", "reserve.new"
KINDS = ("hold", "hold-release", "commitment", "lapse", "start")


def hold(place: Account, project: str, vintage: int, amount_kg: int, **head: Unpack[Head]) -> Entry:
    """Budget of a cell or enterprise held for a project under review 预占; ``place`` is its ``available`` account."""
    return hold_from_reserve(place, place, project, vintage, amount_kg, **head)


def hold_from_reserve(
    reserve: Account, place: Account, project: str, vintage: int, amount_kg: int, **head: Unpack[Head]
) -> Entry:
    """The same from the reserve for new projects 新增项目预备 (``reserve.new``) of the place's region or one above."""
    return Entry("hold", legs=moved(reserve, _of(RESERVED, place, project), vintage, amount_kg), **head)


def release_hold(
    place: Account, project: str, vintage: int, amount_kg: int, *, back: Account | None = None, **head: Unpack[Head]
) -> Entry:
    """A hold given up 解除预占: back to where it came from, ``place`` itself or the reserve that ``back`` names."""
    legs = moved(_of(RESERVED, place, project), back or place, vintage, amount_kg)
    return Entry("hold-release", legs=legs, **head)


def commit(place: Account, project: str, vintage: int, amount_kg: int, **head: Unpack[Head]) -> Entry:
    """What is held becomes committed 占用: the project is approved."""
    kept, bound = (_of(kind, place, project) for kind in (RESERVED, COMMITTED))
    return Entry("commitment", legs=moved(kept, bound, vintage, amount_kg), **head)


def lapse(
    place: Account, project: str, vintage: int, amount_kg: int, *, back: Account | None = None, **head: Unpack[Head]
) -> Entry:
    """A commitment that lapsed 占用失效 (发改委令第31号 第19条: two years without construction)."""
    legs = moved(_of(COMMITTED, place, project), back or place, vintage, amount_kg)
    return Entry("lapse", legs=legs, **head)


def start(
    project: str, place: Account, target: Account, vintage: int, amount_kg: int, approved_kg: int, *,
    back: Account | None = None, **head: Unpack[Head],
) -> Entry:  # fmt: skip
    """A project starts 投产: ``amount_kg`` of the ``approved_kg`` committed at ``place`` become ``target``'s budget.

    ``target`` is the ``available`` account of the layer that it joins. The difference goes back to ``back``, by default
    to ``place``. InputError where more is used than was approved, or nothing.
    """
    if not 0 < amount_kg <= approved_kg:
        told = {"account": target.text}
        found, expected = str(amount_kg), str(approved_kg)
        raise InputError(Finding("budget-ledger-start-amount", found=found, expected=expected, details=told))
    bound, rest = _of(COMMITTED, place, project), approved_kg - amount_kg
    legs = [Leg(target, vintage, amount_kg)]
    legs += [Leg(back or place, vintage, rest)] if rest else []
    return Entry("start", legs=(*legs, Leg(bound, vintage, -approved_kg)), **head)


def give_back(
    kept: Mapping[Account, int], origins: Mapping[tuple[Account, int], Mapping[Account, int]], vintage: int,
    **head: Unpack[Head],
) -> list[Entry]:  # fmt: skip
    """What is kept for projects in a year given back to where it came from, reserves first: an entry each.

    ``kept`` are ``reserved`` and ``committed`` accounts with what stands on them, ``origins`` those of the books
    (``guards.registers.Origins.of(books).amounts``). The key of the head is what the keys of the entries begin with.
    """
    found, came = [], {each: dict(amounts) for each, amounts in origins.items()}
    key = head.get("key", "")
    for account, kg in sorted(kept.items()):
        place = Account(AVAILABLE, *account.place)
        make = lapse if account.kind == COMMITTED else release_hold
        mine = came.get((replace(account, kind=RESERVED), vintage), {})
        for back in [*sorted(each for each in mine if each != place), place]:
            part = kg if back == place else min(kg, max(mine[back], 0))
            if part:
                head["key"] = f"{key}/{account.text}/{back.text}" if key else ""
                found.append(make(place, account.project, vintage, part, back=back, **head))
                mine[back], kg = mine.get(back, 0) - part, kg - part
    return found


def _of(kind: str, place: Account, project: str) -> Account:
    return replace(place, kind=kind, project=project)
