import re
from pathlib import Path

import pytest

from bot.settings import Settings, is_local

TOKEN = "123456:AAE-a_very_long_token_indeed_1234567890"
EXAMPLE = Path(__file__).parents[2] / ".env.example"


@pytest.fixture(autouse=True)
def nothing_set(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A machine on which nobody has set anything."""
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    monkeypatch.chdir(tmp_path)


def set_all(monkeypatch: pytest.MonkeyPatch, **values: str) -> None:
    for name, value in values.items():
        monkeypatch.setenv(name, value)


def refusal(capsys: pytest.CaptureFixture[str]) -> str:
    with pytest.raises(SystemExit) as ended:
        Settings.load()
    assert ended.value.code == 2
    line = capsys.readouterr().err
    assert line.count("\n") == 1
    return line.strip()


def test_nothing_set_is_the_sandbox_with_one_file() -> None:
    """A newcomer needs no configuration."""
    settings = Settings.load()
    assert settings.bot_token is None
    assert settings.database_url == "sqlite+aiosqlite:///loyalty.sqlite3"
    assert (settings.http_host, settings.http_port) == ("127.0.0.1", 8080)
    assert (settings.brand, settings.currency, settings.timezone) == ("Café Zorg", "ZAR", "Africa/Johannesburg")
    assert (settings.default_language, settings.log_level, settings.log_format) == ("en", "INFO", "console")
    assert settings.admin_ids == ()


def test_the_env_file_is_read_and_the_environment_goes_before_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """As everybody expects of a .env file."""
    Path(".env").write_text("BRAND=Kafee\nCURRENCY=eur\nUNRELATED=1\n", encoding="utf-8")
    set_all(monkeypatch, BRAND="  Salon   Vesna ", LOG_LEVEL="debug", DEFAULT_LANGUAGE="UK")
    settings = Settings.load()
    assert (settings.brand, settings.currency) == ("Salon Vesna", "EUR")
    assert (settings.log_level, settings.default_language) == ("DEBUG", "uk")


def test_an_empty_value_is_as_good_as_none(monkeypatch: pytest.MonkeyPatch) -> None:
    """`BOT_TOKEN=` in a copied .env is no token."""
    set_all(monkeypatch, BOT_TOKEN="", HTTP_PORT="", WEBHOOK_URL="")
    assert Settings.load().bot_token is None


def test_admins_are_numbers_separated_by_commas(monkeypatch: pytest.MonkeyPatch) -> None:
    """`ADMIN_IDS=12, 34` as people write it."""
    set_all(monkeypatch, ADMIN_IDS="12, 34")
    assert Settings.load().admin_ids == (12, 34)
    assert Settings.load(admin_ids=(5,)).admin_ids == (5,)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("BOT_TOKEN", "no-token"),
        ("TELEGRAM_API_URL", "ftp://example.com"),
        ("TELEGRAM_API_URL", "https://example.com/?a=1"),
        ("TELEGRAM_API_URL", "http://[::1"),
        ("DATABASE_URL", "mysql://host/name"),
        ("DATABASE_URL", "loyalty.sqlite3"),
        ("WEBHOOK_URL", "bot.example.com"),
        ("WEBHOOK_SECRET", "with spaces"),
        ("HTTP_PORT", "70000"),
        ("HTTP_PORT", "web"),
        ("ADMIN_IDS", "anna"),
        ("BRAND", "x" * 65),
        ("BRAND", "\u202e\u200b"),
        ("CURRENCY", "RAND"),
        ("TIMEZONE", "Mars/Olympus"),
        ("DEFAULT_LANGUAGE", "de"),
        ("LOG_LEVEL", "LOUD"),
        ("LOG_FORMAT", "xml"),
    ],
)
def test_a_wrong_value_stops_the_start_with_one_line_that_names_it(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], name: str, value: str
) -> None:
    """The owner sees what to mend, without a traceback."""
    set_all(monkeypatch, **{name: value})
    assert refusal(capsys).startswith(f"{name}: ")


def test_two_wrong_values_are_named_together(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nobody has to start three times to mend three lines."""
    set_all(monkeypatch, CURRENCY="RAND", TIMEZONE="Mars/Olympus")
    line = refusal(capsys)
    assert "CURRENCY: " in line
    assert "TIMEZONE: " in line


def test_a_webhook_needs_a_secret_and_https(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Telegram calls only https addresses, and strangers must be told from it."""
    set_all(monkeypatch, WEBHOOK_URL="https://bot.example.com/")
    assert refusal(capsys) == "WEBHOOK_SECRET: is required with WEBHOOK_URL"
    set_all(monkeypatch, WEBHOOK_SECRET="s3cret")
    assert Settings.load().webhook_url == "https://bot.example.com"
    set_all(monkeypatch, WEBHOOK_URL="http://bot.example.com")
    assert refusal(capsys).startswith("WEBHOOK_URL: ")
    set_all(monkeypatch, TELEGRAM_API_URL="http://127.0.0.1:8081")
    assert Settings.load().webhook_url == "http://bot.example.com"


def test_what_is_local() -> None:
    """A Bot API server on this machine may call plain http."""
    assert is_local("http://localhost:1")
    assert is_local("http://[::1]:1")
    assert not is_local("https://api.telegram.org")


def test_secrets_are_never_shown(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """Neither in a representation nor in the line about another mistake."""
    set_all(
        monkeypatch,
        BOT_TOKEN=TOKEN,
        WEBHOOK_SECRET="hush-hush",
        DATABASE_URL="postgresql+asyncpg://zorg:pa55word@db/zorg",
    )
    settings = Settings.load()
    assert set(settings.secrets()) == {TOKEN, "hush-hush", "pa55word"}
    for secret in settings.secrets():
        assert secret not in repr(settings) + str(settings)
    set_all(monkeypatch, CURRENCY="RAND", BOT_TOKEN="123:short token of mine")
    assert "short token" not in refusal(capsys)


def test_the_example_names_every_setting_with_its_default() -> None:
    """.env.example is the documentation: it cannot fall behind."""
    lines = dict(re.findall(r"^#?([A-Z_]+)=(.*)$", EXAMPLE.read_text(encoding="utf-8"), re.MULTILINE))
    assert set(lines) == {name.upper() for name in Settings.model_fields}
    for name, field in Settings.model_fields.items():
        if field.default not in (None, ()):
            assert lines[name.upper()] == str(field.default)


def test_the_example_can_be_uncommented_as_it_stands(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every example in it is a value the start accepts."""
    example = re.sub(r"^#([A-Z_]+=.+)$", r"\1", EXAMPLE.read_text(encoding="utf-8"), flags=re.MULTILINE)
    Path(".env").write_text(example + "\nWEBHOOK_SECRET=secret\n", encoding="utf-8")
    assert Settings.load().webhook_url == "https://bot.example.com"
