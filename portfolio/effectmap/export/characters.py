"""The characters that XML can hold, which are fewer than a title may have."""
from __future__ import annotations

import re

# https://www.w3.org/TR/xml/#charsets
_NOT_IN_XML = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_LINE_END = re.compile("\r\n?")


def xml_text(text: str) -> str:
    """The text as XML can hold it and gives it back: lines end in a line feed, and each character that may not stand
    in XML (most control characters) is replaced by U+FFFD, which shows that something stood there."""
    return _NOT_IN_XML.sub("\N{REPLACEMENT CHARACTER}", _LINE_END.sub("\n", text))
