"""The settings of a workspace: written, read again, refused in words, found upwards."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ghginv.errors import InputError, UsageError
from ghginv.workspace import settings
from ghginv.workspace.settings import NAME, Settings


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x7f")))
def test_any_name_comes_back(tmp_path_factory, name):
    folder = tmp_path_factory.mktemp("w")
    written = Settings("440300", name, ("440000", "GRID-S"), gwp="AR5", language="en")
    (folder / NAME).write_text(written.text(), "utf-8")
    assert settings.read(folder) == written


@pytest.mark.parametrize(
    "text",
    ["region = 440300\nname = 'x'", "region = 'x'", "region = 'a'\nname = 'b'\nlanguage = 'fr'", "region =", "\xff"],
)
def test_what_is_wrong_is_named(tmp_path, text):
    (tmp_path / NAME).write_bytes(text.encode("latin-1"))
    with pytest.raises(InputError) as refusal:
        settings.read(tmp_path)
    assert refusal.value.findings[0].code == "workspace-broken"


def test_the_nearest_workspace_upwards_is_meant(tmp_path, monkeypatch):
    monkeypatch.delenv(settings.VARIABLE, raising=False)
    (tmp_path / NAME).write_text("", "utf-8")
    below = tmp_path / "a" / "b"
    below.mkdir(parents=True)
    monkeypatch.chdir(below)
    assert settings.locate(None) == tmp_path.resolve()
    monkeypatch.setenv(settings.VARIABLE, str(below))
    with pytest.raises(UsageError):
        settings.locate(None)
    assert settings.locate(tmp_path) == tmp_path
