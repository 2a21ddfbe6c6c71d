"""A date cell to a day, or to the statement that no exact day is given.

Only an exact day becomes a date. A month, a week, a quarter, a term, a span, a day without year, and words like
"före" or "snarast" are unclear. Day and month in figures with slashes and the year last (1/3/2024) differ
between countries, so they count only where one of the two cannot be a month; the Swedish 1/3 2024 is day first.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import cache

from babel.dates import get_day_names, get_month_names

from portfolio.documents.recognition.reading import squeezed
from portfolio.documents.recognition.scores import is_nothing


@dataclass(frozen=True)
class DateReading:
    """`value` is the exact day; `unclear` says that something stands there which is no exact day."""

    value: date | None
    unclear: bool


_LONGEST = 60
_YEAR = r"(?P<y>20[0-9]{2})"
_DAY = r"(?P<d>[0-9]{1,2})"
_MONTH = r"(?P<m>[0-9]{1,2})"
_NAME = r"(?P<n>[a-zåäö]{3,9})\.?"
_EXACT = tuple(
    re.compile(pattern)
    for pattern in (
        rf"{_YEAR}-{_MONTH}-{_DAY}",
        rf"{_YEAR}/{_MONTH}/{_DAY}",
        r"(?P<y>20[0-9]{2})(?P<m>[0-9]{2})(?P<d>[0-9]{2})",
        r"(?P<y>[0-9]{2})(?P<m>[0-9]{2})(?P<d>[0-9]{2})",
        rf"{_DAY}/{_MONTH}(?: |-| -)20(?P<yy>[0-9]{{2}})",
        rf"{_DAY}\.{_MONTH}\.{_YEAR}",
        rf"(?:den )?{_DAY}(?:st|nd|rd|th|:e|:a)?\.? {_NAME},? {_YEAR}",
        rf"{_NAME} {_DAY}(?:st|nd|rd|th)?,? {_YEAR}",
    )
)
_SLASHED = re.compile(rf"{_DAY}/{_MONTH}/{_YEAR}")
_CLOCK = re.compile(r"[ t](?:kl\.? ?)?[0-2]?[0-9][:.][0-5][0-9](?::[0-5][0-9])?$")
# Words that leave the day as exact as it was.
_LEADING = ("klart senast", "klart", "senast", "due", "by", "den")
_DATE_WORD = re.compile(
    r"(?:q[1-4]|kv(?:artal)?|v(?:ecka)?|week|ht|vt|t[1-3]|hösten?|våren?|sommaren?|vintern?|autumn|spring|summer"
    r"|winter|snarast|asap|löpande|ongoing|klart?|done|tertial|årsskiftet|omgående|before|före|innan)[0-9]*"
)


def read_date(text: str) -> DateReading:
    """The day a cell gives. An empty cell gives none and is not unclear."""
    if is_nothing(text):
        return DateReading(None, unclear=False)
    value = _exact(squeezed(text).casefold()) if len(text) <= _LONGEST else None
    return DateReading(value, unclear=value is None)


def looks_like_date(text: str) -> bool:
    """Whether a cell could stand in a date column: an exact day, or words and figures that tell a time."""
    if len(text) > _LONGEST or len(text.split()) > 6:
        return False
    if read_date(text).value is not None:
        return True
    words = re.findall(r"[a-zåäö]+[0-9]*|[0-9]+", text.casefold())
    if any(_DATE_WORD.fullmatch(word) or _month_number(word) for word in words):
        return True
    return bool(re.search(r"[0-9]{4}|[0-9]{1,2}[/.][0-9]{1,2}", text))


def _exact(plain: str) -> date | None:
    for word in _LEADING:
        plain = plain.removeprefix(word + " ")
    plain = _without_weekday(_CLOCK.sub("", plain)).rstrip(".")
    slashed = _SLASHED.fullmatch(plain)
    if slashed:
        return _either_order(int(slashed["y"]), int(slashed["d"]), int(slashed["m"]))
    for pattern in _EXACT:
        found = pattern.fullmatch(plain)
        if found:
            return _day(found)
    return None


def _either_order(year: int, first: int, second: int) -> date | None:
    if first > 12 or first == second:
        return _valid(year, second, first)
    return _valid(year, first, second) if second > 12 else None


def _day(found: re.Match[str]) -> date | None:
    parts = found.groupdict()
    year = int(parts.get("y") or parts["yy"])
    month = _month_number(parts["n"]) if parts.get("n") else int(parts["m"])
    return _valid(year if year > 99 else 2000 + year, month or 0, int(parts["d"]))


def _valid(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _without_weekday(plain: str) -> str:
    first, _, rest = plain.partition(" ")
    return rest if rest and first.rstrip(".,") in _weekdays() else plain


def _month_number(word: str) -> int | None:
    return _months().get(word.rstrip("."))


@cache
def _months() -> dict[str, int]:
    """Month names, long and short, in Swedish and English, as Unicode's locale data gives them."""
    names = {"sept": 9}
    for locale in ("sv", "en"):
        for width in ("wide", "abbreviated"):
            for number, name in get_month_names(width, locale=locale).items():
                names[str(name).rstrip(".").casefold()] = number
    return names


@cache
def _weekdays() -> frozenset[str]:
    return frozenset(
        str(name).rstrip(".").casefold()
        for locale in ("sv", "en")
        for width in ("wide", "abbreviated")
        for name in get_day_names(width, locale=locale).values()
    )
