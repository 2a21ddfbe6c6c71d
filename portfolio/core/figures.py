"""Figures and amounts as they are typed and shown: with the reader's own marks for decimals and thousands."""
from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from babel.numbers import get_group_symbol
from flask_babel import format_decimal, get_locale
from flask_babel import lazy_gettext as _l
from wtforms import Field
from wtforms.widgets import TextInput

_ORE = 100


class FigureField(Field):
    """A figure with a decimal comma or point, whatever the language; spaces between thousands are passed over.

    A comma between groups of three digits is passed over where the reader's language writes thousands so: what the
    field itself shows is read as what it was.
    """

    widget = TextInput()
    pattern = re.compile(r"-?\d{1,11}(\.\d{1,3})?")
    refusal = _l("Write a number with at most three decimals, such as 12.5.")
    data: Any

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read what was typed; raise ValueError for what is no figure, which then stays in the field."""
        typed = re.sub(r"\s", "", str(valuelist[0])) if valuelist else ""
        text = _ungrouped(typed).replace(",", ".").replace("\N{MINUS SIGN}", "-")
        self.data = self.stored(Decimal(text)) if self.pattern.fullmatch(text) else None
        if text and self.data is None:
            raise ValueError(str(self.refusal))

    def stored(self, figure: Decimal) -> Any:
        """What is kept of a figure that was typed."""
        return figure

    def as_text(self, value: Any) -> str:
        """What is kept, as the field shows it."""
        return "" if value is None else self.formatted(value).replace("\N{NO-BREAK SPACE}", " ")

    def formatted(self, value: Any) -> str:
        """What is kept, in the reader's language."""
        return str(format_decimal(value))

    def _value(self) -> str:
        return str(self.raw_data[0]) if self.raw_data else self.as_text(self.data)


class AmountField(FigureField):
    """Money: typed in kronor, kept as whole öre. None is below nought."""

    pattern = re.compile(r"\d{1,12}(\.\d{1,2})?")
    refusal = _l("Write an amount in kronor, such as 12500 or 99.50.")

    def stored(self, figure: Decimal) -> int:
        """Öre."""
        return int(figure * _ORE)

    def formatted(self, value: Any) -> str:
        """Kronor."""
        return in_kronor(value)


def in_kronor(ore: int) -> str:
    """Öre as kronor in the reader's language, with two decimals where they are not whole: 12 500, 99,50."""
    return str(format_decimal(Decimal(ore) / _ORE, "#,##0.00" if ore % _ORE else "#,##0"))


def _ungrouped(typed: str) -> str:
    if get_group_symbol(get_locale()) == "," and re.fullmatch(r"-?\d{1,3}(,\d{3})+(\.\d+)?", typed):
        return typed.replace(",", "")
    return typed
