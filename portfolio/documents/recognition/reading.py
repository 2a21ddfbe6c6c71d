"""Bytes to text, text to numbered lines, and the small cleaning every later step relies on."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from portfolio.documents.recognition.errors import NotText

# The first bytes of what people upload by mistake for a text: PDF, zip (docx, xlsx, odt), old Office, RTF,
# PNG, JPEG, GIF, gzip. All but RTF would be caught by their NUL bytes too, most of the time.
_BINARY_STARTS = (
    b"%PDF",
    b"PK\x03\x04",
    b"PK\x05\x06",
    b"\xd0\xcf\x11\xe0",
    b"{\\rtf",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"\x1f\x8b",
)
_CONTROL = re.compile("[\x00-\x08\x0e-\x1b\x7f]")
_LINE_END = re.compile(r"\r\n|\n|\r")
# No-break, figure, narrow and other typographic spaces become a space; form feeds and zero-width marks vanish.
_SPACES = dict.fromkeys([0xA0, 0x3000, 0x202F, 0x205F, *range(0x2000, 0x200B)], " ")
_NOTHING = dict.fromkeys([0xAD, 0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF, 0x0B, 0x0C], None)
_CLEANING = {**_SPACES, **_NOTHING}
_BREAK_TAG = re.compile(r"<br */?>", re.IGNORECASE)
_KEEPS_HYPHEN = {"och", "eller", "samt", "and", "or"}


@dataclass(frozen=True)
class Line:
    """A line of the document: its number from 1, its own text, and the text cleaned for reading.

    Cleaned means: typographic spaces as spaces, stray bold marks gone, nothing at the end; tabs and the
    indentation are kept, because they carry the layout.
    """

    number: int
    raw: str
    text: str

    @property
    def is_blank(self) -> bool:
        """Whether the line shows nothing."""
        return not self.text.strip()


def read_text(data: bytes, *, name: str) -> str:
    """The text of an uploaded document.

    Reads UTF-8 with or without byte-order mark, UTF-16 with one, and Windows-1252. Raises `NotText` for known
    binary formats, for control characters no text has, and for bytes none of the encodings accepts.
    """
    if data.startswith(_BINARY_STARTS):
        raise NotText(name)
    text = _decoded(data, name=name)
    if _CONTROL.search(text):
        raise NotText(name)
    return text


def _decoded(data: bytes, *, name: str) -> str:
    wide = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    for encoding in ("utf-16",) if wide else ("utf-8-sig", "cp1252"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise NotText(name)


def lines_of(text: str) -> tuple[Line, ...]:
    """The document's lines, whatever ends them (Unix, Windows, old Mac)."""
    return tuple(
        Line(number, raw, cleaned(raw).rstrip(" ")) for number, raw in enumerate(_LINE_END.split(text), start=1)
    )


def cleaned(text: str) -> str:
    """The text without what layout programs leave behind; see `Line`."""
    return _BREAK_TAG.sub(" ", text.translate(_CLEANING).replace("**", ""))


def squeezed(text: str) -> str:
    """The text with every run of white space as one space, and none at the ends."""
    return " ".join(text.split())


def joined(first: str, second: str) -> str:
    """Two parts of a wrapped text as one, with a word divided at the line end put together again."""
    first, second = first.rstrip(), second.lstrip()
    if not first or not second:
        return first or second
    following = second.split(maxsplit=1)[0]
    divided = first.endswith("-") and first[-2:-1].isalpha() and second[0].islower()
    if divided and following not in _KEEPS_HYPHEN:
        return first[:-1] + second
    return f"{first} {second}"


def raw_of(lines: tuple[Line, ...], first: int, last: int) -> str:
    """The document's own text from line `first` to line `last`, both counted from 1."""
    return "\n".join(line.raw for line in lines[first - 1 : last])
