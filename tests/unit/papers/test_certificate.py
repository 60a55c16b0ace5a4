"""The A4 certificate says what was signed, in an officer's order."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING

import pytest

from amnesty.domain.certificate import Certificate, PlantLimits, Setting

if TYPE_CHECKING:
    from collections.abc import Callable

    from amnesty.papers.wording import Wording

NAMES = [
    "Siân Llŷr ap Gwŷn",
    "Łukasz Żółć",
    "Nguyễn Thị Ánh",
    "Οδυσσέας Παπαδόπουλος",
    "Adébáyọ̀ Ọ̀ṣun",
    "Sinéad Ní Bhraonáin",
    "O'Brien [Jr]",
    "Smith [/b] (\\) <i>%PDF",
]


def test_every_field_is_printed(
    draw: Callable[..., bytes], read_text: Callable[[bytes], str]
) -> None:
    """All that an officer needs from the signed bytes can be read on the page."""
    text = read_text(draw())
    for wanted in (
        "Immunity certificate",
        "Who grows no more than they need is not arrested.",
        "Rests on agreement PEN-26-3 with Penmaen Police. It does not change the law.",
        "registered with Penmaen Council",
        "Patient, who grows Siân Llŷr ap Gwŷn",
        "Date of birth 27 March 1970",
        "Growing address, indoors 14 Canal Row, Penmaen, ZZ1 4AB",
        "Most in flower 5 plants",
        "Most in all 11 plants",
        "Most kept here 413 g dried",
        "Most carried 45 g dried",
        "24 November 2026 to 30 September 2027",
        "Certificate number C-7KQF-2MXN-9DTB",
        "Check code R64J-TYB0",
        "uk-55g@1",
        "Certificate checks by telephone, 24 hours a day 01632 960123",
        "Issued on 24 November 2026 by Penmaen Council (E06999999).",
    ):
        assert wanted in text


def test_every_text_of_a_certificate_is_printed(
    draw: Callable[..., bytes],
    certificate: Certificate,
    worded: Callable[..., Wording],
    read_text: Callable[[bytes], str],
) -> None:
    """No text is left out, but those for another kind of paper and for no eyes."""
    text = read_text(draw())
    (words,) = worded(certificate).catalogues
    other = ("specimen", "demonstration", "grower", "statement_grower", "patient")
    other += ("outdoor", "both", "code", "overleaf", "issued", "limits_by", "of_number")
    other += ("number_short",)
    for key, _ in words.of("certificate"):
        if not key.removeprefix("certificate.").startswith(other):
            assert words(key) in text, key


def test_the_page_is_read_in_an_officers_order(
    draw: Callable[..., bytes], read_text: Callable[[bytes], str]
) -> None:
    """A screen reader, like an officer, meets what counts most first."""
    text = read_text(draw())
    order = [
        "Immunity certificate",
        "PEN-26-3",
        "registered with Penmaen Council",
        "Siân Llŷr ap Gwŷn",
        "27 March 1970",
        "14 Canal Row",
        "30 September 2027",
        "C-7KQF-2MXN-9DTB",
        "R64J-TYB0",
        "5 plants",
        "11 plants",
        "413 g",
        "45 g",
        "1. Scan",
        "2. No signal",
        "3. Check photo",
        "4. If all of it agrees: under PEN-26-3, Penmaen Police does not arrest",
        "Not valid for",
        "01632 960123",
        "How to count",
        "Conditions",
        "Hand in anything above these limits",
        "Legal basis",
        "Valid only with photo identity",
        "Issued on",
    ]
    places = [text.index(each) for each in order]
    assert places == sorted(places)


def test_periods_in_turn_have_their_own_limits(
    draw: Callable[..., bytes], read_text: Callable[[bytes], str]
) -> None:
    """Where plants grow indoors and outdoors in turn, each period has its numbers."""
    text = read_text(
        draw(
            setting=Setting.BOTH,
            indoor=PlantLimits(flowering=38, plants=76),
            outdoor=PlantLimits(flowering=10, plants=20),
            stock_grams=14250,
        )
    )
    assert "Most in flower 38 indoors 10 outdoors" in text
    assert "Most in all 76 indoors 20 outdoors" in text
    assert "Growing address, indoors and outdoors in turn" in text
    assert "14,250 g dried" in text


def test_one_plant_is_a_plant(
    draw: Callable[..., bytes], read_text: Callable[[bytes], str]
) -> None:
    """A limit of one is worded as people say it."""
    text = read_text(draw(indoor=PlantLimits(flowering=1, plants=1)))
    assert "Most in flower 1 plant Most in all 1 plant Most kept" in text


def test_a_grower_and_the_patient_are_both_named(
    draw: Callable[..., bytes], read_text: Callable[[bytes], str]
) -> None:
    """Who grows and for whom stand side by side, and nobody can mix them up."""
    text = read_text(draw(holder="Łukasz Żółć", patient="Nguyễn Thị Ánh"))
    assert "Grower, for the patient Łukasz Żółć" in text
    assert "Grower’s date of birth 27 March 1970" in text
    assert "Patient, for whom it is grown Nguyễn Thị Ánh" in text
    assert "The grower named here is registered" in text


def test_a_site_without_a_postcode_is_printed_without_one(
    draw: Callable[..., bytes], read_text: Callable[[bytes], str]
) -> None:
    """A mooring has no postcode, and no comma waits for one."""
    text = read_text(draw(place="Mooring 4, Penmaen Basin", postcode=None))
    assert "Growing address, indoors Mooring 4, Penmaen Basin Valid, first" in text


@pytest.mark.parametrize("name", NAMES)
def test_names_are_printed_as_they_are_written(
    name: str, draw: Callable[..., bytes], read_text: Callable[[bytes], str]
) -> None:
    """A name of many alphabets, with accents and signs, is read back as it is."""
    assert f"who grows {name} Date of birth" in read_text(draw(holder=name))


def test_a_decomposed_name_is_printed_composed(draw: Callable[..., bytes]) -> None:
    """Two ways to write the same accent give the same page."""
    assert draw(holder="Sia\u0302n") == draw(holder="Siân")


def test_a_paper_without_an_agreement_is_a_specimen(
    draw: Callable[..., bytes], read_text: Callable[[bytes], str]
) -> None:
    """Where no agreement is in force, the page says so and names no agreement."""
    text = read_text(draw(agreement=None))
    assert "Specimen: no agreement is in force" in text
    assert "4. This paper is a specimen." in text
    assert "It does not change the law." in text
    assert "does not arrest" not in text
    assert "Rests on" not in text
    assert "is not arrested" not in text


def test_a_demonstration_is_marked_all_the_same(
    draw: Callable[..., bytes],
    certificate: Certificate,
    worded: Callable[..., Wording],
    read_text: Callable[[bytes], str],
) -> None:
    """A paper under a made-up agreement says SPECIMEN, and that it was made up."""
    text = read_text(draw(wording=worded(certificate, marked_specimen=True)))
    assert "Specimen: made for demonstration, with made-up people" in text
    assert "Rests on agreement PEN-26-3" in text


def test_a_certificate_in_force_is_no_specimen(
    draw: Callable[..., bytes], read_text: Callable[[bytes], str]
) -> None:
    """The word does not stand on a paper that an agreement carries."""
    assert "specimen" not in read_text(draw()).casefold()


def test_the_law_may_be_changed_by_the_agreement(
    draw: Callable[..., bytes],
    certificate: Certificate,
    worded: Callable[..., Wording],
    read_text: Callable[[bytes], str],
) -> None:
    """Only an agreement that says so takes "It does not change the law" away."""
    text = read_text(draw(wording=worded(certificate, changes_law=True)))
    assert "does not change the law" not in text


def test_nothing_about_health_can_be_printed() -> None:
    """The value that is printed has no field that tells why or how much is needed."""
    assert {each.name for each in fields(Certificate)} == {
        "number",
        "issuer",
        "form",
        "holder",
        "date_of_birth",
        "patient",
        "place",
        "postcode",
        "setting",
        "indoor",
        "outdoor",
        "stock_grams",
        "carry_grams",
        "policy",
        "agreement",
        "valid_from",
        "valid_to",
        "issued_at",
        "slot",
        "token_id",
    }
