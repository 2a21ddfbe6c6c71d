"""An event may concern a second programme: a link between two belongs in the history of both.

What history holds already is told of both as well. A row's number may have been another link's before, so each event
of a link is read together with the newest drawing under its number.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

LINKS = "SELECT id, record_id, act, changes FROM event WHERE record = 'link' ORDER BY id"
# Links whose drawing history does not hold stand under their numbers still.
HELD = "SELECT id, source_id, target_id FROM node_link"
UPDATE = "UPDATE event SET other_programme = ? WHERE id = ?"
HOMES = "SELECT id, programme_id FROM node WHERE programme_id IS NOT NULL"


def up(_migrator: Any, db: Any) -> None:
    """Add the column with its index, and fill it in."""
    db.execute_sql('ALTER TABLE event ADD COLUMN "other_programme" INTEGER')
    db.execute_sql('CREATE INDEX "event_other_programme_id" ON "event" ("other_programme", "id")')
    homes = dict(db.execute_sql(HOMES).fetchall())
    for event, source, target in list(_ends(db)):
        here, there = homes.get(source), homes.get(target)
        if here is not None and there is not None and here != there:
            db.execute_sql(UPDATE.replace("?", db.param), (there, event))


def down(_migrator: Any, db: Any) -> None:
    """Drop the column and its index."""
    db.execute_sql('DROP INDEX "event_other_programme_id"')
    db.execute_sql("ALTER TABLE event DROP COLUMN other_programme")


def _ends(db: Any) -> Iterator[tuple[int, int, int]]:
    """The events of links, each with the source and the target of its link."""
    held = {link: (source, target) for link, source, target in db.execute_sql(HELD).fetchall()}
    for event, link, act, stored in db.execute_sql(LINKS).fetchall():
        changes = json.loads(stored) if isinstance(stored, str) else stored
        if act in {"created", "removed"}:
            before_or_after = 1 if act == "created" else 0
            held[link] = changes["source"][before_or_after], changes["target"][before_or_after]
        if link in held:
            yield event, *held[link]
