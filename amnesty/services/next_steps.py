"""What an officer does after each verdict, unless the force has its own words.

Nothing here is an order to a constable. Where a force runs a diversion programme, its
own data names it: help before prosecution is what the scheme is for.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from amnesty.domain.verdict import Verdict

if TYPE_CHECKING:
    from collections.abc import Mapping

_COUNT = (
    "Check photo identity in the same name, then the place, the plants and the grams "
    "against the limits shown."
)
_WITHOUT_A_CERTIFICATE = (
    "Telephone the authority: it can say what stands now. Where your force has a "
    "diversion programme, consider it before anything else."
)

NEXT_STEPS: Mapping[Verdict, str] = MappingProxyType(
    {
        Verdict.VALID: _COUNT,
        Verdict.VALID_RENEWAL_PENDING: _COUNT,
        Verdict.VALID_WINDING_DOWN: (
            f"{_COUNT} Telephone the authority for the day by which the rest is "
            "handed in."
        ),
        Verdict.SPECIMEN: (
            "Treat it as no certificate. Telephone the authority if the person says "
            "that they are registered."
        ),
        Verdict.NOT_COVERED_HERE: (
            "Follow your force's guidance on agreements of other forces, or ask your "
            "control room."
        ),
        Verdict.NOT_YET_VALID: "Ask for an earlier certificate and check that one.",
        Verdict.EXPIRED: _WITHOUT_A_CERTIFICATE,
        Verdict.SUSPENDED: _WITHOUT_A_CERTIFICATE,
        Verdict.REVOKED: _WITHOUT_A_CERTIFICATE,
        Verdict.SUPERSEDED: "Ask for the newer certificate and check that one.",
        Verdict.NOT_GENUINE: (
            "Scan the code again, flat and in good light. If the answer stays, "
            "photograph the paper and telephone the authority, on a number that is "
            "not from the paper."
        ),
        Verdict.UNKNOWN_ISSUER: (
            "Fetch the newest daily police file and scan again. If the answer stays, "
            "telephone the authority named, on a number that is not from the paper."
        ),
        Verdict.NOT_ISSUED: (
            "Photograph the paper and telephone the authority at once: somebody may "
            "be signing with its key."
        ),
        Verdict.CANNOT_BE_CONFIRMED: (
            "Fetch today's police file and scan again, or telephone the authority and "
            "read out the check code printed beside the QR code."
        ),
    }
)
