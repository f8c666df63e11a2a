"""A sealed inventory comes back digit for digit; what was changed, damaged or made up is refused."""

import hashlib
import io
import json
import zipfile

import pandas as pd
import pytest

from ghginv.errors import InputError
from ghginv.inventory import sealing
from tests import inventories


@pytest.fixture(scope="module")
def sealed():
    return sealing.pack(inventories.city())


def repacked(content: bytes, change) -> bytes:
    """The archive with some of its entries changed by a function of name and content."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(stream, "w") as new:
        for name in old.namelist():
            new.writestr(name, change(name, old.read(name)))
    return stream.getvalue()


def test_it_comes_back_digit_for_digit(sealed):
    content, seal = sealed
    found = sealing.unpack(content)
    assert found.seal == seal
    original = inventories.city()
    pd.testing.assert_frame_equal(found.inventory.emissions, original.emissions, check_dtype=False)
    assert found.inventory.about == original.about
    assert sealing.pack(found.inventory) == sealed


def test_the_same_run_gives_the_same_bytes(sealed):
    assert sealing.pack(inventories.city()) == sealed


def test_a_changed_figure_breaks_the_seal(sealed):
    content = repacked(
        sealed[0], lambda name, text: text.replace(b'"mass_g": ', b'"mass_g": 1') if "rows" in name else text
    )
    with pytest.raises(InputError) as refusal:
        sealing.unpack(content, "甲区.ghginv")
    assert refusal.value.findings[0].code == "seal-broken"


def test_a_figure_that_does_not_follow_is_refused_even_with_a_new_manifest(sealed):
    """Whoever writes a new manifest too is found out by computing again."""
    with zipfile.ZipFile(io.BytesIO(sealed[0])) as archive:
        rows = [json.loads(line) for line in archive.read("rows.jsonl").splitlines()]
        rows[0]["mass_g"] += 10_000_000
        changed = "".join(json.dumps(row, sort_keys=True) + "\n" for row in rows).encode()
        manifest = json.loads(archive.read("manifest.json"))
    manifest["sha256"]["rows"] = hashlib.sha256(changed).hexdigest()
    entries = {"rows.jsonl": changed, "manifest.json": json.dumps(manifest).encode()}
    with pytest.raises(InputError) as refusal:
        sealing.unpack(repacked(sealed[0], lambda name, text: entries.get(name, text)))
    assert refusal.value.findings[0].code == "seal-miscalculated"
    assert rows[0]["activity_id"] in refusal.value.findings[0].found


@pytest.mark.parametrize(
    "content",
    [b"", b"PK\x03\x04 no archive", pytest.param(None, id="no manifest"), pytest.param(0, id="manifest is a list")],
)
def test_what_is_no_package_is_refused_in_words(content):
    if not isinstance(content, bytes):
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w") as archive:
            archive.writestr("x.txt" if content is None else "manifest.json", "[]")
        content = stream.getvalue()
    with pytest.raises(InputError) as refusal:
        sealing.unpack(content, "x")
    assert refusal.value.findings[0].code == "seal-unreadable"


def test_a_bomb_is_not_unpacked(sealed, monkeypatch):
    monkeypatch.setattr(sealing, "MOST_BYTES", 100)
    with pytest.raises(InputError, match="100 bytes"):
        sealing.unpack(sealed[0])


def test_a_later_format_is_named(sealed):
    content = repacked(
        sealed[0], lambda name, text: text.replace(b'"format": 1', b'"format": 9') if "manifest" in name else text
    )
    with pytest.raises(InputError) as refusal:
        sealing.unpack(content)
    assert refusal.value.findings[0].code == "seal-newer"
