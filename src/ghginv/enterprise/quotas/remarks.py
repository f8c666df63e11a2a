"""What stands beside the figures: which of them rest on a default of our own, on a draft, on what is only recalled."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ghginv.enterprise.quotas import wording
from ghginv.enterprise.quotas.rules import InForce
from ghginv.enterprise.quotas.units import Amount
from ghginv.findings import Finding

OWN_ZH, OWN_EN = "本系统缺省", "our default"
_TEXTS = {"draft": "quota-text-draft", "recalled": "quota-text-recalled", "own": "quota-text-own"}


def own(rules: InForce, amount: Amount) -> str:
    """The words 本系统缺省 with the parameters that are our own; empty where all was published."""
    named = [name for name in amount.used if rules.values[name].status == "own"]
    if amount.method == "benchmark_of_peers":
        named.append("benchmark of peers")
    return f"{OWN_ZH} {OWN_EN}: {', '.join(named)}" if named else ""


def reason(quota: int, amount: Amount, rules: InForce, lang: str) -> str:
    """Why the unit gets what it gets, in words with the numbers; a cap that cut it and our own defaults are said."""
    said = wording.reason(amount.method, {**amount.basis, "quota": str(amount.quota)}, lang)
    if quota != amount.quota:
        share = wording.methods()["scaled"][f"reason_{lang}"]
        said += share.format(quota=amount.quota, kept=quota)
    if own(rules, amount):
        said += f"（{OWN_ZH}）" if lang == "zh" else f" ({OWN_EN})"
    return said


def of(rules: InForce, amounts: Sequence[Amount]) -> Iterator[Finding]:
    """Remarks on the whole table, each once."""
    used = dict.fromkeys(name for amount in amounts for name in amount.used)
    for status, code in (("own", "quota-own"), ("recalled", "quota-recalled"), ("doubtful", "quota-recalled")):
        named = [name for name in used if rules.values[name].status == status]
        if named:
            yield Finding(code, found="、".join(named))
    if rules.rules.status in _TEXTS:
        yield Finding(_TEXTS[rules.rules.status], found=rules.rules.citation)
    if rules.rules.rounding_status == "own":
        yield Finding("quota-rounding-own", found=rules.rules.id)
    if any(amount.method == "balance" and amount.peers for amount in amounts):
        yield Finding("quota-balance-local")
    if any(amount.method == "benchmark_of_peers" for amount in amounts):
        yield Finding("quota-benchmark-peers")
    if any(amount.method == "historical_value_added" for amount in amounts):
        yield Finding("quota-constant-prices")
