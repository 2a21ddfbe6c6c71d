"""What a browser without script does with a form: read it as it stands on its page, fill it in, send it."""
from __future__ import annotations

from typing import Any

import html5lib
from flask.testing import FlaskClient

HTML = "{http://www.w3.org/1999/xhtml}"
Values = dict[str, list[str]]


def form_in(html: str, action: str) -> Values:
    """The values that the form with this address would send if nobody touched it, by name."""
    tree = html5lib.parse(html)
    forms = [form for form in tree.iter(f"{HTML}form") if form.get("action") == action]
    assert forms, f"no form with the address {action}"
    return {name: found for name, found in values_of(forms[-1]).items() if found}


def values_of(form: Any) -> Values:
    """The values of every field of a form element, by name; none for what is not chosen."""
    values: Values = {}
    for element in form.iter():
        name = element.get("name")
        if name is None or element.tag == f"{HTML}button":
            continue
        values.setdefault(name, []).extend(_values_of(element))
    return values


def _values_of(element: Any) -> list[str]:
    if element.tag == f"{HTML}textarea":
        return [(element.text or "").removeprefix("\n")]
    if element.tag == f"{HTML}select":
        options = list(element.iter(f"{HTML}option"))
        chosen = [option for option in options if option.get("selected") is not None]
        if not chosen and element.get("multiple") is None:
            chosen = options[:1]
        return [option.get("value", option.text) for option in chosen]
    if element.get("type") in {"checkbox", "radio"} and element.get("checked") is None:
        return []
    return [element.get("value", "")]


def send(browser: FlaskClient, page: str, action: str | None = None, *, script: bool = False, **typed: Any) -> Any:
    """Open a page, fill in its form (action: its address, by default the page's own) and send it.

    typed: what is typed over what stands there; a list for several values, None for a field left out.
    script: send it as htmx does.
    """
    values = form_in(browser.get(page).text, action or page)
    for name, value in typed.items():
        values[name] = [] if value is None else list(value) if isinstance(value, list) else [value]
    return browser.post(action or page, data=values, headers={"HX-Request": "true"} if script else {})
