"""Every setting, read once from the environment (or `.env` at the project's root) and checked as a whole.

Each name may also be given as `NAME_FILE`, the path of a file that holds the value. A blank value counts as not set.
"""

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from dotenv import dotenv_values
from environs import Env, EnvValidationError, ValidationError

from pixstudio import accepted, logs
from pixstudio.refusal import RefusalError

EXPECTED = {
    "PIXSTUDIO_DATA": "the path of a folder",
    "PIXSTUDIO_ENV": "embedded or production",
    "PIXSTUDIO_DEBUG": "0 or 1",
    "DATABASE_URL": "a postgres:// address with a host and a database",
    "REDIS_URL": "a redis:// or rediss:// address",
    "DASHSCOPE_API_KEY": "a key as the provider shows it, starting with sk-",
    "DASHSCOPE_BASE_URL": "an https address elsewhere that ends in /api/v1",
    "PIXSTUDIO_ALLOW_LOOPBACK": "0 or 1",
    "PIXSTUDIO_POLL_SECONDS": "a number of seconds from 0.2 to 3600",
    "PIXSTUDIO_QUERY_RATE": "a whole number from 1 to 1000",
    "PIXSTUDIO_SUBMIT_RATE": "a whole number from 1 to 1000",
    "PIXSTUDIO_LANE_SEATS": "a whole number from 1 to 1000",
    "PIXSTUDIO_TIME_SCALE": "a number from 1 to 10000",
    "PIXSTUDIO_SANDBOX_SPEED": "a number from 0.01 to 10000",
    "PIXSTUDIO_OWNER_EMAIL": "an e-mail address",
    "PIXSTUDIO_OWNER_PASSWORD": f"at least {accepted.MIN_PASSWORD} characters",
    "PIXSTUDIO_SECRET_KEY": "a secret text",
    "PIXSTUDIO_KEYRING": "Fernet keys, the newest first",
    "PIXSTUDIO_PUBLIC_URL": "an http or https address without a path",
    "PIXSTUDIO_LANGUAGE": "en or zh-hans",
    "PIXSTUDIO_TIME_ZONE": "the name of a time zone such as Asia/Shanghai",
    "PIXSTUDIO_ALLOWED_HOSTS": "host names without scheme and port, apart by commas",
    "PIXSTUDIO_TRUSTED_PROXIES": "addresses or networks such as 10.0.0.0/8, apart by commas",
    "PIXSTUDIO_PROXY": "an http:// or https:// address",
    "PIXSTUDIO_ACCEL": "a path such as /_films",
    "PIXSTUDIO_MEDIA_HOSTS": "host names such as media.example.com or *.example.com, apart by commas",
    "EMAIL_URL": "an smtp://, smtps:// or smtp+tls:// address",
}
SECRET = frozenset(
    {
        "DATABASE_URL",
        "REDIS_URL",
        "DASHSCOPE_API_KEY",
        "PIXSTUDIO_OWNER_PASSWORD",
        "PIXSTUDIO_SECRET_KEY",
        "PIXSTUDIO_KEYRING",
        "PIXSTUDIO_PROXY",
        "EMAIL_URL",
    }
)
LANGUAGES = ("en", "zh-hans")
SANDBOX_SPEED = 4.0


@dataclass(frozen=True, kw_only=True)
class Environment:
    """All settings after checking. `data` is absolute; empty text means "not set"."""

    data: Path
    production: bool
    debug: bool
    database_url: str
    redis_url: str
    dashscope_api_key: str
    dashscope_base_url: str
    allow_loopback: bool
    poll_seconds: float
    query_rate: int
    submit_rate: int
    lane_seats: int
    time_scale: float
    sandbox_speed: float
    owner_email: str
    owner_password: str
    secret_key: str
    keyring: tuple[str, ...]
    public_url: str
    language: str
    time_zone: str
    allowed_hosts: tuple[str, ...]
    trusted_proxies: tuple[str, ...]
    proxy: str
    accel: str
    media_hosts: tuple[str, ...]
    email_url: str

    def __repr__(self) -> str:
        """Short on purpose: half of the fields are secrets and a repr ends up in logs."""
        return f"<Environment {'production' if self.production else 'embedded'} {self.data}>"


class Names(Env):
    """environs that also reads `NAME_FILE` (relative to the project's root) and collects sentences."""

    def __init__(self, root: Path) -> None:
        super().__init__(eager=False)
        self.root = root
        self.sentences: list[str] = []
        self.read_env(root / ".env", recurse=False)

    def _get_value(self, env_key: str, default: object) -> object:
        """environs' own seam for where a value comes from; its `FileAwareEnv` overrides the same method."""
        value = super()._get_value(env_key, "").strip()
        path = super()._get_value(f"{env_key}_FILE", "").strip()
        if value and path:
            self.sentences.append(f"{env_key} and {env_key}_FILE are both set; keep one of them.")
        elif path:
            value = self._content(env_key, path)
        return value or default

    def _content(self, key: str, path: str) -> str:
        try:
            return (self.root / path).expanduser().read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError):
            self.sentences.append(f"{key}_FILE names {path}, which cannot be read.")
            return ""

    def shown(self, name: str) -> str:
        """The bad value for people, unless it is a secret, or one that was put under the wrong name."""
        if name in SECRET:
            return "what it holds is not shown here"
        return f"it is “{logs.one_line(logs.redacted(super()._get_value(name, '')))}”"


def holds(test: Callable[[str], bool]) -> Callable[[str], None]:
    """A validator from a test; the sentence comes from `EXPECTED`."""

    def check(value: str) -> None:
        if not test(value):
            raise ValidationError("not accepted")

    return check


def between(least: float, most: float) -> Callable[[float], None]:
    def check(value: float) -> None:
        if not least <= value <= most:
            raise ValidationError("out of range")

    return check


def read(root: Path) -> Environment:
    """The settings of this process.

    Raises:
        RefusalError: with one sentence for every bad value, all of them at once.
    """
    env = Names(root)
    found = _parse(env, root)
    try:
        env.seal()
    except EnvValidationError as error:
        names = error.error_messages
        env.sentences += [f"{name} must be {EXPECTED[name]}; {env.shown(name)}." for name in names]
    else:
        env.sentences += _together(found)
    if env.sentences:
        raise RefusalError("\n".join(["PixStudio cannot start with these settings:", *env.sentences]))
    return found


def _parse(env: Names, root: Path) -> Environment:
    """Reads every name; a bad one becomes None here and a sentence in `read`, so nobody ever sees it."""
    loopback = env.bool("PIXSTUDIO_ALLOW_LOOPBACK", False)

    def text(name: str, test: Callable[[str], bool] = bool, default: str = "") -> str:
        return env.str(name, default, validate=holds(test))

    def words(name: str, test: Callable[[str], bool] = bool) -> tuple[str, ...]:
        def all_pass(line: str) -> bool:
            return all(map(test, _listed(line)))

        return _listed(text(name, all_pass) or "")

    return Environment(
        data=root / Path(text("PIXSTUDIO_DATA", default="data") or "data").expanduser(),
        production=text("PIXSTUDIO_ENV", {"embedded", "production"}.__contains__, "embedded") == "production",
        debug=env.bool("PIXSTUDIO_DEBUG", False),
        database_url=text("DATABASE_URL", accepted.database),
        redis_url=text("REDIS_URL", lambda url: accepted.with_scheme(url, "redis", "rediss")),
        dashscope_api_key=text("DASHSCOPE_API_KEY", accepted.provider_key),
        dashscope_base_url=text(
            "DASHSCOPE_BASE_URL",
            lambda url: accepted.base_url(url.rstrip("/"), loopback=bool(loopback)),
            "https://dashscope.aliyuncs.com/api/v1",
        ),
        allow_loopback=loopback,
        poll_seconds=env.float("PIXSTUDIO_POLL_SECONDS", 15.0, validate=between(0.2, 3600)),
        query_rate=env.int("PIXSTUDIO_QUERY_RATE", 18, validate=between(1, 1000)),
        submit_rate=env.int("PIXSTUDIO_SUBMIT_RATE", 4, validate=between(1, 1000)),
        lane_seats=env.int("PIXSTUDIO_LANE_SEATS", 5, validate=between(1, 1000)),
        time_scale=env.float("PIXSTUDIO_TIME_SCALE", 1.0, validate=between(1, 10_000)),
        sandbox_speed=env.float("PIXSTUDIO_SANDBOX_SPEED", SANDBOX_SPEED, validate=between(0.01, 10_000)),
        owner_email=text("PIXSTUDIO_OWNER_EMAIL", accepted.email),
        owner_password=text("PIXSTUDIO_OWNER_PASSWORD", lambda word: len(word) >= accepted.MIN_PASSWORD),
        secret_key=text("PIXSTUDIO_SECRET_KEY"),
        keyring=accepted.split_keys(text("PIXSTUDIO_KEYRING", accepted.fernet_keys) or ""),
        public_url=(text("PIXSTUDIO_PUBLIC_URL", accepted.public_url) or "").rstrip("/"),
        language=text("PIXSTUDIO_LANGUAGE", LANGUAGES.__contains__, "en"),
        time_zone=text("PIXSTUDIO_TIME_ZONE", accepted.time_zone, "Asia/Shanghai"),
        allowed_hosts=words("PIXSTUDIO_ALLOWED_HOSTS", accepted.host),
        trusted_proxies=words("PIXSTUDIO_TRUSTED_PROXIES", accepted.network),
        proxy=text("PIXSTUDIO_PROXY", lambda url: accepted.with_scheme(url, "http", "https")),
        accel=(text("PIXSTUDIO_ACCEL", accepted.inner_path) or "").rstrip("/"),
        media_hosts=words("PIXSTUDIO_MEDIA_HOSTS", lambda host: accepted.MEDIA_HOST.fullmatch(host) is not None),
        email_url=text("EMAIL_URL", lambda url: accepted.with_scheme(url, "smtp", "smtps", "smtp+tls")),
    )


def _listed(line: str) -> tuple[str, ...]:
    return tuple(word.strip() for word in line.split(",") if word.strip())


def _together(found: Environment) -> list[str]:
    """Values that are fine alone and wrong together. Production must not run with what is made for tests."""
    sentences = []
    if bool(found.owner_email) != bool(found.owner_password):
        sentences.append("PIXSTUDIO_OWNER_EMAIL and PIXSTUDIO_OWNER_PASSWORD belong together: set both or neither.")
    if found.production and found.allow_loopback:
        sentences.append("PIXSTUDIO_ALLOW_LOOPBACK is for tests; production refuses it. Remove it.")
    if found.production and found.time_scale != 1:
        sentences.append("PIXSTUDIO_TIME_SCALE is for tests; production refuses it. Remove it.")
    if found.production and found.sandbox_speed != SANDBOX_SPEED:
        sentences.append("PIXSTUDIO_SANDBOX_SPEED is for practice, which production does not offer. Remove it.")
    if found.production and found.debug:
        sentences.append("PIXSTUDIO_DEBUG shows code and settings to visitors; production refuses it. Remove it.")
    return sentences


def known_names() -> frozenset[str]:
    return frozenset(EXPECTED) | {f"{name}_FILE" for name in EXPECTED}


def unknown_names(root: Path) -> list[str]:
    """Names that start like ours and are not: a slip of the pen would otherwise pass in silence."""
    given = os.environ.keys() | dotenv_values(root / ".env").keys()
    return sorted(name for name in given if name.startswith("PIXSTUDIO_") and name not in known_names())


def host_of(url: str) -> list[str]:
    """The host name in an address as `ALLOWED_HOSTS` writes it; nothing for no address."""
    name = urlsplit(url).hostname
    if not name:
        return []
    return [f"[{name}]" if ":" in name else name]
