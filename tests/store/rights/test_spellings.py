"""Police find a site however its kind of street is written, and the patient is told."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from amnesty.domain.address import Address
from amnesty.domain.answer import Typed
from amnesty.domain.certificate import Form
from amnesty.domain.identifiers import Postcode
from amnesty.services.police.asking import ask_by_address, ask_by_number, read_why
from amnesty.services.rights.disclosing import disclose
from tests.store.issuing.conftest import signed_for
from tests.store.office import note

if TYPE_CHECKING:
    from collections.abc import Callable

    from amnesty.domain.certificate import Certificate
    from amnesty.domain.registration import Registration
    from tests.store.rights.conftest import Room

Living = tuple["Registration", "Certificate"]
WHY = read_why(
    force="Llanfair Constabulary",
    collar="PC 101",
    reason="before a visit",
    incident="LC-1",
    fuller="somebody was seen with a bag",
)


def test_an_address_is_found_in_either_spelling(
    room: Room,
    keep: Callable[[Registration], Registration],
    person: Callable[..., Registration],
) -> None:
    """Both homes at one place are told, and each of both patients of the question."""
    homes: list[Living] = []
    for name, line in (("Ada Lord", "14 Canal Road"), ("Bea Lord", "14 Canal Rd")):
        draft = person(name)
        (site,) = draft.growing.sites
        address = Address(lines=(line,), town="Penmaen", postcode=Postcode("ZZ1 4AB"))
        growing = replace(draft.growing, sites=(replace(site, address=address),))
        kept = keep(replace(draft, growing=growing))
        with room.desk("idris").register.transaction() as work:
            issued = signed_for(kept, work.take_slot(Form.CERTIFICATE))
            work.add_certificate(issued)
            note(work, kept.id)  # type: ignore[arg-type] # the store's own
        homes.append((kept, issued.certificate))
    padraig = room.desk("padraig")
    asked = Address(lines=("14 CANAL RD.", "Penmaen"), postcode=Postcode("ZZ1 4AB"))
    told = ask_by_address(padraig, asked, WHY)
    assert {one.number for one in told.certificates} == {one.number for _, one in homes}
    for kept, certificate in homes:
        compared = ask_by_number(padraig, certificate.number, WHY, Typed(site=asked))
        assert compared.matches.site
        looks = disclose(room.desk("idris"), kept.number).data["who_looked"]
        kinds = [one["detail"].get("kind") for one in looks]
        assert sorted(one for one in kinds if one) == ["address", "number"]
