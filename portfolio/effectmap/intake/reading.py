"""A GraphML file as nodes and links, nothing of it judged yet.

Read element by element and not by a graph library, which would make one of two nodes with the same id, and a node of
every end that a link names, without a word: just what a person must be told.
"""
from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from portfolio.core.errors import Invalid
from portfolio.core.i18n import lazy_gettext as _l

#: The most that is read of a file. The map is built for a thousand nodes and three thousand links.
MOST_NODES: Final = 2_000
MOST_LINKS: Final = 6_000


@dataclass(frozen=True, slots=True)
class FileNode:
    """A node of the file: its id there, and its values by attribute name."""

    id: str
    values: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class FileLink:
    """A link of the file: the ids of its ends ("" where the file names none), and its values by attribute name.

    directed: False where the file says that the line has no direction.
    """

    source: str
    target: str
    values: Mapping[str, str]
    directed: bool = True


@dataclass(frozen=True, slots=True)
class FileGraph:
    """What a file holds. programme: the reference of the programme it says it comes from, "" where it says nothing."""

    programme: str
    nodes: tuple[FileNode, ...]
    links: tuple[FileLink, ...]


def read_graphml(data: bytes) -> FileGraph:
    """The graph in a GraphML file.

    Raises Invalid at "file" for what is empty, is no XML, declares entities or a document type (a map needs none, and
    they can make a small file endless), is no GraphML, holds not just one graph, or more than MOST_NODES or MOST_LINKS.
    """
    root = _parsed(data)
    if _name(root) != "graphml":
        raise _invalid(_l("The file is XML, but not GraphML: it begins with “%(name)s”.", name=_name(root)[:40]))
    graphs = [child for child in root if _name(child) == "graph"]
    if len(graphs) != 1:
        raise _invalid(_l("The file holds %(count)s graphs; a map is one.", count=len(graphs)))
    keys = _keys(root)
    elements: dict[str, list[Element]] = {"node": [], "edge": []}
    for element in graphs[0].iter():
        elements.get(_name(element), []).append(element)
    _refuse_too_many(len(elements["node"]), len(elements["edge"]))
    directed = graphs[0].get("edgedefault", "directed") != "undirected"
    return FileGraph(
        _values(graphs[0], keys).get("programme", ""),
        tuple(FileNode(element.get("id", ""), _values(element, keys)) for element in elements["node"]),
        tuple(
            FileLink(
                element.get("source", ""), element.get("target", ""), _values(element, keys),
                {"true": True, "false": False}.get(element.get("directed", ""), directed),
            )
            for element in elements["edge"]
        ),
    )


def _parsed(data: bytes) -> Element:
    if not data.strip():
        raise _invalid(_l("The file is empty."))
    try:
        root: Element = fromstring(data, forbid_dtd=True)
    except DefusedXmlException as error:
        raise _invalid(_l(
            "The file declares a document type or entities. A map needs none, and they can hide harm; nothing is read."
        )) from error
    except ParseError as error:
        line, column = error.position
        raise _invalid(_l(
            "The file is not whole XML: it breaks off at line %(line)s, character %(column)s.", line=line,
            column=column + 1,
        )) from error
    except (ValueError, LookupError) as error:
        raise _invalid(_l("The file's characters cannot be read. Save it as UTF-8.")) from error
    return root


def _refuse_too_many(nodes: int, links: int) -> None:
    if nodes > MOST_NODES or links > MOST_LINKS:
        raise _invalid(_l(
            "The file holds %(nodes)s nodes and %(links)s links. At most %(most_nodes)s nodes and %(most_links)s links "
            "are read from one file.", nodes=nodes, links=links, most_nodes=MOST_NODES, most_links=MOST_LINKS,
        ))


def _invalid(message: object) -> Invalid:
    return Invalid(message, field="file")


def _name(element: Element) -> str:
    """An element's name without its namespace, which tools write in several ways."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _keys(root: Element) -> dict[str, str]:
    """The name of each attribute by the id that the file gives it."""
    return {
        child.get("id", ""): child.get("attr.name", child.get("id", "")).strip().lower()
        for child in root if _name(child) == "key"
    }


def _values(element: Element, keys: Mapping[str, str]) -> dict[str, str]:
    return dict(_data(element, keys))


def _data(element: Element, keys: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """What an element says of itself; a value of elements, such as a tool's own drawing, is no text and left out."""
    for child in element:
        if _name(child) == "data" and len(child) == 0:
            key = child.get("key", "")
            yield keys.get(key, key), child.text or ""
