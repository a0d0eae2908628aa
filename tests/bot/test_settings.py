"""What can be set, and what is refused in one line that names the variable."""

from datetime import UTC, datetime

import pytest
from pydantic import ValidationError

from bot.settings import Unusable, Worker, load

SECRET = "5f2b7c1d9e0a4c6b8d3f1e2a7b9c0d4e"
SLACK = {"slack_signing_secret": SECRET, "slack_bot_token": "xoxb-1"}
TEAMS = {"microsoft_app_id": "11111111-2222", "microsoft_app_password": SECRET}


@pytest.fixture(autouse=True)
def nothing_set(monkeypatch):
    for name in ("DATABASE_URL", "SECRET_KEY", "PUBLIC_URL", "CLOCK", "PORT", "HOST", "WORKER", "LOG_LEVEL"):
        monkeypatch.delenv(name, raising=False)


def test_with_nothing_set_it_is_a_file_on_this_machine_and_both_doors_are_closed():
    settings = load()

    assert settings.database_url == "sqlite+aiosqlite:///brightspot.db"
    assert (settings.host, settings.port, settings.clock) == ("127.0.0.1", 8080, None)
    assert not settings.slack_is_open
    assert not settings.teams_is_open
    assert settings.works_here
    assert settings.closed == (
        "Slack is closed: SLACK_SIGNING_SECRET is not set",
        "Teams is closed: MICROSOFT_APP_ID is not set",
    )


def test_the_environment_is_read_by_the_names_in_capitals(monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgres://brightspot:pw@db.example/brightspot")
    monkeypatch.setenv("PORT", "9000")
    monkeypatch.setenv("WORKER", "separate")
    monkeypatch.setenv("CLOCK", "2026-09-07T08:00")
    monkeypatch.setenv("MICROSOFT_SERVICE_HOSTS", "smba.trafficmanager.net, .teams.example")
    settings = load()

    assert settings.database_url == "postgresql+asyncpg://brightspot:pw@db.example/brightspot"
    assert settings.port == 9000
    assert settings.worker is Worker.SEPARATE
    assert not settings.works_here
    assert settings.clock is not None
    assert settings.clock.astimezone(UTC) == datetime(2026, 9, 7, 7, 0, tzinfo=UTC)  # British Summer Time
    assert settings.microsoft_service_hosts == ("smba.trafficmanager.net", ".teams.example")


def test_an_empty_variable_is_as_good_as_none(monkeypatch):
    monkeypatch.setenv("PORT", "")
    monkeypatch.setenv("CLOCK", "")
    monkeypatch.setenv("SLACK_BOT_TOKEN", "")

    assert load().port == 8080


def test_a_blank_after_a_pasted_secret_does_not_count():
    assert load(**SLACK | {"slack_bot_token": " xoxb-1\n"}).slack_bot_token == "xoxb-1"


def test_addresses_end_as_the_code_expects_them():
    settings = load(public_url="https://brightspot.example/", slack_api_url="http://127.0.0.1:9/api")

    assert settings.public_url == "https://brightspot.example"
    assert settings.slack_api_url == "http://127.0.0.1:9/api/"


@pytest.mark.parametrize(
    ("given", "name"),
    [
        ({"port": "eighty"}, "PORT"),
        ({"port": 70000}, "PORT"),
        ({"port": -1}, "PORT"),
        ({"clock": "yesterday"}, "CLOCK"),
        ({"clock": "2026-09-07T08:00", "public_url": "https://brightspot.example"}, "CLOCK"),
        ({"database_url": "brightspot.db"}, "DATABASE_URL"),
        ({"database_url": "mysql://db.example/brightspot"}, "DATABASE_URL"),
        ({"database_url": "sqlite://"}, "DATABASE_URL"),
        ({"database_url": "sqlite:///:memory:"}, "DATABASE_URL"),
        ({"database_url": "postgresql://db.example:port/brightspot"}, "DATABASE_URL"),
        ({"public_url": "brightspot.example"}, "PUBLIC_URL"),
        ({"public_url": "http://brightspot.example"}, "PUBLIC_URL"),
        ({"public_url": "https://brightspot.example/?a=b"}, "PUBLIC_URL"),
        ({"public_url": "https://[half"}, "PUBLIC_URL"),
        ({"slack_api_url": "http://slack.example/api/"}, "SLACK_API_URL"),
        ({"microsoft_login_url": "login"}, "MICROSOFT_LOGIN_URL"),
        ({"microsoft_service_hosts": "https://smba.trafficmanager.net"}, "MICROSOFT_SERVICE_HOSTS"),
        ({"microsoft_service_hosts": " , "}, "MICROSOFT_SERVICE_HOSTS"),
        ({"secret_key": "too short", "public_url": "https://brightspot.example"}, "SECRET_KEY"),
        ({"worker": "elsewhere"}, "WORKER"),
        ({"log_level": "loud"}, "LOG_LEVEL"),
        ({"slack_bot_token": "xoxb-1"}, "SLACK_SIGNING_SECRET"),
        ({"slack_client_id": "1.2", "slack_client_secret": SECRET}, "SLACK_SIGNING_SECRET"),
        ({"slack_signing_secret": SECRET}, "SLACK_BOT_TOKEN"),
        ({"slack_signing_secret": SECRET, "slack_client_id": "1.2"}, "SLACK_CLIENT_SECRET"),
        ({"slack_signing_secret": SECRET, "slack_client_secret": SECRET}, "SLACK_CLIENT_ID"),
        ({"microsoft_app_id": "1111"}, "MICROSOFT_APP_PASSWORD"),
        ({"microsoft_app_password": SECRET}, "MICROSOFT_APP_ID"),
        ({"microsoft_app_tenant_id": "2222"}, "MICROSOFT_APP_ID"),
    ],
)
def test_what_cannot_be_used_stops_the_start_with_one_line_that_names_it(given, name):
    with pytest.raises(Unusable) as refused:
        load(**given)

    words = str(refused.value)
    assert words.startswith(name)
    assert "\n" not in words
    assert SECRET not in words


@pytest.mark.parametrize(
    "public", ["", "http://127.0.0.1:8080", "http://localhost:8080", "http://[::1]:8080"]
)
def test_a_clock_may_be_set_where_only_this_machine_is_served(public):
    assert load(clock="2026-09-07T08:00", public_url=public).clock is not None


def test_no_representation_shows_a_secret():
    settings = load(
        **SLACK,
        **TEAMS,
        slack_client_id="1.2",
        slack_client_secret=SECRET,
        secret_key=SECRET,
        database_url=f"postgresql://brightspot:{SECRET}@db.example/brightspot",
    )

    assert SECRET not in repr(settings)
    assert SECRET not in str(settings)
    assert "xoxb-1" not in repr(settings)


def test_settings_stay_as_they_were_read():
    with pytest.raises(ValidationError):
        load().port = 1


def test_without_a_key_of_its_own_each_installation_still_seals_with_another():
    with_slack, other_slack = load(**SLACK), load(**SLACK | {"slack_bot_token": "xoxb-2"})
    demo, other_demo = load(database_url="sqlite:///one.db"), load(database_url="sqlite:///two.db")

    keys = {each.key_material for each in (with_slack, other_slack, demo, other_demo)}
    assert len(keys) == 4
    assert load(**SLACK, secret_key=SECRET).key_material == SECRET.encode()
    assert load(database_url="sqlite:///one.db").key_material == demo.key_material
