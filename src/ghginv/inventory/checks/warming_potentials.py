"""Q11: one set of global warming potentials over all years, and its values in every row."""

from __future__ import annotations

from collections.abc import Iterator

from ghginv.domain import gases
from ghginv.findings import Finding
from ghginv.inventory.checks.result import Remark, Result
from ghginv.inventory.checks.subject import Subject


def check(subject: Subject) -> Result:
    """The set of every year, and the potential of every gas of the run against its set."""
    about, choices = subject.inventory.about, subject.inventory.choices
    used = choices[choices["formula"] != ""][["gas", "gwp"]].drop_duplicates()
    remarks = list(_values(str(about["gwp"]), list(used.itertuples(index=False, name=None))))
    for year, other in sorted(subject.earlier.items()):
        if other.about["gwp"] != about["gwp"]:
            finding = Finding(
                "qa-gwp-set", found=str(about["gwp"]), expected=str(other.about["gwp"]), details={"year": year}
            )
            remarks.append(Remark(finding))
    left_out = () if subject.earlier else (Finding("qa-no-history"),)
    return Result("Q11", len(used) + len(subject.earlier), tuple(remarks), left_out)


def _values(gwp_set: str, used: list[tuple[str, float]]) -> Iterator[Remark]:
    for gas, value in sorted(used):
        known = {each.value for (name, of, _), each in gases.potentials().items() if (name, of) == (gwp_set, gas)}
        if value not in known:
            expected = " | ".join(map(str, sorted(known))) or "-"
            finding = Finding(
                "qa-gwp-value", found=str(value), expected=expected, details={"gas": gas, "gwp_set": gwp_set}
            )
            yield Remark(finding, gas=gas)
