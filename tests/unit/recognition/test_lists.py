"""Problems, consequences, circumstances and effects, under headings worded and laid out in many ways."""

from __future__ import annotations

import pytest

from portfolio.documents.recognition import Row, RowKind, is_recognised, recognise


def short(text: str) -> list[tuple[str, object, object]]:
    return [(row.kind.value, row.values.get("title"), row.values.get("description")) for row in recognise(text)]


def only(text: str) -> Row:
    (row,) = recognise(text)
    return row


TWO_PROBLEMS = [
    ("problem", "Spridda register", "Samma uppgift förs på flera ställen"),
    ("problem", "Otydligt ägarskap", "Ingen vet vem som beslutar"),
]

PROBLEMS = {
    "items with an item under each": (
        "OBSERVERADE PROBLEM\n\n- Spridda register**\n - Samma uppgift förs på flera ställen\n"
        "- Otydligt ägarskap**\n - Ingen vet vem som beslutar\n"
    ),
    "Markdown heading, colon": (
        "## Problem\n\n* Spridda register: Samma uppgift förs på flera ställen\n"
        "* Otydligt ägarskap: Ingen vet vem som beslutar\n"
    ),
    "prefix before the heading, dash": (
        "Nuläge: problem\n• Spridda register – Samma uppgift förs på flera ställen\n"
        "• Otydligt ägarskap – Ingen vet vem som beslutar\n"
    ),
    "bold opening": (
        "**Identifierade problem**\n\n1. **Spridda register** Samma uppgift förs på flera ställen\n"
        "2. **Otydligt ägarskap.** Ingen vet vem som beslutar\n"
    ),
    "English heading, two sorts of marks": (
        "Observed problems:\n• Spridda register\n– Samma uppgift förs på flera ställen\n"
        "• Otydligt ägarskap\n– Ingen vet vem som beslutar\n"
    ),
    "numbered heading, figures with items under them": (
        "2.1 Problem\n\n1. Spridda register\n   - Samma uppgift förs på flera ställen\n"
        "2. Otydligt ägarskap\n   - Ingen vet vem som beslutar\n"
    ),
    "references as marks": (
        "Problem\n\nP1 Spridda register: Samma uppgift förs på flera ställen\n"
        "P2 Otydligt ägarskap: Ingen vet vem som beslutar\n"
    ),
    "indented text under the item": (
        "Problem\n\n- Spridda register\n\n  Samma uppgift förs på flera ställen\n\n"
        "- Otydligt ägarskap\n\n  Ingen vet vem som beslutar\n"
    ),
    "an introduction before the list": (
        "Problem\n\nFöljande har framkommit i samtal under våren.\n\n"
        "- Spridda register: Samma uppgift förs på flera ställen\n- Otydligt ägarskap: Ingen vet vem som beslutar\n"
    ),
    "wrapped lines and a word divided at the line end": (
        "Problem\n\n- Spridda register: Samma upp-\n  gift förs på flera\n  ställen\n"
        "- Otydligt ägarskap: Ingen vet\n  vem som beslutar\n"
    ),
    "Markdown headings as titles": (
        "# Problem\n## Spridda register\nSamma uppgift förs på flera ställen\n\n"
        "## Otydligt ägarskap\n\nIngen vet vem som beslutar\n\n# Tidplan\n## Våren\nStart\n"
    ),
    "blocks of a title and a sentence": (
        "Problem\n\nSpridda register\nSamma uppgift förs på flera ställen\n\n"
        "Otydligt ägarskap\nIngen vet vem som beslutar\n"
    ),
    "table with a description": (
        "| Problem | Beskrivning |\n|---|---|\n| Spridda register | Samma uppgift förs på flera ställen |\n"
        "| Otydligt ägarskap | Ingen vet vem som beslutar |\n"
    ),
    "topic as a list item": (
        "- Problem\n  - Spridda register: Samma uppgift förs på flera ställen\n"
        "  - Otydligt ägarskap: Ingen vet vem som beslutar\n- Övrigt\n"
    ),
    "underlined heading and Windows line ends": (
        "Problem\r\n-------\r\n- Spridda register: Samma uppgift förs på flera ställen\r\n"
        "- Otydligt ägarskap:\u00a0Ingen vet vem som beslutar\r\n"
    ),
    "numbered labels": "Problem 1: Spridda register – Samma uppgift förs på flera ställen\n"
    "Problem 2: Otydligt ägarskap – Ingen vet vem som beslutar\n",
    "labels": "Problem: Spridda register: Samma uppgift förs på flera ställen; Otydligt ägarskap: Ingen vet vem som\n"
    "beslutar\n",
}


@pytest.mark.parametrize("text", PROBLEMS.values(), ids=PROBLEMS.keys())
def test_problems_come_out_with_title_and_description_however_they_are_listed(text: str) -> None:
    assert short(text) == TWO_PROBLEMS
    assert all(row.doubts == () for row in recognise(text))


@pytest.mark.parametrize(
    "heading",
    [
        "Konsekvenser",
        "MÖJLIGA KONSEKVENSER",
        "### Konsekvenser",
        "Consequences",
        "Possible consequences:",
        "Tänkbara konsekvenser",
        "3. Konsekvenser",
        "Nuläge – konsekvenser",
    ],
)
def test_consequences_are_specific_under_any_of_their_headings(heading: str) -> None:
    rows = recognise(f"{heading}\n\n- Dubbelt arbete\n- Längre kö\n")
    assert [dict(row.values) for row in rows] == [
        {"title": "Dubbelt arbete", "description": None, "level": "specific"},
        {"title": "Längre kö", "description": None, "level": "specific"},
    ]


@pytest.mark.parametrize(
    "heading",
    [
        "Effektmål",
        "Önskade effekter",
        "Target effects",
        "## Prioriterade effekter/förmågor",
        "Att stärka kommunens digitala förmåga",
        "Building digital maturity",
        "Effekter av programmet",
    ],
)
def test_effects_are_found_under_any_of_their_headings(heading: str) -> None:
    text = f"{heading}\n\nSå här tänker vi oss dem.\n\n- Kortare kö\n- Samlad teknik\n - Köpa in\n - Fasa ut\n"
    assert short(text) == [("effect", "Kortare kö", None), ("effect", "Samlad teknik", "Köpa in\nFasa ut")]


def test_plain_lines_under_a_heading_are_items_while_they_look_like_items() -> None:
    text = "Effektmål\nKortare kö\nNöjdare besökare\n\nTidplan\nHösten\nVåren\n"
    assert short(text) == [("effect", "Kortare kö", None), ("effect", "Nöjdare besökare", None)]


def test_lines_apart_end_before_the_heading_of_what_follows() -> None:
    text = "Effektmål\n\nKortare kö\n\nNöjdare besökare\n\nTidplan\n\nVi börjar i mars. Sedan väntar vi till maj.\n"
    assert short(text) == [("effect", "Kortare kö", None), ("effect", "Nöjdare besökare", None)]


def test_running_prose_under_a_known_heading_is_unreadable_not_a_record() -> None:
    text = "Problem\n\nUnder året har mycket hänt. Vi har pratat med många. Det återstår att se vad det ger.\n"
    rows = recognise(text)
    assert [row.kind for row in rows] == [RowKind.UNREADABLE]
    assert not is_recognised(rows)


def test_a_summing_paragraph_after_the_consequences_is_their_overall_consequence() -> None:
    text = (
        "Konsekvenser\n\n- Dubbelt arbete\n\n"
        "Kommunens förmåga att ge likvärdig service i alla delar minskar år för år. Det märks redan.\n\nTidplan\n"
    )
    overall = recognise(text)[1]
    assert overall.values["level"] == "overall"
    assert overall.values["description"] == "Det märks redan."
    assert overall.line == 5


@pytest.mark.parametrize(
    "after",
    ["Vi återkommer med datum för nästa möte under hösten eller våren.", "Nästa steg", "Hur förmår vi göra något?"],
)
def test_other_text_after_the_consequences_is_left_alone(after: str) -> None:
    assert len(recognise(f"Konsekvenser\n\n- Dubbelt arbete\n\n{after}\n")) == 1


def test_overall_consequence_and_circumstance_are_read_from_labels() -> None:
    text = "Övergripande konsekvens: Service\nblir ojämn\n\nFörsvårande omständigheter: Avtal löper. Få kan bryta\n"
    overall, circumstance = recognise(text)
    assert dict(overall.values) == {"title": "Service blir ojämn", "description": None, "level": "overall"}
    assert (circumstance.kind, circumstance.last_line) == (RowKind.CIRCUMSTANCE, 4)
    assert dict(circumstance.values) == {"title": "Avtal löper.", "description": "Få kan bryta"}


@pytest.mark.parametrize(
    "heading", ["Aggravating circumstances", "Försvårande omständigheter", "## Försvårande faktorer"]
)
def test_circumstances_are_read_from_a_list_or_a_paragraph(heading: str) -> None:
    assert short(f"{heading}\n\n- Långa avtal\n- Få sökande\n") == [
        ("circumstance", "Långa avtal", None),
        ("circumstance", "Få sökande", None),
    ]
    assert short(f"{heading}\n\nAvtalen löper\nlänge.\n") == [("circumstance", "Avtalen löper länge.", None)]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Försäkrande omständigheter: Avtalen löper länge\n", "circumstance"),
        ("OBSERVERADE PROBIEM\n\n- Långa avtal\n", "problem"),
        ("Möiliga konsekvenser\n\n- Långa avtal\n", "consequence"),
    ],
)
def test_a_misread_heading_is_understood_and_everything_under_it_flagged(text: str, kind: str) -> None:
    row = only(text)
    assert row.kind.value == kind
    assert [doubt.value for doubt in row.doubts] == ["text-damaged"]


def test_problems_and_consequences_side_by_side_become_records_without_links() -> None:
    text = "Problem\tKonsekvens\nSpridda register\tDubbelt arbete\nOtydligt ägarskap\tInga beslut\n"
    assert [kind for kind, _, _ in short(text)] == ["problem", "consequence", "problem", "consequence"]


@pytest.mark.parametrize(
    "text",
    [
        "Programmet samordnar mot\nönskade effekter\n\nKortare kö\n",
        "Prioriterade effekter/förmågor\ninom digital mognad som\nhjälper oss framåt\n",
        "Konsekvens: 3\n",
        "Innehåll\n\nProblem 3\nKonsekvenser 5\nEffektmål 7\n",
        "- Troliga effekter av beslutet är:\n - Mer ro\n",
        "Vi ser problem:\nDet är väl inget.\n",
        "Konsekvenser för barnen\n\nBarnen påverkas inte av detta.\n",
    ],
    ids=["end of a sentence", "start of a sentence", "score", "contents", "list item", "sentence", "loose heading"],
)
def test_words_that_only_look_like_headings_open_nothing(text: str) -> None:
    assert not is_recognised(recognise(text))


def test_sections_end_at_each_other_and_lines_are_those_of_the_document() -> None:
    text = "# Problem\n- Spridda register\n# Konsekvenser\n- Dubbelt\n  arbete\n# Effektmål\n- En väg in\n"
    rows = recognise(text)
    assert [(row.kind.value, row.line, row.last_line) for row in rows] == [
        ("problem", 2, 2),
        ("consequence", 4, 5),
        ("effect", 7, 7),
    ]
    assert rows[1].raw == "- Dubbelt\n  arbete"
