"""The category tree: parents, coverage, crosswalk."""

import pytest

from ghginv.domain import categories


def test_ancestors_lead_to_the_root():
    assert list(categories.ancestors("1.3.4.1")) == ["1.3.4.1", "1.3.4", "1.3", "1"]


@pytest.mark.parametrize(
    ("above", "below", "covered"),
    [("1", "1.5.R", True), ("1.3", "1.3", True), ("1.3.1", "1.3.2", False), ("", "E.1", True)],
)
def test_coverage_goes_by_segments(above, below, covered):
    assert categories.covers(above, below) is covered


def test_a_code_is_carried_over():
    road = categories.tree()["1.3.2"]
    assert [road.in_system(system) for system in categories.SYSTEMS] == ["1.3.2", "1A3b", "II.1.1", "交通运输仓储邮政"]


def test_every_leaf_of_combustion_has_a_sector_and_a_place_in_each_system():
    tree = categories.tree()
    parents = {node.parent for node in tree.values()}
    leaves = [node for node in tree.values() if node.code.startswith("1.") and node.code not in parents]
    assert leaves
    for node in leaves:
        assert all(node.in_system(system) for system in categories.SYSTEMS), node.code


def test_codes_of_our_own_are_told_from_official_ones():
    own = {code for code, node in categories.tree().items() if not node.official}
    assert {"1.2.U", "1.3.U", "1.5.R", "B.3"} <= own
    assert "1.1.1" not in own
