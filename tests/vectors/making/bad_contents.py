"""Encodings, times, claims, fields and texts that must be refused."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from making.forging import Code, Forge, Raw, bad

from amnesty.credential.cbor import decode, encode

if TYPE_CHECKING:
    from types import ModuleType

ADDRESS = "https://verify.example.gov.uk/c#"
NAN = bytes.fromhex("f97e00")


def encodings(world: ModuleType, forge: Forge) -> list[Code]:
    """Bytes that other decoders take, and that say the same in another way."""
    del world
    token, payload = forge.token, forge.payload
    claims = decode(payload)
    assert isinstance(claims, dict)
    body = [(encode(k), encode(v)) for k, v in claims.items()]
    backwards = bytes([0xA0 + len(body)]) + b"".join(
        k + v for k, v in sorted(body, reverse=True)
    )
    twice = bytes([0xA0 + len(body) + 1]) + b"".join(
        k + v for k, v in sorted([*body, body[0]])
    )
    deep = b"\x81" * 40 + b"\x00"
    open_map = b"\xbf" + payload[1:] + b"\xff"
    long_head = payload.replace(b"\x01\x69E06", b"\x18\x01\x69E06", 1)
    long_text = payload.replace(b"\x69E06", b"\x78\x09E06", 1)
    tagged_time = forge.with_claims({6: Raw(b"\xc1" + encode(claims[6]))})
    return bad(
        [
            ("trailing-byte", token + b"\0", "a byte follows the message"),
            ("second-token", token + token, "a second message follows"),
            ("cut", token[:-1], "the last byte is missing"),
            ("half", token[: len(token) // 2], "half of it is missing"),
            ("one-byte", token[:1], "nothing but the tag"),
            ("payload-trailing", forge.signed(payload=payload + b"\0"), "a byte more"),
            ("payload-cut", forge.signed(payload=payload[:-1]), "a byte less"),
            ("payload-empty", forge.signed(payload=b""), "no claims"),
            ("keys-unsorted", forge.signed(payload=backwards), "keys in another order"),
            ("key-twice", forge.signed(payload=twice), "one claim stands twice"),
            ("map-open", forge.signed(payload=open_map), "a map without its length"),
            ("key-long", forge.signed(payload=long_head), "the key 1 in two bytes"),
            (
                "length-long",
                forge.signed(payload=long_text),
                "a length of 9 in two bytes",
            ),
            ("depth", forge.signed(payload=deep), "forty lists inside one another"),
            ("envelope-depth", b"\xd2" + deep, "forty lists in the message's place"),
            (
                "length-2-63",
                bytes.fromhex("d2845b8000000000000000"),
                "a string that claims 2^63 bytes",
            ),
            (
                "count-2-63",
                bytes.fromhex("d29b8000000000000000"),
                "a list that claims 2^63 items",
            ),
            ("tag-inside", tagged_time, "a tag around a time"),
            (
                "float-inside",
                forge.with_claims({6: Raw(bytes.fromhex("fb41da9c25a8000000"))}),
                "a time as a fraction",
            ),
            (
                "undefined",
                forge.with_claims({6: Raw(b"\xf7")}),
                "a time that is undefined",
            ),
            (
                "text-not-utf-8",
                forge.with_claims({2: Raw(b"\x62\xc3\x28")}, inner=-70001),
                "a name that is not UTF-8",
            ),
            ("json", b'{"alg":"none"}', "another format altogether"),
        ]
    )


def times(world: ModuleType, forge: Forge) -> list[Code]:
    """Times that cannot be, and validity that may not be."""
    rows: list[tuple[str, bytes, str]] = []
    for label, name in ((4, "exp"), (5, "nbf"), (6, "iat")):
        for what, value, why in (
            ("negative", -1, "before 1970"),
            ("2-64", (1 << 64) - 1, "2^64−1"),
            ("text", "2026-11-20", "a text"),
            ("null", None, "null"),
            ("nan", Raw(NAN), "not a number"),
            ("true", True, "true"),
            ("absent", ..., "left out"),
        ):
            token = forge.with_claims({label: value})
            rows.append((f"{name}-{what}", token, f"{name} is {why}"))
    claims = decode(forge.payload)
    assert isinstance(claims, dict)
    begin, end, at = claims[5], claims[4], claims[6]
    now = int(world.NOW.timestamp())
    day = 86_400
    return bad(
        [
            *rows,
            ("nbf-after-exp", forge.with_claims({5: end, 4: begin}), "it ends first"),
            ("nbf-is-exp", forge.with_claims({4: begin}), "it is valid for no time"),
            ("iat-future", forge.with_claims({6: now + 301}), "issued in the future"),
            (
                "forty-years",
                forge.with_claims({4: begin + 40 * 365 * day + 10 * day}),
                "valid for forty years",
            ),
            ("exp-no-midnight", forge.with_claims({4: end + 1}), "it ends at 00:00:01"),
            (
                "nbf-no-midnight",
                forge.with_claims({5: begin - 60}),
                "it begins at 23:59",
            ),
            (
                "exp-utc-midnight",
                forge.with_claims({4: end + 3600}),
                "a midnight in UTC that is none in London",
            ),
            (
                "iat-before-key",
                forge.with_claims({6: at - 1000 * day}),
                "issued before its key was in use",
            ),
        ]
    )


def claims(world: ModuleType, forge: Forge) -> list[Code]:
    """Claims that are missing, unknown or of another kind."""
    del world
    bad_slot = {"idx": 1, "uri": "ic:29q3"}
    rows: list[tuple[str, dict[Any, object], str]] = [
        ("iss-absent", {1: ...}, "no authority"),
        ("iss-other", {1: "E07999999"}, "a neighbour's name, signed with our key"),
        ("iss-lower", {1: "e06999999"}, "an authority's code in small letters"),
        ("iss-number", {1: 6_999_999}, "an authority's code that is a number"),
        ("cti-absent", {7: ...}, "nothing random, so that it could be guessed"),
        ("cti-short", {7: bytes(15)}, "15 random bytes"),
        ("cti-text", {7: "0123456789abcdef"}, "random text in place of bytes"),
        ("status-absent", {65535: ...}, "no status list is named"),
        ("status-empty", {65535: {}}, "a status without its list"),
        ("status-extra", {65535: {"status_list": bad_slot, "x": 1}}, "a second way"),
        (
            "slot-negative",
            {65535: {"status_list": bad_slot | {"idx": -1}}},
            "a slot before the first",
        ),
        (
            "slot-text",
            {65535: {"status_list": bad_slot | {"idx": "1"}}},
            "a slot that is a text",
        ),
        (
            "list-name",
            {65535: {"status_list": bad_slot | {"uri": "../../etc/passwd"}}},
            "a list's name that leads elsewhere",
        ),
        ("aud", {3: "everyone"}, "a claim that this format does not have"),
        ("sub", {2: "someone"}, "a registered claim that has no place here"),
        ("body-absent", {-70001: ...}, "nothing is certified"),
        ("body-list", {-70001: []}, "what is certified is a list"),
        ("body-text-label", {"-70001": {}}, "a label as text beside the real one"),
    ]
    return bad([(name, forge.with_claims(change), why) for name, change, why in rows])


def contents(world: ModuleType, forge: Forge) -> list[Code]:
    """Fields of the certificate that are not as they must be."""
    rows: list[tuple[str, dict[Any, object], str]] = [
        (f"field-{label}-absent", {label: ...}, f"field {label} is left out")
        for label in (1, 2, 3, 4, 6, 7, 8, 9, 10, 11, 13)
    ]
    rows += [
        ("field-15", {15: 1}, "a field that the format does not have"),
        ("field-text", {"2": "x"}, "a field under a text"),
        ("number-check", {1: "C-9ABC-DEFG-HJK7"}, "a wrong check character"),
        ("number-lower", {1: "c-9abc-defg-hjk6"}, "not as it is printed"),
        ("number-kind", {1: "R-9ABC-DEFG-HJK6"}, "another kind of number"),
        ("name-empty", {2: ""}, "an empty name"),
        ("name-control", {2: "Siân\x00Llŷr"}, "a control character in the name"),
        ("name-newline", {2: "Siân\nLlŷr"}, "a line end in the name"),
        ("name-bidi", {2: "Siân \u202erŷlL"}, "the name turns the line around"),
        ("name-isolate", {2: "Siân \u2066Llŷr"}, "a direction mark in the name"),
        ("name-bom", {2: "\ufeffSiân"}, "an invisible character in the name"),
        ("name-nfd", {2: "Sia\u0302n"}, "an accent that stands by itself"),
        ("name-spaces", {2: " Siân"}, "a space before the name"),
        ("name-nbsp", {2: "Siân\u00a0Llŷr"}, "a space that is not a space"),
        ("name-201", {2: "x" * 201}, "a name of 201 characters"),
        ("name-bytes", {2: b"Sian"}, "a name in bytes"),
        ("born-text", {3: "1958-03-27"}, "a date of birth as a text"),
        ("born-after", {3: 20_778}, "born after it was issued"),
        ("born-1700", {3: -98_000}, "born in 1701"),
        ("setting-0", {6: 0}, "a setting that there is not"),
        ("setting-4", {6: 4}, "a setting that there is not"),
        ("limits-one", {7: [5]}, "one number of plants"),
        ("limits-four", {7: [5, 10, 5, 10]}, "four numbers for one setting"),
        ("limits-both-two", {6: 3}, "two numbers for two periods"),
        ("limits-turned", {7: [10, 5]}, "more in flower than in all"),
        ("limits-negative", {7: [-1, 10]}, "fewer than no plants"),
        ("limits-text", {7: ["5", "10"]}, "numbers as texts"),
        ("stock-negative", {8: -413}, "less than nothing kept"),
        ("stock-huge", {8: 1_000_001}, "more than a tonne"),
        ("stock-true", {8: True}, "true is no weight"),
        ("role-0", {10: 0}, "a role that there is not"),
        ("role-3", {10: 3}, "a role that there is not"),
        ("grower-nobody", {10: 2}, "a designated grower for nobody"),
        ("patient-twice", {14: "Somebody Else"}, "a patient who grows for another"),
        ("carry-negative", {11: -45}, "less than nothing carried"),
        ("agreement-one", {12: ["PA/2026/1"]}, "an agreement with nobody"),
        ("agreement-empty", {12: ["", ""]}, "an agreement without a name"),
        ("agreement-map", {12: {}}, "an agreement that is a map"),
        ("agreement-null", {12: None}, "an agreement that is null, not left out"),
        ("form-0", {13: 0}, "a form that there is not"),
        ("form-3", {13: 3}, "a form that there is not"),
        ("card-with-place", {13: 2}, "a card that says where"),
        (
            "card-with-postcode",
            {13: 2, 4: ..., 6: ..., 8: ...},
            "a card that says roughly where",
        ),
    ]
    del world
    return bad(
        [
            (name, forge.with_claims(change, inner=-70001), why)
            for name, change, why in rows
        ]
    )


def texts(world: ModuleType, forge: Forge) -> list[Code]:
    """Texts whose digits are no bytes, or too many."""
    text = world.text()
    del forge
    rows = [
        ("group-65536", "65536" + text[5:], "a group that is no two bytes"),
        ("group-99999", text[:5] + "99999" + text[10:], "a group that is no two bytes"),
        ("last-256", text[:-3] + "256", "a last group that is no byte"),
        ("length-1", text + "000", "a length that is 1 more than groups of five"),
        ("length-2", text + "0000", "a length that is 2 more than groups of five"),
        ("length-4", text + "0", "a length that is 4 more than groups of five"),
        ("digit-changed", text[:100] + _other(text[100]) + text[101:], "one digit"),
        ("digits-swapped", _swapped(text), "two digits changed places"),
        ("digit-lost", text[:400] + text[401:], "one digit is missing"),
        ("space-inside", text[:400] + " " + text[400:], "only what follows counts"),
        ("long", "0" * 2001, "2,001 characters"),
        ("number", "42", "some number"),
    ]
    return [
        *(
            Code(name=f"text-{name}", why=why, text=one, verdict="NOT GENUINE")
            for name, one, why in rows
        ),
        *(
            Code(name=f"text-{name}", why=why, text=one, verdict="nothing readable")
            for name, one, why in (
                ("empty", "", "nothing at all"),
                ("address-only", ADDRESS, "an address without digits"),
                ("letters-after", text + "x", "it does not end in a digit"),
                ("arabic-digits", "٠١٢٣٤٥٦٧٨٩", "digits of another script"),
                ("superscript", "²²²²²", "what some call a digit"),
            )
        ),
    ]


def _other(digit: str) -> str:
    return "1" if digit == "0" else "0"


def _swapped(text: str) -> str:
    at = next(n for n in range(200, 400) if text[n] != text[n + 1])
    return text[:at] + text[at + 1] + text[at] + text[at + 2 :]
