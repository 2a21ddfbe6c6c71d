"""Roles and the people who hold them."""

from __future__ import annotations

import pytest

from portfolio.documents.recognition import Row, RowKind, recognise


def roles(text: str) -> list[Row]:
    return [row for row in recognise(text) if row.kind is RowKind.ROLE]


def short(text: str) -> list[tuple[object, object]]:
    return [(row.values["role"], row.values["people"]) for row in roles(text)]


EXPECTED = [
    ("commissioner", ["KSF/ Kim Testfors"]),
    ("steering_member", ["Lo Provberg", "Mika Exempelsson", "Åke Påhitt"]),
    ("programme_manager", ["Sam Dummy"]),
]

LAYOUTS = {
    "labels, names over two lines": (
        "Fakta - roller\n\n\nBeställare: KSF/ Kim Testfors\n\nStyrgrupp: Lo Provberg,\nMika Exempelsson, Åke Påhitt\n\n"
        "Programledare: Sam Dummy\n"
    ),
    "no heading at all": (
        "Beställare: KSF/ Kim Testfors\nStyrgrupp: Lo Provberg, Mika Exempelsson och Åke Påhitt\n"
        "Programledare: Sam Dummy\n"
    ),
    "English": (
        "## Roles\n\n* Commissioner: KSF/ Kim Testfors\n* Steering group: Lo Provberg; Mika Exempelsson & Åke Påhitt\n"
        "* Programme manager: Sam Dummy\n"
    ),
    "dashes": "Roller\n\nBeställare – KSF/ Kim Testfors\nStyrgrupp – Lo Provberg, Mika Exempelsson, Åke Påhitt\n"
    "Programledare – Sam Dummy\n",
    "tabs": "Roller\n\nBeställare\tKSF/ Kim Testfors\nStyrgrupp\tLo Provberg, Mika Exempelsson, Åke Påhitt\n"
    "Programledare\tSam Dummy\n",
    "members as a list": (
        "Roller\n\nBeställare: KSF/ Kim Testfors\n\nStyrgrupp:\n\n- Lo Provberg\n- Mika Exempelsson\n- Åke Påhitt\n\n"
        "Programledare: Sam Dummy\n"
    ),
    "members line by line": (
        "Roller\n\nBeställare: KSF/ Kim Testfors\n\nStyrgrupp\nLo Provberg\nMika Exempelsson\nÅke Påhitt\n\n"
        "Programledare: Sam Dummy\n"
    ),
    "Markdown headings": (
        "# Roller\n## Beställare\nKSF/ Kim Testfors\n## Styrgrupp\n- Lo Provberg\n- Mika Exempelsson\n- Åke Påhitt\n"
        "## Programledare\nSam Dummy\n"
    ),
    "table": (
        "| Roll | Namn |\n|---|---|\n| Beställare | KSF/ Kim Testfors |\n"
        "| Styrgrupp | Lo Provberg, Mika Exempelsson |\n"
        "| | Åke Påhitt |\n| Programledare | Sam Dummy |\n"
    ),
    "one label for each member": (
        "Beställare: KSF/ Kim Testfors\nStyrgruppsledamot: Lo Provberg\nStyrgruppsledamot: Mika Exempelsson\n"
        "Styrgruppsledamot: Åke Påhitt\nProgramledare: Sam Dummy\n"
    ),
}


@pytest.mark.parametrize("text", LAYOUTS.values(), ids=LAYOUTS.keys())
def test_roles_come_out_with_their_people_however_they_are_laid_out(text: str) -> None:
    assert short(text) == EXPECTED


def test_the_document_s_own_label_is_kept_beside_the_role() -> None:
    (row,) = roles("Portföljledare utvecklingsportföljen: Kim Testfors\n")
    assert dict(row.values) == {
        "role": "portfolio_manager",
        "label": "Portföljledare utvecklingsportföljen",
        "people": ["Kim Testfors"],
    }
    (sponsor,) = roles("Programsponsor (ägare): Kim Testfors\n")
    assert (sponsor.values["role"], sponsor.values["label"]) == ("programme_sponsor", "Programsponsor (ägare)")


def test_another_role_counts_under_a_heading_for_roles_only_and_keeps_its_name() -> None:
    assert short("Roller\n\nProjektledare: Kim Testfors\n") == [("Projektledare", ["Kim Testfors"])]
    assert short("Projektledare: Kim Testfors\n") == []


def test_people_may_be_named_by_function() -> None:
    assert short("Styrgrupp: IT-chef, ekonomichef, biträdande rektor\n") == [
        ("steering_member", ["IT-chef", "ekonomichef", "biträdande rektor"])
    ]


def test_a_role_nobody_holds_yet_lacks_its_responsible() -> None:
    (row,) = roles("Programledare: vakant\n")
    assert row.values["people"] == []
    assert [doubt.value for doubt in row.doubts] == ["responsible-missing"]


def test_a_misread_label_is_understood_and_flagged() -> None:
    (row,) = roles("Portföjledare: Kim Testfors\n")
    assert row.values["role"] == "portfolio_manager"
    assert [doubt.value for doubt in row.doubts] == ["text-damaged"]


def test_groups_with_their_members_are_left_alone() -> None:
    text = "Roller\n\nProgramledare: Sam Dummy\nAnalysgrupp: Kim Testfors, Lo Provberg\n\nAnalysgrupp\n\nKim KSF\n"
    assert short(text) == [("programme_manager", ["Sam Dummy"])]


@pytest.mark.parametrize(
    "text",
    [
        "Sam Dummy\nProgramledare\n",
        "Styrgruppen: Formellt tas besluten av den\n",
        "Programledare: leder programmet och svarar för planen.\n",
        "Programmets roll\n\nProgrammet driver förändring\n\n- Säkra beslut\n",
        "Roller\n\nTidplan\n\nStart: Mars\n",
        "Sponsor: 3\n",
    ],
)
def test_text_that_names_nobody_is_no_role(text: str) -> None:
    assert roles(text) == []


def test_a_role_described_instead_of_filled_is_unreadable_under_its_heading() -> None:
    rows = recognise("Roller\n\nProgramledare: leder programmet och svarar för planen.\n")
    assert [row.kind for row in rows] == [RowKind.UNREADABLE]
