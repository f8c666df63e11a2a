"""REF: CO2 of fuels by the reference approach against the sectoral approach."""

from __future__ import annotations

from ghginv.calculation import reference, reporting
from ghginv.findings import Finding
from ghginv.inventory.checks.result import Remark, Result
from ghginv.inventory.checks.subject import Subject, figure, rules


def check(subject: Subject) -> Result:
    """The total over all fuels; a fuel group's difference is no error, as fuels change group in transformation."""
    rows = reporting.placed(subject.inventory)
    if not (rows["approach"] == "apparent").any():
        return Result("REF", 0, left_out=(Finding("qa-no-reference"),))
    table = reference.compare(subject.inventory, rows).set_index("fuel").loc[reference.TOTAL]
    percent, limit = table["difference_percent"], rules()["REF"]["difference_percent"]
    if percent is not None and abs(percent) <= limit:
        return Result("REF", 1)
    details = {"percent": "-" if percent is None else f"{percent:+.1f}", "limit": limit}
    found, expected = (f"{figure(table[name])} t" for name in ("reference_co2_t", "sectoral_co2_t"))
    return Result("REF", 1, (Remark(Finding("qa-reference", found=found, expected=expected, details=details), "1"),))
