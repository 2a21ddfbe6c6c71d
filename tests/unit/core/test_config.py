from pathlib import Path

import pytest

import config
from config import Config


def test_what_is_absent_keeps_its_default() -> None:
    assert Config.from_environment({"MALBILD_SECRET_KEY": "k"}) == Config(secret_key="k")


def test_a_number_that_is_none_is_named() -> None:
    with pytest.raises(ValueError, match="MALBILD_UPLOAD_LIMIT"):
        Config.from_environment({"MALBILD_SECRET_KEY": "k", "MALBILD_UPLOAD_LIMIT": "20 MB"})


@pytest.mark.parametrize(("written", "meant"), [("1", True), ("yes", True), ("0", False), ("no", False), ("", False)])
def test_a_switch_is_read_in_the_usual_words(written: str, meant: bool) -> None:
    assert Config.from_environment({"MALBILD_SECRET_KEY": "k", "MALBILD_EXAMPLE": written}).example is meant


def test_the_secret_is_made_once_and_kept_to_its_owner(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(config, "ROOT", tmp_path)
    first = Config.from_environment({}).secret_key
    kept = tmp_path / "instance" / "secret-key"
    assert len(first) >= 48
    assert Config.from_environment({}).secret_key == first == kept.read_text()
    assert kept.stat().st_mode & 0o077 == 0
    assert [path.name for path in kept.parent.iterdir()] == ["secret-key"]
