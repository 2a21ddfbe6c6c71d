"""What can go wrong before there are rows to review: one family of exceptions, free of any web or database."""

from __future__ import annotations


class RecognitionError(Exception):
    """A document that cannot be turned into rows. `name` is the document's own name, for the message."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


class NotText(RecognitionError):
    """The bytes are not text: a PDF, an office file, an image, or an encoding that fits none we read."""


class NothingRecognised(RecognitionError):
    """The text was read, but nothing in it is a risk, a problem, a consequence, an effect or a role."""
