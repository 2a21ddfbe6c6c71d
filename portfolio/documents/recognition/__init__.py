"""The document recogniser: text in, rows to review out. Stands by itself, with no database and no web."""

from portfolio.documents.recognition.errors import NothingRecognised, NotText, RecognitionError
from portfolio.documents.recognition.model import Doubt, Row, RowKind, document_json, is_recognised
from portfolio.documents.recognition.reading import read_text
from portfolio.documents.recognition.recogniser import recognise

__all__ = [
    "Doubt",
    "NotText",
    "NothingRecognised",
    "RecognitionError",
    "Row",
    "RowKind",
    "document_json",
    "is_recognised",
    "read_text",
    "recognise",
]
