"""Several people at the same document at the same moment."""
from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from portfolio.core import db
from portfolio.core.errors import Stale
from portfolio.documents import service
from portfolio.documents.models import ImportRow, SourceDocument
from portfolio.programmes.models import Node
from portfolio.risks.models import Action, RiskAnalysis
from tests.factories import Make
from tests.factories.documents import NAME, SAMPLE


@pytest.fixture
def at_once(app):
    """Run some acts, each in a thread and with a connection of its own; gives what each answered, errors too."""

    def run(*acts):
        def attempt(act):
            with app.app_context():
                db.connect()
                try:
                    return act()
                except Stale as stale:
                    return stale
                finally:
                    db.database.close()

        with ThreadPoolExecutor(len(acts)) as pool:
            return list(pool.map(attempt, acts))

    return run


def accepts(row):
    return lambda: service.accept_row(row.id, by=None, version=row.version)


def test_one_row_becomes_one_record_however_many_accept_it(make: Make, at_once):
    make.unit(abbreviation="GATA")
    row = make.rows_of(make.document(), kind="risk")[0]
    answers = at_once(*[accepts(row)] * 6)
    assert sum(isinstance(answer, Stale) for answer in answers) == 5
    assert Node.select().count() == 1


def test_two_rows_accepted_together_share_analysis_and_action(make: Make, at_once):
    make.unit(abbreviation="GATA")
    first, second, *_rest = make.rows_of(make.document(), kind="risk")
    assert at_once(accepts(first), accepts(second)) == [None, None]
    assert (RiskAnalysis.select().count(), Action.select().count(), Node.select().count()) == (1, 1, 2)


def test_one_text_brought_in_by_many_is_one_document(make: Make, at_once):
    programme = make.programme()
    found = at_once(*[lambda: service.bring_in(SAMPLE.encode(), name=NAME, programme=programme, by=None)] * 6)
    assert len(set(found)) == 1
    assert (SourceDocument.select().count(), ImportRow.select().count()) == (1, 10)
