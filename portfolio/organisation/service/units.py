"""The tree of units, and how a text finds its unit."""
from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from peewee import JOIN, IntegrityError

from portfolio.core import clock
from portfolio.core.db import in_order, row, rows, write
from portfolio.core.errors import Invalid, NotFound, Stale
from portfolio.core.folding import fold
from portfolio.core.history import Subject, change, create, record_event
from portfolio.core.i18n import lazy_gettext as _l
from portfolio.core.periods import check_period, holds_on
from portfolio.core.prepared import Param, prepared
from portfolio.organisation.models import Unit, UnitAlias, UnitKind

RECORD = "unit"


@dataclass(frozen=True)
class UnitRow:
    """A unit in the tree; depth 0 stands at the root. over: it does not exist today."""

    id: int
    name: str
    abbreviation: str | None
    kind: str
    depth: int
    over: bool


@dataclass(frozen=True)
class UnitDetail:
    """A unit as its own page and form show it."""

    id: int
    version: int
    name: str
    abbreviation: str | None
    kind: str
    parent: int | None
    parent_name: str | None
    valid_from: date | None
    valid_to: date | None
    aliases: tuple[str, ...]

    @property
    def label(self) -> str:
        """Abbreviation and name, as choices show it."""
        return _label(self.abbreviation, self.name)


def add_unit(
    *, name: str, kind: UnitKind | str, by: int | None, abbreviation: str | None = None, parent: int | None = None,
    aliases: Sequence[str] = (), valid_from: date | None = None, valid_to: date | None = None,
) -> int:
    """Add a unit; returns its id.

    aliases: other names and abbreviations that documents use. valid_from, valid_to: first and last day, None for open.
    Raises Invalid at "valid_to" for a period that ends before it begins, at "aliases" for one that another unit has,
    and at "parent" for a unit that does not exist.
    """
    check_period(valid_from, valid_to)
    values = _stored(
        name=name, kind=kind, abbreviation=abbreviation, parent=parent, valid_from=valid_from, valid_to=valid_to
    )
    with write():
        _check_parent(None, parent)
        unit_id = create(Unit, values, record=RECORD, by=by)
        _set_aliases(unit_id, aliases, by=by)
    return unit_id


def change_unit(
    unit_id: int, *, version: int | None, name: str, kind: UnitKind | str, by: int | None,
    abbreviation: str | None = None, parent: int | None = None, aliases: Sequence[str] = (),
    valid_from: date | None = None, valid_to: date | None = None,
) -> None:
    """Save a unit. Raises as `add_unit` does, Invalid at "parent" where the unit would stand under itself, NotFound
    and Stale."""
    check_period(valid_from, valid_to)
    values = _stored(
        name=name, kind=kind, abbreviation=abbreviation, parent=parent, valid_from=valid_from, valid_to=valid_to
    )
    with write():
        _check_parent(unit_id, parent)
        try:
            changed = change(Unit, unit_id, values, version=version, record=RECORD, by=by)
        except Stale as error:
            saved = {**error.saved, "aliases": list(_aliases(unit_id))}
            raise Stale(saved=saved, version=error.version) from error
        if _set_aliases(unit_id, aliases, by=by) and not changed:
            Unit.update(version=Unit.version + 1).where(Unit.id == unit_id).execute()


def unit_detail(unit_id: int) -> UnitDetail:
    """One unit. Raises NotFound."""
    parent = Unit.alias()
    found = row(
        Unit.select(
            Unit.id, Unit.version, Unit.name, Unit.abbreviation, Unit.kind, Unit.parent, parent.name,
            Unit.valid_from, Unit.valid_to,
        )
        .join(parent, JOIN.LEFT_OUTER, on=Unit.parent == parent.id)
        .where(Unit.id == unit_id)
    )
    if found is None:
        raise NotFound
    return UnitDetail(*(*found, _aliases(unit_id)))


def unit_tree(*, under: int | None = None) -> tuple[UnitRow, ...]:
    """The units, each below its parent and in Swedish order beside its siblings; `under` gives one unit's part."""
    today = clock.today()
    children: dict[int | None, list[tuple[Any, ...]]] = {}
    query = Unit.select(
        Unit.id, Unit.parent, Unit.name, Unit.abbreviation, Unit.kind, Unit.valid_from, Unit.valid_to
    ).order_by(in_order(Unit.folded), Unit.id)
    for values in rows(query):
        children.setdefault(values[1], []).append(values)
    found: list[UnitRow] = []
    waiting = [(0, values) for values in reversed(children.get(under, []))]
    while waiting:
        depth, (unit_id, _, name, abbreviation, kind, start, end) = waiting.pop()
        over = (start is not None and start > today) or (end is not None and end < today)
        found.append(UnitRow(unit_id, name, abbreviation, kind, depth, over))
        waiting.extend((depth + 1, values) for values in reversed(children.get(unit_id, [])))
    return tuple(found)


def unit_choices(*, including: int | None = None) -> list[tuple[int, str]]:
    """The units that exist today as (id, "ABBR Name"), in Swedish order.

    including: a unit that a record already names, offered also where it has ceased.
    """
    found = _offered().rows(today=clock.today(), including=including)
    choices = [(unit_id, _label(abbreviation, name)) for unit_id, abbreviation, name in found]
    return sorted(choices, key=lambda choice: (fold(choice[1]), choice[0]))


@prepared
def _offered() -> Any:
    offered = holds_on(Unit, Param("today", Unit.valid_from)) | (Unit.id == Param("including"))
    return Unit.select(Unit.id, Unit.abbreviation, Unit.name).where(offered)


def find_unit(text: str) -> int | None:
    """The unit that a text names today: by its abbreviation, else its name, else an alias; all compared folded, whole.

    None where no unit is called so, or where two are: nothing is guessed.
    """
    wanted = fold(text)
    if not wanted:
        return None
    units = rows(
        Unit.select(Unit.id, Unit.abbreviation, Unit.name)
        .where(Unit.folded.contains(wanted) & holds_on(Unit, clock.today()))
        .order_by(Unit.id)
    )
    aliased = rows(
        UnitAlias.select(UnitAlias.unit).join(Unit)
        .where((UnitAlias.folded == wanted) & holds_on(Unit, clock.today()))
    )
    for found in (
        [unit_id for unit_id, abbreviation, _ in units if fold(abbreviation) == wanted],
        [unit_id for unit_id, _, name in units if fold(name) == wanted],
        [unit_id for (unit_id,) in aliased],
    ):
        if found:
            return found[0] if len(found) == 1 else None
    return None


def _stored(*, name: str, kind: UnitKind | str, abbreviation: str | None, **rest: Any) -> Mapping[str, Any]:
    return {
        "name": name, "kind": UnitKind(kind).value, "abbreviation": abbreviation or None,
        "folded": fold(name, abbreviation), **rest,
    }


def _label(abbreviation: str | None, name: str) -> str:
    return f"{abbreviation} {name}" if abbreviation else name


def _aliases(unit_id: int) -> tuple[str, ...]:
    query = UnitAlias.select(UnitAlias.name).where(UnitAlias.unit == unit_id)
    return tuple(name for (name,) in rows(query.order_by(in_order(UnitAlias.folded), UnitAlias.id)))


def _check_parent(unit_id: int | None, parent: int | None) -> None:
    """Raise Invalid for a parent that does not exist, or that stands under the unit itself."""
    if parent is None:
        return
    above: dict[int, int | None] = dict(rows(Unit.select(Unit.id, Unit.parent)))
    if parent not in above:
        raise Invalid(_l("There is no such unit."), field="parent")
    step: int | None = parent
    while step is not None:
        if step == unit_id:
            raise Invalid(_l("A unit cannot stand under itself or under one of its own units."), field="parent")
        step = above[step]


def _set_aliases(unit_id: int, aliases: Sequence[str], *, by: int | None) -> bool:
    """Make these the unit's aliases, with an event where they differ; returns whether they did."""
    wanted = {fold(alias): alias.strip() for alias in aliases if alias.strip()}
    before = _aliases(unit_id)
    if sorted(before) == sorted(wanted.values()):
        return False
    taken = rows(
        UnitAlias.select(UnitAlias.name, Unit.name).join(Unit)
        .where(UnitAlias.folded.in_(list(wanted)) & (UnitAlias.unit != unit_id)).order_by(UnitAlias.id)
    )
    if taken:
        raise Invalid(_l("“%(alias)s” is already an alias of %(unit)s.", alias=taken[0][0], unit=taken[0][1]),
                      field="aliases")
    UnitAlias.delete().where(UnitAlias.unit == unit_id).execute()
    try:
        for folded, name in wanted.items():
            UnitAlias.create(unit=unit_id, name=name, folded=folded)
    except IntegrityError as error:
        raise Invalid(_l("Another unit has just been given one of these aliases."), field="aliases") from error
    changes = {"aliases": (list(before), sorted(wanted.values(), key=fold))}
    record_event(Subject(RECORD, unit_id), "changed", changes, by=by)
    return True
