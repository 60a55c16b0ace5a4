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
@pytest.mark.parametrize("setting", [Setting.INDOOR, Setting.BOTH])
@pytest.mark.parametrize("share", [0.0, 0.5, 1.0])
def test_whatever_can_be_signed_fits_in_two_languages(  # noqa: PLR0917 - what is signed, and what draws it
    share: float,
    setting: Setting,
    photographed: bool,  # noqa: FBT001 - a parameter of the test
    certificate: Certificate,
    draw: Callable[..., bytes],
    face: bytes,
    read_text: Callable[[bytes], str],
) -> None:
    """All the letters that the signed bytes have room for, however they are shared."""
    outdoor = PlantLimits(flowering=10, plants=20) if setting is Setting.BOTH else None
    short = replace(
        certificate,
        number=new_certificate_number(bytes(RANDOM_BYTES_NEEDED)),
        holder="W",
        place="W",
        setting=setting,
        outdoor=outdoor,
    )
    # Longer texts have longer heads, each by a byte.
    room = MAX_TOKEN_BYTES - len(sign_certificate(short, SIGNER)) - 2
    holder = _letters(max(1, int(room * share)))
    place = _letters(max(1, int(room * (1 - share))))
    signed = sign_certificate(replace(short, holder=holder, place=place), SIGNER)
    assert MAX_TOKEN_BYTES - len(signed) in range(6)
    pdf = draw(
        tongues=(Tongue.WELSH, Tongue.ENGLISH),
        holder=holder,
        place=place,
        setting=setting,
        outdoor=outdoor,
        photograph=face if photographed else None,
    )
    text = read_text(pdf)
    assert holder in text
    assert place in text


def _letters(letters: int) -> str:
    """Return so many letters, in long words."""
    return (LONG_NAME * 9)[:letters].strip().ljust(letters, "n")
