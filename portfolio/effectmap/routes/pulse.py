"""What a page that shows the map asks every ten seconds: who else is there, and what they have done since."""
from __future__ import annotations

from flask import jsonify, request
from werkzeug.wrappers import Response

from portfolio.core.access import Permission, identity, requires
from portfolio.core.addresses import record_id
from portfolio.core.history import news_in
from portfolio.effectmap.service import presence
from portfolio.effectmap.told import is_news, news
from portfolio.programmes.service.programmes import scope_of_programme

from .pages import blueprint

_MOST = 10


@blueprint.get("/programmes/<int:programme_id>/map/pulse")
@requires(Permission.PROGRAMME_READ, scope=scope_of_programme)
def pulse(programme_id: int) -> Response:
    """JSON: newest, the programme's newest event; here, others' names; changes, what others did since ?since=.

    At most the ten newest changes, the oldest first; none for a ?since= that is no event.
    """
    who = identity()
    newest = presence.newest_in(programme_id)
    since = request.args.get("since", newest, type=record_id)
    changes = news_in(
        programme_id, since=since, reader=who.person, readable=who.readable(), limit=_MOST
    ) if since < newest else ()
    answer = jsonify(
        newest=newest, here=presence.meet(programme_id, who.person),
        changes=[news(event) for event in reversed(changes) if is_news(event)],
    )
    answer.headers["Cache-Control"] = "no-store"
    return answer
