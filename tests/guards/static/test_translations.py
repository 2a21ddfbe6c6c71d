"""Every text a person sees exists in both languages."""
from __future__ import annotations

import re
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

ROOT = Path(__file__).parents[3]
CATALOGUE = ROOT / "portfolio" / "translations" / "sv" / "LC_MESSAGES" / "messages.po"
KEYWORDS = {"_": None, "_l": None, "gettext": None, "ngettext": (1, 2), "lazy_gettext": None, "lazy_ngettext": (1, 2)}
PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]")


def texts_in_use() -> dict[str, str]:
    """Every text in code and templates, with a place where it stands."""
    found = {}
    for folder, methods in (("portfolio", [("**.py", "python")]), ("templates", [("**.html", "jinja2")])):
        for name, line, message, _comments, _context in extract_from_dir(
            str(ROOT / folder), method_map=methods, keywords=KEYWORDS,
            options_map={"**.html": {"trimmed": "true", "silent": "false"}},
        ):
            singular = message if isinstance(message, str) else message[0]
            found[singular] = f"{folder}/{name}:{line}"
    return found


def catalogue() -> Catalog:
    with CATALOGUE.open("rb") as file:
        return read_po(file, locale="sv")


def texts_of(message: Message) -> tuple[tuple[str, ...], tuple[str, ...]]:
    ids = message.id if isinstance(message.id, tuple) else (message.id,)
    strings = message.string if isinstance(message.string, tuple) else (message.string,)
    return ids, strings


def test_every_text_is_translated_into_swedish() -> None:
    swedish = catalogue()
    missing = {}
    for text, place in texts_in_use().items():
        message = swedish.get(text)
        if message is None or message.fuzzy or not all(texts_of(message)[1]):
            missing[text] = place
    assert missing == {}


def test_no_translation_is_left_over() -> None:
    known = texts_in_use()
    left = [message.id for message in catalogue() if message.id and texts_of(message)[0][0] not in known]
    assert left == []


def test_a_translation_keeps_its_placeholders() -> None:
    wrong = []
    for message in catalogue():
        ids, strings = texts_of(message)
        wanted = set(PLACEHOLDER.findall(" ".join(ids)))
        if any(set(PLACEHOLDER.findall(string)) - wanted for string in strings):
            wrong.append(ids[0])
        if not message.pluralizable and set(PLACEHOLDER.findall(strings[0])) != wanted:
            wrong.append(ids[0])
    assert wrong == []


def test_templates_hold_no_text_outside_the_catalogue() -> None:
    """Letters between two tags, outside Jinja's own signs, are a text that nobody can translate.

    What names its own language (lang="sv") is meant to stay in it.
    """
    bare = re.compile(r"<([^<>]*)>([^<>]*)<")
    found = {}
    for path in sorted((ROOT / "templates").glob("**/*.html")):
        source = re.sub(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}", "", path.read_text(), flags=re.S)
        words = [
            text.strip()
            for tag, text in bare.findall(source)
            if "lang=" not in tag and re.search(r"[^\W\d_]{2,}", text.replace("&nbsp;", ""))
        ]
        if words:
            found[str(path.relative_to(ROOT))] = words
    assert found == {}
