"""A file's bytes as a text that a form's hidden field carries from its review to its acceptance."""
from __future__ import annotations

import base64
import zlib

from portfolio.core.errors import Invalid
from portfolio.core.i18n import lazy_gettext as _l


def packed(data: bytes) -> str:
    """The bytes, packed, in letters that no browser changes."""
    return base64.b64encode(zlib.compress(data, 9)).decode()


def unpacked(text: str, *, limit: int) -> bytes:
    """The bytes again. limit: the most there may be; a short text can be packed from an endless one.

    Raises Invalid at "file" for what was not made by `packed`, or not whole, or is larger.
    """
    unpacking = zlib.decompressobj()
    try:
        data = unpacking.decompress(base64.b64decode(text, validate=True), limit + 1)
    except (ValueError, zlib.error):
        data = b""
    if not unpacking.eof:
        raise Invalid(_l("What was reviewed has been lost on the way. Choose the file once more."), field="file")
    return data
