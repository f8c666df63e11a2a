"""What the policy parameters say of a market in a year, each value with its evidence mark."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from ghginv.errors import InputError, UsageError
from ghginv.findings import Finding

if TYPE_CHECKING:
    from ghginv.domain.policy import Dated

KG = 1000
OWN = "budget markets"
_NAMES: Mapping[str, Mapping[str, str]] = {
    "CEA": {"cap": "ets_offset_cap", "threshold": "ets_inclusion_threshold", "pre": "ets_preallocation_share",
            "date": "ets_surrender_date", "from": "ets_offset_eligible_from"},
    "SZA": {"cap": "sz_offset_cap", "threshold": "sz_inclusion_threshold", "date": "sz_surrender_date"},
    "GDEA": {"cap": "gd_offset_cap", "threshold": "gd_inclusion_threshold"},
}  # fmt: skip


def in_force(name: str, on: str | int, jurisdiction: str) -> Dated | None:
    """A parameter in force on a day or in a year, or None."""
    from ghginv.domain import policy

    try:
        return policy.find(name, on, jurisdiction)
    except UsageError:
        return None


@dataclass
class Rules:
    """The parameters of one kind of allowance; ``used`` are those looked up, by name."""

    unit: str
    used: dict[str, Dated] = field(default_factory=dict)

    @property
    def market(self) -> str:
        """The jurisdiction of the market."""
        from ghginv.budget.ledger import instruments

        return instruments.load()[self.unit].jurisdiction

    def find(self, name: str, on: str | int, jurisdiction: str = "") -> Dated | None:
        """A parameter in force, or None; what is found is remembered as used."""
        known = _NAMES[self.unit].get(name, name if "_" in name else "")
        found = in_force(known, on, jurisdiction or self.market) if known else None
        if found is not None:
            self.used[known] = found
        return found

    def needed(self, name: str, on: str | int) -> Dated:
        """A parameter without which nothing can be computed; InputError where none is in force."""
        found = self.find(name, on)
        if found is None:
            shown = _NAMES[self.unit].get(name) or name
            raise InputError(Finding("budget-market-no-rule", found=shown, expected=self.market,
                                     details={"day": on}))  # fmt: skip
        return found

    @property
    def basis(self) -> str:
        """What was used, for people: name, value and evidence mark."""
        return "；".join(f"{each.id} = {each.value} [{each.status}]" for each in self.used.values())

    @property
    def marks(self) -> dict[str, str]:
        """The evidence mark of each parameter used."""
        return {each.id: each.status for each in self.used.values()}


def offset(rules: Rules, year: int, due_kg: int, covered_kg: int) -> dict[str, Any]:
    """What credits may do for an obligation: cap, kinds, days, places.

    National and Guangdong: a share of what is due. Shenzhen: a share of what allowances do not cover (recalled).
    """
    from ghginv.enterprise.quotas import offsets

    cap = rules.needed("cap", year)
    base = max(0, due_kg - covered_kg) if rules.unit == "SZA" else due_kg
    most = offsets.most(base // KG, cap.number / 100) * KG
    first, accepted = rules.find("from", year), rules.needed("market_credits_accepted", year)
    home, only = rules.find("market_home", year), rules.find("market_home_only", year)
    share = rules.find("market_home_share", year)
    return {
        "market": rules.market, "credits_most_kg": most, "accepted": accepted.value.split(),
        "credit_from": first.value if first else "", "home": home.value if home else "",
        "home_only": only.value.split() if only else [], "home_share": str(share.number / 100) if share else "",
    }  # fmt: skip


def preallocation(rules: Rules, year: int, verified: Fraction) -> int:
    """A share of last year's verified emissions, rounded down, in kg."""
    from ghginv.enterprise.quotas import issue

    return issue.preallocated(verified, rules.needed("pre", year).number / 100) * KG


def carry(rules: Rules, values: Mapping[str, Any], held_kg: int, pending_kg: int) -> dict[str, Any]:
    """What may be carried over at most, T = min(floor(B + NS x R), holding), with deadline and vintages."""
    from ghginv.enterprise.quotas import carry as formula

    deadline = rules.needed("ets_carry_application_deadline", values["day"][:4]).value
    base, multiplier = (rules.needed(f"ets_carry_{name}", deadline).number for name in ("base", "multiplier"))
    first, _, last = rules.needed("market_carry_vintages", deadline).value.partition("-")
    made = formula.carried(
        held_kg // KG, math.floor(values["sold"]), math.ceil(values["bought"]), base, multiplier, pending_kg // KG,
        on_time=True,
    )  # fmt: skip
    return {
        "most_kg": made.most * KG, "net_sold_t": made.net_sold, "on_time": values["on_time"], "day": values["day"],
        "deadline": deadline, "target": int(rules.needed("market_carry_target", deadline).number),
        "vintages": [int(first), int(last)],
    }  # fmt: skip
