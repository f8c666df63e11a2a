"""What a user orders to be posted, in his words, as an entry of the ledger 记账指令."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

from ghginv.errors import InputError, UsageError
from ghginv.findings import Finding
from ghginv.store.audit import today

if TYPE_CHECKING:
    from ghginv.budget.ledger.accounts import Account
    from ghginv.budget.ledger.entries import Entry

SUCCESSIONS = ("merger", "split", "move", "closure")
KINDS = (
    "virement", "reserve-release", "carry-over", "borrowing", "trade", *SUCCESSIONS, "prior-period", "reversal",
)  # fmt: skip
"""What may be posted one by one; what rests on monthly data, verification or a project is posted with it."""
_KG, _FEN = 1000, 100


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be posted, as the user says it: accounts as text, the amount in tonnes, a document by id or file.

    Of a trade ``source`` and ``targets`` are regions and ``price`` is yuan a tonne; of a succession the targets are
    ``account=tonnes``; a prior-period adjustment names the ``closed`` year, its amount may be negative.
    """

    kind: str
    source: str = ""
    targets: tuple[str, ...] = ()
    year: int = 0
    amount: str = ""
    entry: str = ""
    document: str = ""
    effective: str = ""
    key: str = ""
    note: str = ""
    price: str = ""
    closed: int = 0


def entry(order: Order, document: str, posted: Callable[[str], Entry | None]) -> Entry:
    """The entry that an order means; ``posted`` finds an entry by its id.

    InputError for amounts, accounts and prices that are none; UsageError where an option is missing or there is not one
    ``--to``.
    """
    from ghginv.budget.ledger import consumption, posting, successions, trading
    from ghginv.budget.ledger.accounts import parse

    _complete(order)
    head: dict[str, Any] = {"effective": order.effective or today(), "document": document}
    head |= {"note": order.note, "key": order.key}
    if order.kind == "reversal":
        found = posted(order.entry)
        if found is None:
            raise InputError(Finding("budget-entry-unknown", found=order.entry))
        if found.version:
            raise InputError(Finding("budget-post-versioned", found=order.entry, expected=str(found.version)))
        return posting.reverse(found, **head)
    if order.kind == "trade":
        kg, price = kilograms(order.amount), fen(order.price)
        return trading.trade(order.source, _one(order), order.year, kg, price, **head)
    source = parse(order.source)
    if order.kind in SUCCESSIONS:
        return successions.succeed(order.kind, source, shares(order.targets), order.year, **head)
    if order.kind == "prior-period":
        return consumption.prior_period(source, order.year, signed_kilograms(order.amount), year=order.closed, **head)
    if order.kind in ("virement", "reserve-release"):
        make = posting.virement if order.kind == "virement" else posting.release
        return make(source, parse(_one(order)), order.year, kilograms(order.amount), **head)
    turn = posting.carry_over if order.kind == "carry-over" else posting.borrow
    return turn(source, order.year, kilograms(order.amount), **head)


def _complete(order: Order) -> None:
    """UsageError where an order lacks what every order of its kind says."""
    from ghginv.budget.ledger.accounts import deeds

    needs: dict[str, Any] = {"--entry": order.entry}
    if order.kind != "reversal":
        needs = {"--from": order.source, "--year": order.year}
    if order.kind in (*SUCCESSIONS, "trade", "virement", "reserve-release"):
        needs["--to"] = order.targets
    if order.kind not in (*SUCCESSIONS, "reversal"):
        needs["--amount"] = order.amount
    if order.kind == "prior-period":
        needs["--closed-year"] = order.closed
    if missing := [name for name, given in needs.items() if not given]:
        raise UsageError(Finding("budget-post-missing", found=" ".join(missing), details=_named(order.kind, deeds())))


def _named(kind: str, deeds: Mapping[str, Any]) -> dict[str, str]:
    return {"kind": kind, "kind_zh": deeds[kind].zh if kind in deeds else kind}


def kilograms(amount: str) -> int:
    """Tonnes as typed, in whole kilograms; InputError for anything but a positive number of up to three decimals."""
    kg = _whole(amount, _KG)
    if kg is None or kg <= 0:
        raise InputError(Finding("budget-post-amount", found=amount or "-"))
    return kg


def signed_kilograms(amount: str) -> int:
    """The same for an amount that may be negative."""
    return -kilograms(amount[1:]) if amount.startswith("-") else kilograms(amount)


def fen(price: str) -> int:
    """Yuan as typed, in fen; InputError for anything but a number of up to two decimals, not below nothing."""
    found = _whole(price, _FEN)
    if found is None or found < 0:
        raise InputError(Finding("budget-post-price", found=price or "-"))
    return found


def shares(targets: tuple[str, ...]) -> Mapping[Account, int]:
    """``account=tonnes`` as amounts in kg; several for one account add up. InputError where it is not written so."""
    from ghginv.budget.ledger.accounts import parse

    found: dict[Account, int] = {}
    for each in targets:
        text, sign, amount = each.partition("=")
        if not sign:
            raise InputError(Finding("budget-post-share", found=each))
        account = parse(text.strip())
        found[account] = found.get(account, 0) + signed_kilograms(amount.strip())
    return found


def _one(order: Order) -> str:
    from ghginv.budget.ledger.accounts import deeds

    if len(order.targets) != 1:
        told = _named(order.kind, deeds())
        raise UsageError(Finding("budget-post-target", found=str(len(order.targets)), details=told))
    return order.targets[0]


def _whole(text: str, parts: int) -> int | None:
    """A number as typed, in whole parts of its unit; None where it is none."""
    try:
        exact = Decimal(text.replace(",", "")) * parts
        return int(exact) if exact.is_finite() and exact == exact.to_integral_value() else None
    except InvalidOperation:
        return None
