"""Text as it is searched and sorted: without case, accents folded, and å, ä, ö as letters of their own after z.

SQLite's LIKE and LOWER know only ASCII, PostgreSQL's depend on how the server was set up; so the folded form is made
here and stored beside the text. In the folded form å, ä and ö are `{`, `|` and `}`, the three ASCII characters after z:
byte order is then Swedish order on every database.
"""
from __future__ import annotations

import unicodedata

_SWEDISH = str.maketrans({"å": "{", "ä": "|", "æ": "|", "ö": "}", "ø": "}"})


def fold(*texts: str | None) -> str:
    """The folded form of the texts, joined by a space; usable as a sort key and, in part, as a search key.

    Without NUL, which PostgreSQL can neither hold nor be asked for.
    """
    joined = " ".join(text for text in texts if text).replace("\0", "")
    kept = unicodedata.normalize("NFC", joined).casefold().translate(_SWEDISH)
    bare = (char for char in unicodedata.normalize("NFD", kept) if not unicodedata.combining(char))
    return " ".join("".join(bare).split())


def like_pattern(words: str) -> str:
    """A LIKE pattern, escaped by a backslash, that finds the words anywhere in a folded column."""
    escaped = fold(words).replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"%{escaped}%"
