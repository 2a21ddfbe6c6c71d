"""Names in documents: which units and people of the organisation they mean."""
from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from portfolio.core import clock
from portfolio.core.db import rows
from portfolio.core.errors import Invalid
from portfolio.core.folding import fold
from portfolio.core.i18n import lazy_gettext as _l
from portfolio.core.periods import holds_on
from portfolio.organisation.models import Person, Unit, UnitAlias
from portfolio.organisation.service import add_person, find_unit, person_named


def known_units() -> frozenset[str]:
    """Every abbreviation, name and alias that means one unit today, just as `find_unit` would find it."""
    today = holds_on(Unit, clock.today())
    units = rows(Unit.select(Unit.id, Unit.abbreviation, Unit.name).where(today))
    aliased = rows(UnitAlias.select(UnitAlias.name, UnitAlias.unit).join(Unit).where(today))
    levels = (
        [(abbreviation, unit) for unit, abbreviation, _ in units if abbreviation],
        [(name, unit) for unit, _, name in units],
        aliased,
    )
    found: dict[str, bool] = {}
    for level in levels:
        meant = Counter(fold(name) for name, _ in level)
        for name, _ in level:
            found.setdefault(name, meant[fold(name)] == 1)
    taken = {fold(name) for name, is_clear in found.items() if not is_clear}
    return frozenset(name for name in found if fold(name) not in taken)


def units_named(names: Iterable[str], *, field: str) -> tuple[int, ...]:
    """The units that the names mean, each once. Raises Invalid at `field` for a name that means none, or several."""
    found = {}
    for name in names:
        unit = find_unit(name)
        if unit is None:
            raise Invalid(
                _l("No unit is called “%(name)s”. Write its name or abbreviation, or take it away.", name=name),
                field=field,
            )
        found[unit] = name
    return tuple(found)


def person_called(text: str, *, by: int | None, field: str) -> int:
    """The person of a name, added to the organisation where there is none.

    text: a name, perhaps after a unit and a slash ("KDLG/ Name") or before brackets, as documents write it.
    Raises Invalid at `field` where several people have the name: whom it means is not guessed.
    """
    before, _, rest = text.rpartition("/")
    name = " ".join(rest.partition("(")[0].split())
    found = person_named(name)
    if found is not None:
        return found
    if not name:
        raise Invalid(_l("Write a name."), field=field)
    here = Person.left_on.is_null() | (Person.left_on >= clock.today())
    if Person.select().where((Person.folded == fold(name)) & here).exists():
        raise Invalid(_l("Several people are called %(name)s.", name=name), field=field)
    return add_person(name=name, unit=find_unit(before), by=by)
