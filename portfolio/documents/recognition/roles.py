"""Who holds which role in the programme: one row a role, with the people the document names.

The five programme roles are recognised by their label wherever it stands before a colon; under a heading for
roles other labels count too, under the document's own name. What stands in front of a slash ("KDLG/ …") is kept
with the person. Groups with members and units are no roles and are left alone.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from portfolio.documents.recognition.document import Document, markdown_level, marker_of, without_markdown
from portfolio.documents.recognition.headings import Heading, heading_at, label_at, subject_of
from portfolio.documents.recognition.model import Doubt, Row, RowKind, ordered
from portfolio.documents.recognition.reading import raw_of, squeezed
from portfolio.documents.recognition.responsible import names_function
from portfolio.documents.recognition.tables import Table
from portfolio.documents.recognition.wording import Phrases, listed, normalised

_ROLES = {
    "commissioner": "beställare,beställaren,programbeställare,uppdragsgivare,commissioner",
    "portfolio_manager": "portföljledare,portföljledaren,portföljansvarig,portfolio manager",
    "programme_sponsor": "programsponsor,programsponsorn,sponsor,programägare,programme sponsor,program sponsor,"
    "programme owner,program owner",
    "steering_member": "styrgrupp,styrgruppen,styrgruppsmedlem,styrgruppsmedlemmar,styrgruppsledamot,"
    "styrgruppsledamöter,steering group,steering committee,steering group member,steering group members",
    "programme_manager": "programledare,programledaren,programme manager,program manager",
}
_KEYS = {phrase: key for key, phrases in _ROLES.items() for phrase in listed(phrases)}
_LABELS = Phrases(_KEYS)
_OTHER_SEPARATOR = re.compile(r"\t+| {2,}| [–—-] | = ")
_PEOPLE = re.compile(r"[,;]| (?:och|samt|and|&) ")
_PARTICLES = frozenset(listed("av,von,de,af,van,der,el"))
_UNSET = frozenset({"vakant", "vacant", "ej utsedd", "ej utsedda", "tbd", "?", "-", "–", "not appointed"})
_ROLE_HEADS = frozenset({"roll", "roller", "role", "roles"})
_NAME_HEADS = frozenset({"namn", "name", "names", "person", "personer", "innehavare", "vem", "people", "holder"})
_LONGEST_LABEL = 60
_MOST_PEOPLE_LINES = 40
_BLANKS_THAT_END = 3


def role_section_rows(document: Document, heading: Heading, start: int) -> tuple[list[Row], int]:
    """The roles under a heading for roles, and the line index after the section."""
    rows: list[Row] = []
    at, blanks = start, 0
    while at < len(document) and blanks < _BLANKS_THAT_END:
        if document.is_blank(at):
            blanks, at = blanks + 1, at + 1
            continue
        level = markdown_level(document.text(at))
        topic = heading_at(document, at) or label_at(document, at)
        found = role_at(document, at, in_section=True)
        ended = document.is_claimed(at) or topic or (level and level <= heading.level)
        if ended or (rows and not found):
            break
        blanks = 0
        rows += [found[0]] if found else []
        at = found[1] if found else at + 1
    return rows, at


def role_at(document: Document, at: int, *, in_section: bool = False) -> tuple[Row, int] | None:
    """The role whose label the line starts with and the line index after its people, or None."""
    label, rest = _label_and_rest(document, at, in_section=in_section)
    key = _key_of(label)[0]
    if not label or not (key or in_section):
        return None
    names, end = _people(document, at, rest)
    if not names or not all(_is_person(name) for name in names):
        return _unreadable(document, at) if in_section and key and rest else None
    if not key and (_names_group(label) or not all(_is_surely_person(name) for name in names)):
        return None
    return _row(document, (at + 1, end), label, names), end


def is_role_header(cells: Sequence[str]) -> bool:
    """Whether these cells head a table of roles and the people who hold them."""
    heads = [normalised(cell) for cell in cells[:4]]
    return 2 <= len(cells) <= 4 and heads[0] in _ROLE_HEADS and heads[1] in _NAME_HEADS


def role_table_rows(table: Table, document: Document) -> list[Row]:
    """The roles of a table; a row without a label goes on with the role above."""
    rows: list[Row] = []
    label = ""
    for row in table.rows:
        label = row.cell(0) or label
        names = _names_in(row.cell(1))
        if label and all(_is_person(name) for name in names):
            rows.append(_row(document, (row.line, row.last_line), label, names))
    return rows


def with_roles_joined(rows: Sequence[Row]) -> list[Row]:
    """The rows with one role given on several rows in a row ("Styrgruppsledamot: …" each) made one."""
    result: list[Row] = []
    for row in rows:
        last = result[-1] if result else None
        if last and row.kind is last.kind is RowKind.ROLE and row.values["role"] == last.values["role"]:
            people = [*_list(last.values["people"]), *_list(row.values["people"])]
            joint = {**last.values, "people": people}
            doubts = ordered([*last.doubts, *row.doubts])
            raw = f"{last.raw}\n{row.raw}"
            result[-1] = replace(last, last_line=row.last_line, raw=raw, values=joint, doubts=doubts)
        else:
            result.append(row)
    return result


def _list(value: object) -> list[object]:
    return list(value) if isinstance(value, list) else []


def _row(document: Document, lines: tuple[int, int], label: str, people: Sequence[str]) -> Row:
    """The role of a label with its people, from the first to the last of the lines."""
    key, damaged = _key_of(label)
    named = [name for name in people if name.casefold() not in _UNSET]
    doubts = [Doubt.TEXT_DAMAGED] * damaged + [Doubt.RESPONSIBLE_MISSING] * (not named)
    values = {"role": key or label, "label": label, "people": named}
    return Row(RowKind.ROLE, *lines, raw_of(document.lines, *lines), values, ordered(doubts))


def _unreadable(document: Document, at: int) -> tuple[Row, int]:
    line = document.lines[at]
    return Row(RowKind.UNREADABLE, line.number, line.number, line.raw, {"text": squeezed(line.text)}), at + 1


def _label_and_rest(document: Document, at: int, *, in_section: bool) -> tuple[str, str]:
    text = document.text(at)
    marker = marker_of(text)
    level = markdown_level(text)
    plain = without_markdown(text) if level else (marker.body if marker else text.strip())
    label, colon, rest = plain.partition(":")
    if not colon and in_section:
        label, *others = _OTHER_SEPARATOR.split(plain, maxsplit=1)
        rest = others[0] if others else ""
        if not rest and not _key_of(label)[0]:
            return "", ""
    elif not colon:
        return "", ""
    fits = 0 < len(label) <= _LONGEST_LABEL and len(label.split()) <= 6 and label[0].isupper()
    return (squeezed(label).strip("*_ "), rest.strip()) if fits else ("", "")


def _key_of(label: str) -> tuple[str | None, bool]:
    """The role a label names and whether its letters are damaged. "Portföljledare X" is a portfolio manager."""
    phrase = normalised(label)
    words = phrase.split()
    for length in (len(words), 3, 2, 1):
        opening = " ".join(words[:length])
        close = _LABELS.closest(opening) if len(words) <= 5 else None
        if close:
            return _KEYS[close], close != opening
    return None, False


def _people(document: Document, at: int, rest: str) -> tuple[list[str], int]:
    """The names behind a label and on the lines that go on with them, and the line index after the last."""
    names = _names_in(rest)
    end, open_end = at + 1, rest.endswith((",", ";"))
    if not rest and marker_of(document.text(document.next_filled(end))):
        end = document.next_filled(end)
    while end < min(len(document), at + _MOST_PEOPLE_LINES) and not document.is_blank(end):
        more = _more_names(document, end, listed=not rest)
        if not more or (rest and not open_end and not _only_names(more)):
            break
        names += more
        open_end = document.text(end).rstrip().endswith((",", ";"))
        end += 1
    return (names, end) if names else ([], at + 1)


def _more_names(document: Document, at: int, *, listed: bool) -> list[str]:
    text = document.text(at)
    marker = marker_of(text)
    if ":" in text or "\t" in text.strip() or (marker and not listed) or document.is_claimed(at):
        return []
    plain = marker.body if marker else text.strip()
    names = _names_in(plain)
    other_role = _key_of(plain)[0] or subject_of(plain)
    return names if not other_role and _only_names(names) else []


def _only_names(names: Sequence[str]) -> bool:
    return bool(names) and all(_is_person(name) for name in names)


def _names_in(text: str) -> list[str]:
    return [name for name in (squeezed(part).strip("*_. ") for part in _PEOPLE.split(squeezed(text))) if name]


def _names_group(label: str) -> bool:
    return any(word in label.casefold() for word in ("grupp", "group", "team"))


def _is_surely_person(name: str) -> bool:
    """A full name or a function: under another label a single word may be anything."""
    return len(name.split()) > 1 or names_function(name)


def _is_person(text: str) -> bool:
    """A function, a word for nobody yet, or one to five capitalised words.

    A unit and a slash may stand in front, brackets behind.
    """
    if text.casefold() in _UNSET:
        return True
    name = text.rpartition("/")[2].partition("(")[0].strip()
    words = name.split()
    if not words or len(words) > 5 or len(text) > 60 or any(character.isdigit() for character in text):
        return False
    capitalised = all(word[0].isupper() or word in _PARTICLES for word in words)
    return capitalised or (names_function(name) and len(words) <= 4)
