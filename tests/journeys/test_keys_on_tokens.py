"""A root and an authority's keys on PKCS #11 tokens, by commands alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.hsm.softhsm import Token
    from tests.journeys.conftest import Office


def renew(office: Office, token: Token, use: str, pin: str) -> str:
    """Have a new key of a use made on the token; return its id."""
    on = ("--pkcs11", token.module, "--token", token.label, "--pin-fd", "{fd}")
    made = office.run_as(
        "idris", "trust", "renew-key", use, *on, "--json", feed=f"{pin}\n"
    )
    assert made.code == 0, made.err
    key: str = made.json["key"]
    return key


def test_an_authority_signs_by_its_token(
    office: Office, token: Token, registration_file: dict[str, Any]
) -> None:
    """Issued and published by its PIN; the register keeps neither key nor PIN."""
    pin = f"{token.pin}\n"
    for use in ("certificate", "status"):
        renew(office, token, use, token.pin)
    file = office.folder / "patient.json"
    number = office.registered(registration_file, file)
    pdf = str(office.folder / "certificate.pdf")
    issue = ("issue", number, "--out", pdf, "--pin-fd", "{fd}")
    wrong = office.run_as("idris", *issue, feed="wrong\n")
    assert (wrong.code, wrong.err.count("\n")) == (2, 1)
    assert "not the PIN of the token penmaen" in wrong.err
    unasked = office.run_as("idris", *issue[:-2])
    assert (unasked.code, "--pin-fd N" in unasked.err) == (2, True)
    issued = office.run_as("idris", *issue, feed=pin)
    assert issued.code == 0, issued.err
    police = str(office.folder / "police")
    publish = ("publish", "--to", police, "--pin-fd", "{fd}")
    published = office.run_as("idris", *publish, feed=pin)
    assert published.code == 0, published.err
    answer = office.run(
        *("verify", pdf, "--bundle", police, "--json"),
        *("--roots", str(office.register / "roots.cbor")),
    )
    assert answer.json["verdict"] == "VALID"
    kept = b"".join(one.read_bytes() for one in office.register.iterdir())
    assert token.pin.encode() not in kept
    asked = office.run_as(
        "idris", "trust", "request", "--out", str(office.folder / "request"), "--json"
    )
    assert len(asked.json["keys"]) == 5


def test_a_root_on_a_token_signs_lists(office: Office, token: Token) -> None:
    """Made there, it signs by its PIN; its spare is sealed by a passphrase."""
    folder = str(office.folder / "trust")
    keeper = ("--folder", folder, "--as", "keeper")
    fed = ("--passphrase-fd", "{fd}", "--pin-fd", "{fd}")
    made = office.run(
        *("trust", "init", *keeper, *fed),
        *("--pkcs11", token.module, "--token", token.label),
        feed=f"{token.pin}\nmade-up spare passphrase\n",
    )
    assert made.code == 0, made.err
    sign = ("trust", "sign", "--yes", *keeper, *fed)
    for named in ((), ("--pkcs11", "/x.so")):
        unsure = office.run(*sign, *named, feed=f"{token.pin}\n")
        assert (unsure.code, "If that is your token's" in unsure.err) == (2, True)
    on = ("--pkcs11", token.module)
    signed = office.run(*sign, *on, feed=f"{token.pin}\n")
    assert signed.code == 0, signed.err
    missing = office.run(
        *("trust", "rotate-root", *keeper, *fed),
        *("--pkcs11", token.module, "--token", "llanfair"),
        feed=f"{token.pin}\n",
    )
    assert (missing.code, "no token with the label llanfair" in missing.err) == (
        2,
        True,
    )
    half = office.run("trust", "rotate-root", *keeper, *fed, "--token", "penmaen")
    assert (half.code, "--pkcs11" in half.err) == (2, True)
