"""``budget appeal``: one enterprise's settled year is reopened by a prior-period entry and evaluated again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from ghginv.errors import InputError, UsageError
from ghginv.findings import Finding
from ghginv.store.audit import today
from ghginv.workspace.budgets import circumstances, evaluation, ledger, settlement
from ghginv.workspace.budgets.budget import Budget

if TYPE_CHECKING:
    from ghginv.budget.ledger.accounts import Account
    from ghginv.budget.ledger.books import Books
    from ghginv.budget.ledger.entries import Entry
    from ghginv.workspace.budgets.evaluation import Evaluation

_KG = 1000


@dataclass(frozen=True, slots=True)
class Appeal:
    """Who appeals about which settled year, on which document somebody else signed, why, and by how many tonnes.

    ``amount`` is signed: ``-120.5`` where too much was counted. ``account`` names the account where there are several.
    """

    enterprises: tuple[str, ...]
    year: int
    document: str
    note: str
    amount: str
    account: str = ""
    effective: str = ""


@dataclass(frozen=True)
class Reopened:
    """What came of an appeal: the entry, and each evaluation of the enterprise's year made again."""

    budget: Budget
    entry: str
    evaluations: Sequence[Evaluation]


def appeal(budget: Budget, asked: Appeal, lang: str = "zh") -> Reopened:
    """Post the correction, note the appeal, evaluate that enterprise's year again under each rule it was judged by.

    InputError: the year is open or was not evaluated, more than one enterprise, no reason, no account of the enterprise
    or several, an amount that is none, a document that nobody else signed; nothing is stored then.
    """
    evaluation.refuse_open(budget, asked.year)
    enterprise = _one(budget, asked)
    before = _evaluations(budget, asked.year, enterprise)
    if not asked.note.strip():
        raise InputError(Finding("budget-reason-missing"))
    document = ledger.signed(budget, asked.document)
    entry = _entry(budget, asked, enterprise, document)
    kilograms = next(leg.amount_kg for leg in entry.legs if leg.account.kind == "prior")
    _refuse_repeated(budget, document, enterprise, asked.year)
    fresh = [_again(each, enterprise, kilograms, asked.note) for each in before]
    # The appeal is the next event, the evaluations made again follow it: all of them or none.
    papers = [
        evaluation.kept(each, former.revision, lang, revision=budget.standing.revision + place, subjects=[enterprise])
        for place, (former, each) in enumerate(zip(before, fresh, strict=True), start=2)
    ]
    with budget.workspace.writing() as database:
        entries = ledger.append(budget, database, [entry]).entries
        detail: dict[str, Any] = {
            "year": asked.year, "enterprise": enterprise, "document": document, "amount_kg": kilograms,
            "entry": entries[0] if entries else "",
        }  # fmt: skip
        told = circumstances.of(budget, "appeal", {"note": asked.note})
        made = budget.write(database, "appeal", told, note=asked.note, detail=detail)
        for each, (about, paper) in zip(fresh, papers, strict=True):
            told = circumstances.of(made, evaluation.STEP, {"documents": [paper]})
            made = made.write(database, evaluation.STEP, told, note=each.note, detail=about, documents=[paper])
    return Reopened(made, detail["entry"], [evaluation.stored(each, made) for each in fresh])


def _one(budget: Budget, asked: Appeal) -> str:
    """The one enterprise that appeals; whatever is wider is refused."""
    if len(asked.enterprises) != 1:
        raise InputError(Finding("budget-appeal-wider", found="、".join(asked.enterprises) or "-"))
    (code,) = asked.enterprises
    plan = budget.plan_in_force
    if plan.regions.has(code) or plan.industries.has(code):
        raise InputError(Finding("budget-appeal-wider", found=code))
    return code


def _evaluations(budget: Budget, year: int, enterprise: str) -> list[Evaluation]:
    """The newest evaluation of the year under each rule that judged this enterprise."""
    found = {}
    for event in budget.events:
        told = event["detail"]
        if event["step"] == evaluation.STEP and told["year"] == year and told["for"] == "enterprise":
            found[told["rules"]] = evaluation.latest(budget, year, "enterprise", told["rules"])
    mine = [each for each in found.values() if each and any(one["subject"] == enterprise for one in each.records)]
    if not mine:
        raise InputError(Finding("budget-appeal-none", found=enterprise, details={"year": year}))
    return mine


def _refuse_repeated(budget: Budget, document: str, enterprise: str, year: int) -> None:
    for event in budget.events:
        told = event["detail"]
        if event["step"] == "appeal" and (told["document"], told["enterprise"], told["year"]) == (
            document, enterprise, year,
        ):  # fmt: skip
            raise InputError(Finding("budget-appeal-twice", found=enterprise, expected=str(event["revision"]),
                                     details={"year": year}))  # fmt: skip


def _entry(budget: Budget, asked: Appeal, enterprise: str, document: str) -> Entry:
    """The prior-period entry, in the first year after it that is open."""
    from ghginv.budget.ledger import consumption

    held = settlement.issued_books(budget)
    place = _place(held, asked, enterprise)
    open_years = sorted(year for year in held.years - held.closed if year > asked.year)
    if not open_years:
        raise InputError(Finding("budget-appeal-no-year", found=str(asked.year)))
    kilograms = _kilograms(asked.amount)
    _refuse_more(held, place, asked.year, kilograms)
    number = 1 + sum(
        consumption.prior_year(str(key)) == asked.year and f"/{place.text}/" in str(key) for key in held.entries["key"]
    )
    return consumption.prior_period(
        place, open_years[0], kilograms, year=asked.year, effective=asked.effective or today(),
        document=document, note=asked.note, key=consumption.key("prior-period", asked.year, place, number),
    )  # fmt: skip


def _place(held: Books, asked: Appeal, enterprise: str) -> Account:
    """The account whose year is corrected: the only one of the enterprise in that year, or the one named."""
    from ghginv.budget.ledger.accounts import AVAILABLE, parse

    texts = held.legs.loc[held.legs["vintage"] == asked.year, "account"].astype(str).unique()
    mine = {each.text: each for each in map(parse, texts) if each.kind == AVAILABLE and each.enterprise == enterprise}
    wanted = [asked.account] if asked.account else list(mine)
    if len(wanted) != 1 or wanted[0] not in mine:
        known = "、".join(mine) or "-"
        raise UsageError(Finding("budget-appeal-account", found=asked.account or enterprise, expected=known))
    return mine[wanted[0]]


def _refuse_more(held: Books, place: Account, year: int, kilograms: int) -> None:
    """InputError where more is taken off than the account emitted in the year."""
    legs = held.legs[held.legs["vintage"] == year]
    mine = {f"{kind}{place.text.removeprefix(place.kind)}" for kind in ("consumed.ver", "consumed.est")}
    emitted = int(legs.loc[legs["account"].isin(mine), "amount_kg"].sum())
    if emitted + kilograms < 0:
        found, expected = (f"{each / _KG:,.3f}" for each in (-kilograms, emitted))
        told = {"where": place.text, "year": year}
        raise InputError(Finding("budget-appeal-more", found=found, expected=expected, details=told))


def _kilograms(amount: str) -> int:
    """Signed tonnes as typed, in whole kilograms."""
    text = amount.strip().replace("−", "-")
    less = text.startswith("-")
    try:
        return (-1 if less else 1) * ledger.kilograms(text.removeprefix("-" if less else "+"))
    except InputError:
        raise InputError(Finding("budget-appeal-amount", found=amount or "-")) from None


def _again(before: Evaluation, enterprise: str, kilograms: int, note: str) -> Evaluation:
    """The same evaluation with this enterprise's emissions corrected and every other figure of anybody as it was."""
    from ghginv.budget.evaluation import records, scoring

    rule, at = before.rule, next(each for each in before.records if each["subject"] == enterprise)
    sources = {each.id for each in rule.indicators if each.source == "execution"}
    figures = [
        replace(each, value=each.value + Fraction(kilograms, _KG), note=_noted(each.note, kilograms))
        if each.indicator in sources and each.value is not None
        else each
        for each in records.figures_of(at, rule)
    ]
    fresh = records.records(scoring.evaluate(rule, [records.subject_of(at)], figures))
    made: list[Any] = records.replaced(before.records, fresh, rule)
    return replace(before, records=made, sha256=records.digest(made, rule, before.year), note=note,
                   appealed=(*before.appealed, enterprise))  # fmt: skip


def _noted(before: str, kilograms: int) -> str:
    told = f"申诉更正 corrected upon appeal {kilograms / _KG:+,.3f} t"
    return f"{before}；{told}" if before else told
