"""The settings of one running Målbild, read once from the environment."""
from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent


@dataclass(frozen=True)
class Config:
    """Everything that differs between installations.

    secret_key signs cookies. Where MALBILD_SECRET_KEY is not set, one is made at the first start and kept in
    instance/secret-key, readable by its owner alone; several machines behind one address need the variable. Where none
    can be kept it is empty: commands need none, and a server says that it is not ready.
    """

    database_url: str = f"sqlite:///{ROOT / 'instance' / 'malbild.db'}"
    secret_key: str = ""
    secure_cookies: bool = True
    example: bool = False
    development: bool = False
    default_language: str = "sv"
    timezone: str = "Europe/Stockholm"
    upload_limit: int = 20 * 1024 * 1024
    session_hours: int = 12
    pool_size: int = 16

    @classmethod
    def from_environment(cls, environ: Mapping[str, str] | None = None) -> Config:
        """Read MALBILD_* variables; what is absent keeps its default.

        Raises ValueError, naming the variable, for a number that is none.
        """
        env = os.environ if environ is None else environ
        return cls(
            database_url=env.get("MALBILD_DATABASE_URL", cls.database_url),
            secret_key=env.get("MALBILD_SECRET_KEY") or _kept_secret(ROOT / "instance" / "secret-key"),
            secure_cookies=_flag(env, "MALBILD_SECURE_COOKIES", cls.secure_cookies),
            example=_flag(env, "MALBILD_EXAMPLE", cls.example),
            development=_flag(env, "MALBILD_DEVELOPMENT", cls.development),
            default_language=env.get("MALBILD_LANGUAGE", cls.default_language),
            timezone=env.get("MALBILD_TIMEZONE", cls.timezone),
            upload_limit=_number(env, "MALBILD_UPLOAD_LIMIT", cls.upload_limit),
            session_hours=_number(env, "MALBILD_SESSION_HOURS", cls.session_hours),
            pool_size=_number(env, "MALBILD_POOL_SIZE", cls.pool_size),
        )


def _kept_secret(path: Path) -> str:
    """The secret in a file, made where there is none yet; "" where none can be read or written."""
    try:
        return path.read_text() if path.exists() else _made_secret(path)
    except OSError:
        return ""


def _made_secret(path: Path) -> str:
    """A new secret in a file; two processes starting at once agree on one. Raises OSError where nothing is kept."""
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f"{path.name}.{os.getpid()}")
    fresh.touch(mode=0o600)
    fresh.write_text(secrets.token_urlsafe(48))
    try:
        os.link(fresh, path)
    except FileExistsError:
        pass
    finally:
        fresh.unlink()
    return path.read_text()


def _flag(env: Mapping[str, str], name: str, default: bool) -> bool:
    value = env.get(name, "").strip().lower()
    return default if value == "" else value in {"1", "true", "yes", "on"}


def _number(env: Mapping[str, str], name: str, default: int) -> int:
    value = env.get(name, "").strip()
    if not value:
        return default
    if not value.isdigit():
        raise ValueError(f"{name} is {value!r}, which is not a whole number")
    return int(value)
