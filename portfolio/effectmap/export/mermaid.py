"""The map as a Mermaid flowchart: a text that wikis and Markdown pages draw."""
from __future__ import annotations

import re
from collections.abc import Iterator

from portfolio.core.i18n import gettext as _
from portfolio.graph.kinds import NodeKind

from .content import BROKEN, KINDS, Contents, kind_words, link_words

# What of a title stands as it is. All else is written by its number, so that no sign of Mermaid's, of HTML's or of a
# directive's is ever read as one.
_PLAIN = re.compile(r"[^\W_]|[ ,.:!?()/+–-]")
_YAML_SIGN = "\\U"  # and eight hexadecimal digits
# The shape of each kind: what opens and closes its text.
_SHAPES = {
    NodeKind.GOAL: ("([", "])"), NodeKind.PROBLEM: ("[", "]"), NodeKind.CIRCUMSTANCE: ("[/", "/]"),
    NodeKind.CONSEQUENCE: ("{{", "}}"), NodeKind.EFFECT: ("(", ")"), NodeKind.WORKSTREAM: ("[[", "]]"),
    NodeKind.ACTIVITY: (">", "]"),
}


def mermaid(contents: Contents) -> str:
    """The map as a flowchart, a statement a line: its head, the nodes by kind, the links with their words, a legend.

    Whatever a title holds, it stays within its quotes on its line.
    """
    head = ["---", f"title: {_quoted(f'{contents.title}, {contents.subtitle}')}", "---", "flowchart LR"]
    return "\n".join([*head, *_nodes(contents), *_links(contents), *_legend(contents)]) + "\n"


def _nodes(contents: Contents) -> Iterator[str]:
    for kind, letter, word in kind_words(contents):
        yield f'  subgraph column{letter}["{label(word)}"]'
        for node in contents.nodes:
            if node.kind is kind:
                yield f"    {_node(f'n{node.id}', kind, f'{node.reference} {node.title}')}"
        yield "  end"


def _links(contents: Contents) -> Iterator[str]:
    words = {kind: label(word) for kind, word in link_words().items()}
    for link in contents.links:
        arrow = "-.->" if link.kind in BROKEN else "-->"
        yield f'  n{link.source} {arrow}|"{words[link.kind]}"| n{link.target}'


def _legend(contents: Contents) -> Iterator[str]:
    """A node of each kind that stands on the map; the links carry their words themselves."""
    title = label(_("Legend"))
    yield f'  subgraph legend["{title}"]'
    for kind, letter, word in kind_words(contents):
        yield f"    {_node(f'legend{KINDS.index(kind)}', kind, f'{letter} {word}')}"
    yield "  end"


def _node(name: str, kind: NodeKind, text: str) -> str:
    before, after = _SHAPES[kind]
    return f'{name}{before}"{label(text)}"{after}'


def label(text: str) -> str:
    """A text as it stands in the quotes of a label: white space as single spaces, all but plain signs by number."""
    return _by_number(text, "#{};")


def _quoted(text: str) -> str:
    """A text as a quoted scalar of the heading's YAML, all but plain signs by number."""
    return f'"{_by_number(text, "{:08x}", before=_YAML_SIGN)}"'


def _by_number(text: str, form: str, before: str = "") -> str:
    words = " ".join(text.split())
    return "".join(sign if _PLAIN.fullmatch(sign) else before + form.format(ord(sign)) for sign in words)
