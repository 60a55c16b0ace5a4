"""Whatever can be signed can be printed: no certificate is lost between the two."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from amnesty.credential.keys import PrivateKeySigner
from amnesty.credential.token import MAX_TOKEN_BYTES, sign_certificate
from amnesty.domain.certificate import Certificate, PlantLimits, Setting
from amnesty.domain.identifiers import RANDOM_BYTES_NEEDED, new_certificate_number
from amnesty.papers.catalogue import Tongue

if TYPE_CHECKING:
    from collections.abc import Callable

SIGNER = PrivateKeySigner.generate()
LONG_NAME = "Maximiliana Wolfeschlegelsteinhausen "


@pytest.mark.parametrize("photographed", [False, True])
@pytest.mark.parametrize("words", [LONG_NAME, "W"])
@pytest.mark.parametrize("granted", [False, True])
@pytest.mark.parametrize("setting", [Setting.INDOOR, Setting.BOTH])
@pytest.mark.parametrize("share", [0.0, 0.5, 1.0])
def test_whatever_can_be_signed_fits_in_two_languages(  # noqa: PLR0917 - what is signed, and what draws it
    share: float,
    setting: Setting,
    granted: bool,  # noqa: FBT001 - a parameter of the test
    words: str,
    photographed: bool,  # noqa: FBT001 - a parameter of the test
    certificate: Certificate,
    draw: Callable[..., bytes],
    face: bytes,
    read_text: Callable[[bytes], str],
) -> None:
    """All the letters that can be signed, the widest too, however they are shared."""
    outdoor = PlantLimits(flowering=10, plants=20) if setting is Setting.BOTH else None
    short = replace(
        certificate,
        number=new_certificate_number(bytes(RANDOM_BYTES_NEEDED)),
        holder="W",
        patient="W" if granted else None,
        place="W",
        setting=setting,
        outdoor=outdoor,
    )
    # Longer texts have longer heads, each by a byte.
    room = MAX_TOKEN_BYTES - len(sign_certificate(short, SIGNER)) - 2
    named = room * share / 2 if granted else room * share
    holder = _letters(words, named)
    patient = _letters(words, named) if granted else None
    place = _letters(words, room * (1 - share))
    fields = {"holder": holder, "patient": patient, "place": place}
    signed = sign_certificate(replace(short, **fields), SIGNER)
    assert MAX_TOKEN_BYTES - len(signed) in range(8)
    pdf = draw(
        tongues=(Tongue.WELSH, Tongue.ENGLISH),
        setting=setting,
        outdoor=outdoor,
        photograph=face if photographed else None,
        **fields,
    )
    text = read_text(pdf)
    for field in filter(None, fields.values()):
        assert field.replace(" ", "") in text.replace(" ", "")


def _letters(words: str, room: float) -> str:
    """Return as many letters as there is room for, one at least."""
    letters = max(1, int(room))
    return (words * 200)[:letters].strip().ljust(letters, "n")
