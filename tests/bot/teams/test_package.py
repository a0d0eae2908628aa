"""The package an administrator uploads."""

import struct
import zipfile
from io import BytesIO

import jsonschema
import pytest

from bot.__main__ import main
from bot.settings import Settings, Unusable
from bot.teams import icons
from bot.teams.package import FOLDER, manifest, package
from handlers.catalogue import CAPABILITIES
from tests.contracts import needed
from tests.doors.microsoft import APP_ID, APP_PASSWORD

SETTINGS = Settings(
    microsoft_app_id=APP_ID, microsoft_app_password=APP_PASSWORD, public_url="https://brightspot.example"
)


def test_the_manifest_is_as_microsoft_publishes_it():
    validator = jsonschema.Draft4Validator(needed("teams_manifest.schema.json"))
    for made in (manifest(SETTINGS), manifest(SETTINGS, links=False)):
        assert [error.message for error in validator.iter_errors(made)] == []


def test_a_teams_owner_is_asked_for_its_messages_unless_the_trust_wants_no_links_heard():
    asked = manifest(SETTINGS)["authorization"]["permissions"]["resourceSpecific"]
    assert asked == [{"name": "ChannelMessage.Read.Group", "type": "Application"}]
    assert "authorization" not in manifest(SETTINGS, links=False)


def test_the_manifest_names_this_installation_and_every_scope():
    made = manifest(SETTINGS)
    assert made["id"] == made["bots"][0]["botId"] == made["composeExtensions"][0]["botId"] == APP_ID
    assert made["bots"][0]["scopes"] == ["personal", "groupChat", "team"]
    assert made["validDomains"] == ["brightspot.example"]
    assert made["localizationInfo"]["defaultLanguageTag"] == "en-gb"
    assert "teams" not in made["name"]["short"].lower(), "a rule of the store"
    assert len(made["name"]["short"]) <= 30
    assert len(made["description"]["short"]) <= 80


def test_every_command_of_the_manifest_is_answered():
    made = manifest(SETTINGS)
    words = {word for capability in CAPABILITIES for word in capability.commands}
    told = {each["title"] for each in made["bots"][0]["commandLists"][0]["commands"]}
    assert told <= words
    assert "help" in told
    forms = {form for each in CAPABILITIES for form in each.forms}
    for command in made["composeExtensions"][0]["commands"]:
        beside_the_box = {each.name for each in CAPABILITIES if each.forms}
        assert command["id"] in (forms if command["context"] == ["message"] else beside_the_box)


def test_the_zip_holds_the_manifest_and_both_icons_in_their_sizes():
    with zipfile.ZipFile(BytesIO(package(SETTINGS))) as archive:
        assert sorted(archive.namelist()) == ["color.png", "manifest.json", "outline.png"]
        for name, size in (("color.png", 192), ("outline.png", 32)):
            content = archive.read(name)
            assert content.startswith(b"\x89PNG")
            assert struct.unpack(">II", content[16:24]) == (size, size)


def test_packing_twice_gives_the_same_bytes():
    assert package(SETTINGS) == package(SETTINGS)


def test_the_icons_are_what_their_drawing_says():
    """The pixels are compared: two versions of zlib may pack the same ones differently."""
    for drawn, name in ((icons.color(), "color.png"), (icons.outline(), "outline.png")):
        assert pixels(drawn) == pixels((FOLDER / name).read_bytes())


def pixels(png: bytes) -> bytes:
    import zlib

    start = png.index(b"IDAT") + 4
    return zlib.decompress(png[start : png.index(b"IEND") - 8])


@pytest.mark.parametrize(
    ("given", "named"),
    [({}, "MICROSOFT_APP_ID"), ({"microsoft_app_id": "Brightspot"}, "MICROSOFT_APP_ID")]
    + [({"microsoft_app_id": APP_ID, "public_url": url}, "PUBLIC_URL") for url in ("", "http://localhost")],
)
def test_what_is_missing_is_named(given: dict[str, str], named: str):
    password = {"microsoft_app_password": APP_PASSWORD} if given else {}
    with pytest.raises(Unusable, match=named):
        package(Settings(**given, **password))


def test_the_command_writes_the_file_or_says_why_not(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("MICROSOFT_APP_ID", APP_ID)
    monkeypatch.setenv("MICROSOFT_APP_PASSWORD", APP_PASSWORD)
    monkeypatch.setenv("PUBLIC_URL", "https://brightspot.example")
    assert main(["teams-package", str(tmp_path / "brightspot.zip"), "--without-links"]) == 0
    assert zipfile.is_zipfile(tmp_path / "brightspot.zip")
    assert main(["teams-package", str(tmp_path / "nowhere" / "brightspot.zip")]) == 1
    monkeypatch.delenv("PUBLIC_URL")
    assert main(["teams-package", str(tmp_path / "brightspot.zip")]) == 2
    assert len(capsys.readouterr().err.splitlines()) == 2


def test_half_configured_it_refuses_to_start(monkeypatch, capsys):
    monkeypatch.setenv("MICROSOFT_APP_ID", APP_ID)
    assert main(["serve"]) == 2
    assert "MICROSOFT_APP_PASSWORD" in capsys.readouterr().err
