"""The numbers that name claims and fields in signed bytes, and the content types.

Claims are those of CBOR Web Tokens (RFC 8392 section 4) and of the Token Status List;
what is ours has a private-use number below -65536. docs/certificate-format.md says
what each holds; a number is never given a second meaning.
"""

from __future__ import annotations

# Content types: what the protected header names, so that no kind passes as another.
CERTIFICATE_TYPE = "application/carly+cwt"
KEYS_TYPE = "application/carly-keys+cwt"
STATUS_TYPE = "application/statuslist+cwt"
ISSUED_TYPE = "application/carly-issued+cwt"
MANIFEST_TYPE = "application/carly-manifest+cwt"

# Claims of every kind of token.
ISSUER, SUBJECT, EXPIRES, NOT_BEFORE, ISSUED_AT, TOKEN_ID = 1, 2, 4, 5, 6, 7

# The status claim of a certificate, and the claims of a status list.
STATUS, STATUS_LIST, SLOT, URI = 65535, "status_list", "idx", "uri"
LIST, TIME_TO_LIVE, BITS, ENTRIES = 65533, 65534, "bits", "lst"

# Claims of ours.
CERTIFICATE, KEYS, ISSUED, MANIFEST = -70001, -70002, -70003, -70004

# Fields of a certificate.
NUMBER, HOLDER, BORN, PLACE, POSTCODE, SETTING, LIMITS = range(1, 8)
STOCK, POLICY, ROLE, CARRY, AGREEMENT, FORM, PATIENT = range(8, 15)

CERTIFICATE_NAMES: dict[int | str, str] = {
    NUMBER: "certificate number",
    HOLDER: "name",
    BORN: "date of birth",
    PLACE: "address",
    POSTCODE: "postcode",
    SETTING: "setting",
    LIMITS: "number of plants",
    STOCK: "stock",
    POLICY: "policy",
    ROLE: "role",
    CARRY: "amount carried",
    AGREEMENT: "agreement",
    FORM: "form",
    PATIENT: "patient's name",
}
"""What an error calls each field of a certificate."""

# Fields of the list of keys and of the manifest.
SEQUENCE, ITEMS = 1, 2
# And of the manifest alone: the number of the list of keys.
TRUST_SEQUENCE = 3
# Fields of one entry of the list of keys.
KEY_ID, COSE_KEY, KEY_ISSUER, KEY_USE, ISSUES_FROM, ISSUES_TO = range(1, 7)
