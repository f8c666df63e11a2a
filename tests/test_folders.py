"""Where data files are found, and how their rows are read."""

import pytest

from ghginv import folders


def test_shipped_files_are_found():
    assert folders.file("emission_factors", "units.csv").is_file()
    assert folders.files("templates", "findings/*.csv")


def test_a_workspace_hides_and_extends_shipped_files(tmp_path):
    (tmp_path / "emission_factors").mkdir()
    for name in ("units.csv", "local.csv"):
        (tmp_path / "emission_factors" / name).write_text("unit\n", "utf-8")
    with folders.overlaid(tmp_path):
        assert folders.file("emission_factors", "units.csv").is_relative_to(tmp_path)
        assert folders.file("emission_factors", "local.csv").is_relative_to(tmp_path)
    assert not folders.file("emission_factors", "units.csv").is_relative_to(tmp_path)
    with pytest.raises(FileNotFoundError):
        folders.file("emission_factors", "local.csv")


def test_rows_come_with_line_numbers_and_without_blanks(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("\ufeffcode,zh\n a , 甲 \n\nb,乙\n", "utf-8")
    assert list(folders.rows(path)) == [(2, {"code": "a", "zh": "甲"}), (4, {"code": "b", "zh": "乙"})]


@pytest.mark.parametrize("row", ["a", "a,b,c"])
def test_a_ragged_row_is_refused_with_its_line(tmp_path, row):
    path = tmp_path / "a.csv"
    path.write_text(f"code,zh\n{row}\n", "utf-8")
    with pytest.raises(ValueError, match=r"a\.csv:2"):
        list(folders.rows(path))


def test_a_digest_follows_the_content(tmp_path):
    names = ["units.csv", "gwp.csv"]
    shipped = folders.digest("emission_factors", names)
    assert shipped == folders.digest("emission_factors", reversed(names))
    (tmp_path / "emission_factors").mkdir()
    (tmp_path / "emission_factors" / "gwp.csv").write_text("gwp_set\n", "utf-8")
    with folders.overlaid(tmp_path):
        assert folders.digest("emission_factors", names) != shipped
