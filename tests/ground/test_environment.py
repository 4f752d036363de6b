"""Settings: read once, checked as a whole, said in sentences."""

from pathlib import Path

import pytest

from pixstudio import environment
from pixstudio.refusal import RefusalError


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project's root without any setting."""
    for name in environment.known_names():
        monkeypatch.delenv(name, raising=False)
    return tmp_path


def refusal(project: Path) -> str:
    with pytest.raises(RefusalError) as caught:
        environment.read(project)
    return str(caught.value)


def test_without_any_setting_the_studio_is_embedded_and_careful(project: Path) -> None:
    found = environment.read(project)
    assert (found.data, found.production, found.debug) == (project / "data", False, False)
    assert (found.poll_seconds, found.query_rate, found.submit_rate, found.lane_seats) == (15.0, 18, 4, 5)
    assert (found.language, found.time_zone) == ("en", "Asia/Shanghai")


def test_all_bad_values_are_reported_at_once(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    bad = {"PIXSTUDIO_ENV": "staging", "PIXSTUDIO_POLL_SECONDS": "soon", "PIXSTUDIO_TIME_ZONE": "Mars/Olympus"}
    for name, value in bad.items():
        monkeypatch.setenv(name, value)
    text = refusal(project)
    assert all(name in text and f"“{value}”" in text for name, value in bad.items())


def test_a_bad_secret_is_not_repeated(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PIXSTUDIO_KEYRING", "not-a-fernet-key")
    monkeypatch.setenv("DATABASE_URL", "mysql://lin:hush@db/x")
    text = refusal(project)
    assert "PIXSTUDIO_KEYRING" in text
    assert "DATABASE_URL" in text
    assert "not-a-fernet-key" not in text
    assert "hush" not in text


def test_a_secret_under_the_wrong_name_is_not_repeated_either(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DASHSCOPE_BASE_URL", "sk-test-swapped")
    monkeypatch.setenv("PIXSTUDIO_PUBLIC_URL", "https://lin:hush@studio.example.com")
    text = refusal(project)
    assert "“sk-…”" in text
    assert "hush" not in text


def test_a_bad_value_cannot_draw_lines_of_its_own(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PIXSTUDIO_LANGUAGE", "de\nPixStudio is ready\x1b[2J")
    assert "\nPixStudio is ready" not in refusal(project)
    assert "\x1b" not in refusal(project)


def test_host_names_are_taken_as_requests_carry_them(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PIXSTUDIO_ALLOWED_HOSTS", "studio.example.com, .example.org, 10.1.2.3, [fd00::1], web_1, *")
    assert len(environment.read(project).allowed_hosts) == 6


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PIXSTUDIO_DEBUG", "perhaps"),
        ("PIXSTUDIO_QUERY_RATE", "0"),
        ("PIXSTUDIO_QUERY_RATE", "1.5"),
        ("PIXSTUDIO_LANE_SEATS", "-5"),
        ("PIXSTUDIO_POLL_SECONDS", "nan"),
        ("PIXSTUDIO_TIME_SCALE", "0"),
        ("PIXSTUDIO_SANDBOX_SPEED", "inf"),
        ("PIXSTUDIO_OWNER_EMAIL", "ada"),
        ("PIXSTUDIO_OWNER_PASSWORD", "short"),
        ("PIXSTUDIO_PUBLIC_URL", "studio.example.com"),
        ("PIXSTUDIO_PUBLIC_URL", "https://studio.example.com/path"),
        ("PIXSTUDIO_PUBLIC_URL", "https://studio.example.com:port"),
        ("PIXSTUDIO_LANGUAGE", "fr"),
        ("PIXSTUDIO_TRUSTED_PROXIES", "10.0.0.0/8,proxy"),
        ("PIXSTUDIO_MEDIA_HOSTS", "good.example.com,https://bad.example.com"),
        ("PIXSTUDIO_ACCEL", "films"),
        ("PIXSTUDIO_ACCEL", "/"),
        ("PIXSTUDIO_ACCEL", "/_films/../data"),
        ("PIXSTUDIO_PROXY", "socks5://proxy:1"),
        ("REDIS_URL", "http://redis:6379"),
        ("EMAIL_URL", "mail.example.com"),
        ("DASHSCOPE_API_KEY", "my key"),
        ("DASHSCOPE_BASE_URL", "http://dashscope.aliyuncs.com/api/v1"),
        ("DASHSCOPE_BASE_URL", "https://dashscope.aliyuncs.com/compatible-mode/v1"),
        ("DASHSCOPE_BASE_URL", "http://127.0.0.1:8090/api/v1"),
        ("DASHSCOPE_BASE_URL", "https://localhost/api/v1"),
        ("DATABASE_URL", "postgres://lin@db"),
        ("PIXSTUDIO_ALLOWED_HOSTS", "https://studio.example.com"),
        ("PIXSTUDIO_ALLOWED_HOSTS", "studio.example.com, studio:8000"),
    ],
)
def test_a_value_that_cannot_be_used_is_named(
    project: Path, monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(name, value)
    assert f"{name} must be " in refusal(project)


def test_a_blank_value_counts_as_not_set(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PIXSTUDIO_POLL_SECONDS", " ")
    assert environment.read(project).poll_seconds == 15.0


def test_loopback_is_a_base_url_only_where_it_is_allowed(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PIXSTUDIO_ALLOW_LOOPBACK", "1")
    monkeypatch.setenv("DASHSCOPE_BASE_URL", "http://127.0.0.1:8090/api/v1")
    assert environment.read(project).dashscope_base_url == "http://127.0.0.1:8090/api/v1"


def test_a_file_may_hold_the_value(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (project / "secret").write_text("a secret from a file\n")
    monkeypatch.setenv("PIXSTUDIO_SECRET_KEY_FILE", "secret")
    assert environment.read(project).secret_key == "a secret from a file"


def test_a_file_that_cannot_be_read_is_named(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PIXSTUDIO_SECRET_KEY_FILE", "/nowhere/secret")
    assert "PIXSTUDIO_SECRET_KEY_FILE names /nowhere/secret, which cannot be read." in refusal(project)


def test_a_value_and_a_file_for_it_are_one_too_many(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (project / "secret").write_text("one")
    monkeypatch.setenv("PIXSTUDIO_SECRET_KEY_FILE", "secret")
    monkeypatch.setenv("PIXSTUDIO_SECRET_KEY", "two")
    assert "both set" in refusal(project)


def test_the_env_file_is_read_and_the_shell_wins(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (project / ".env").write_text(
        "PIXSTUDIO_LANE_SEATS=7\nPIXSTUDIO_SUBMIT_RATE=2\nPIXSTUDIO_PROXY='http://a:b$c@p:1'\n"
    )
    monkeypatch.setenv("PIXSTUDIO_SUBMIT_RATE", "3")
    found = environment.read(project)
    assert (found.lane_seats, found.submit_rate, found.proxy) == (7, 3, "http://a:b$c@p:1")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PIXSTUDIO_ALLOW_LOOPBACK", "1"),
        ("PIXSTUDIO_TIME_SCALE", "10"),
        ("PIXSTUDIO_SANDBOX_SPEED", "100"),
        ("PIXSTUDIO_DEBUG", "1"),
    ],
)
def test_production_refuses_what_is_made_for_tests(
    project: Path, monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv("PIXSTUDIO_ENV", "production")
    monkeypatch.setenv(name, value)
    assert f"{name} " in refusal(project)


def test_an_owner_needs_both_address_and_password(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PIXSTUDIO_OWNER_EMAIL", "ada@example.com")
    assert "belong together" in refusal(project)


def test_a_repr_in_a_log_tells_no_secret(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DASHSCOPE_API_KEY", "sk-test-canary")
    assert "canary" not in repr(environment.read(project))


def test_every_setting_is_in_the_example() -> None:
    example = (Path(environment.__file__).parent.parent / ".env.example").read_text()
    assert [name for name in environment.EXPECTED if f"#{name}=" not in example] == []


def test_a_name_that_is_no_setting_is_noticed(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PIXSTUDIO_POLL_SECOND", "5")
    (project / ".env").write_text("PIXSTUDIO_SEATS=7\n")
    assert {"PIXSTUDIO_POLL_SECOND", "PIXSTUDIO_SEATS"} <= set(environment.unknown_names(project))
