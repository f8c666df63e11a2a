"""What would count twice is found before it is computed."""

import pandas as pd
import pytest

from ghginv.calculation.overlaps import overlaps

COLUMNS = "submission category item quantity".split()


def table(*rows):
    frame = pd.DataFrame(rows, columns=COLUMNS)
    return frame.assign(region="440300", enterprise="", facility="", technology="", vintage=0, month=0)


@pytest.mark.parametrize(
    ("rows", "codes"),
    [
        ([("a", "1.4.W", "diesel", 1.0), ("b", "1.4.W", "diesel", 2.0)], ["compile-overlap"]),
        ([("a", "1.4.W", "diesel", 1.0), ("b", "1.4.W", "lpg", 2.0)], []),
        ([("a", "1.4.W", "diesel", 1.0), ("b", "1.4.W", "diesel", None)], []),
        ([("a", "1.2.U", "raw_coal", 1.0), ("b", "1.2.1", "raw_coal", 2.0)], ["compile-undivided"]),
        ([("a", "1.2.U", "diesel", 1.0), ("a", "1.2.6", "diesel", 2.0)], []),
        ([("a", "1.5", "lpg", 1.0), ("a", "1.5.R", "lpg", 2.0)], ["compile-undivided"]),
        ([("a", "1.5.U", "lpg", 1.0), ("a", "1.5.R", "lpg", 2.0)], []),
        ([("a", "1.3.U", "gasoline", 1.0), ("b", "1.3.2", "car_gasoline", 2.0)], ["compile-undivided"]),
        ([("a", "1.3.2", "diesel", 1.0), ("b", "1.3.2", "car_gasoline", 2.0)], []),
        (
            [("a", "W.2.E", "mixed_msw", 1.0), ("b", "1.1.1.E", "municipal_waste_fossil", 2.0)],
            ["compile-waste-burnt"],
        ),
        ([("a", "W.2.L", "mixed_msw", 1.0), ("b", "1.1.1.E", "municipal_waste_fossil", 2.0)], []),
        ([("a", "W.2.E", "mixed_msw", 1.0), ("b", "1.1.1.E", "industrial_waste", 2.0)], []),
        ([("a", "W.2.EI", "hazardous_waste", 1.0), ("b", "1.2.3", "industrial_waste", 2.0)], ["compile-waste-burnt"]),
        ([("a", "5", "lubricants", 1.0), ("b", "P.LU", "lubricants", 2.0)], ["product-used-twice"]),
        ([("a", "5", "lubricants", None), ("b", "P.LU", "lubricants", 2.0)], []),
        ([("a", "5", "lubricants", 1.0), ("b", "P.LU", "paraffin_wax", 2.0)], []),
    ],
)
def test_overlaps(rows, codes):
    assert [finding.code for finding in overlaps(table(*rows))] == codes


def test_the_finding_names_both_sides():
    (finding,) = overlaps(table(("a", "1.4.W", "diesel", 1.0), ("b", "1.4.W", "diesel", 2.0)))
    assert "a 和 b" in finding.text()
