"""The wording is that of one authority and of the agreement that it has."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from amnesty.papers.catalogue import Tongue, standard_catalogue
from amnesty.papers.wording import certificate_wording, policy_texts
from amnesty.policies import load_policy

if TYPE_CHECKING:
    from collections.abc import Callable

    from amnesty.domain.certificate import Certificate
    from amnesty.papers.wording import Wording


def test_placeholders_are_filled_in(
    certificate: Certificate, worded: Callable[..., Wording]
) -> None:
    """Authority, force and agreement stand in the sentences."""
    (words,) = worded(certificate).catalogues
    basis = words("certificate.rests_on")
    assert basis == "Rests on agreement PEN-26-3 with Penmaen Police."
    step = words("certificate.agreed_step")
    assert "under PEN-26-3, Penmaen Police does not arrest" in step
    assert "registered with Penmaen Council" in words("certificate.statement")


def test_a_name_with_braces_fills_in_nothing(
    certificate: Certificate, worded: Callable[..., Wording]
) -> None:
    """What is filled in is not read as a sentence with placeholders again."""
    names = {Tongue.ENGLISH: "{force} {{x}} Council"}
    (words,) = worded(certificate, names=names).catalogues
    statement = words("certificate.statement")
    assert "registered with {force} {{x}} Council to grow" in statement


def test_the_force_is_the_agreements(
    certificate: Certificate, worded: Callable[..., Wording]
) -> None:
    """The agreed step speaks for the force that agreed, whoever polices the area."""
    wording = worded(certificate, force="Another Police")
    (words,) = wording.catalogues
    assert words.values["force"] == "Penmaen Police"
    assert "Another Police" not in repr(wording)


def test_without_an_agreement_there_is_no_agreed_text() -> None:
    """A specimen carries no words of an agreement, even where some were given."""
    wording = certificate_wording(
        catalogues=[standard_catalogue(Tongue.ENGLISH)],
        names={Tongue.ENGLISH: "Penmaen Council"},
        force="Penmaen Police",
        telephone="01632 960123",
        agreement=None,
        agreement_text="Nobody is arrested.",
        changes_law=True,
    )
    assert wording.agreement_text == ""
    assert not wording.changes_law


def test_an_agreement_of_several_lines_becomes_one(
    certificate: Certificate, worded: Callable[..., Wording]
) -> None:
    """Line ends of a pasted text are no characters to print."""
    wording = worded(certificate, agreement_text="It was\r\n agreed.\n\nSo be it.\n")
    assert wording.agreement_text == "It was agreed. So be it."


def test_a_policys_texts_take_the_place_of_the_standard_ones(
    certificate: Certificate,
    worded: Callable[..., Wording],
    draw: Callable[..., bytes],
    read_text: Callable[[bytes], str],
) -> None:
    """What a policy words is what its certificates say, on one page."""
    texts = replace(
        load_policy("uk-55g").texts,
        statement="This person is registered here, in the policy's own words.",
        legal_effect="Only {a} brace.",
        legal_basis="The policy's own legal basis.",
        how_to_count=("Count the policy's way.",),
        conditions=("Keep it locked.", "Hand in what is above."),
        officer_steps=("Look.", "Ask.", "Count."),
    )
    own = standard_catalogue(Tongue.ENGLISH).worded(policy_texts(texts))
    page = read_text(draw(wording=worded(certificate, catalogues=[own])))
    assert "Only {a} brace." in page
    for sentence in (
        *texts.how_to_count,
        *texts.conditions,
        *texts.officer_steps,
        texts.statement,
        texts.legal_basis,
    ):
        assert " ".join(sentence.split()) in page
