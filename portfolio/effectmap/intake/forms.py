"""Forms of bringing a file in: choosing it, and accepting what it would do."""
from __future__ import annotations

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired
from wtforms import HiddenField

from portfolio.core.forms import Form, strip

_LONGEST_NAME = 200


class FileForm(Form):
    """The file that is brought in."""

    file = FileField(
        _l("GraphML file"), validators=[FileRequired(_l("Choose a file."))],
        description=_l("A file that ends with .graphml or .xml, such as the map's own export."),
    )


class AcceptForm(Form):
    """What has been reviewed, with the digest of what it would do."""

    content = HiddenField()
    digest = HiddenField()
    name = HiddenField(filters=[lambda text: strip(text)[:_LONGEST_NAME]])
