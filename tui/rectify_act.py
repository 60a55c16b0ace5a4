"""Putting a record right: all its answers in a form; what is changed there counts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from amnesty.domain.staff import Act
from amnesty.services.intake.fields import Section, sections
from tui.form_act import FormAct, Told, section_of
from tui.forms import generic, spoken
from tui.reading import field_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from amnesty.domain.registration import Registration
    from amnesty.services.desk import Desk
    from amnesty.services.intake.fields import Field
    from tui.form_act import Sitting
    from tui.reading import Reader

REASON = field_of("reason", "Reason", "it is logged, and the patient may see it")
_SETTLED = frozenset({"Need and affordability", "Plants", "Stock"})
"""Sections that no rectification changes: a decision, or ways of their own."""


def who_of(registration: Registration) -> str:
    """Return whose record an act is on."""
    patient = registration.identity.patient
    return f"{registration.number}  {patient.full_name}"


def rectifying(registration: Registration) -> FormAct[Told]:
    """Return the act that puts answers of a record right, in the form they stand in."""
    before: dict[str, str] = {}
    asked = tuple(_rectifiable())
    paths = {one.path for part in asked for one in part.fields}

    def fill(desk: Desk) -> Mapping[str, str]:
        from amnesty.services.registrations.correcting import typed_answers

        typed = typed_answers(desk, registration)
        before.update({at: text for at, text in typed.items() if generic(at) in paths})
        return before

    def run(sitting: Sitting, reader: Reader) -> Told:
        from amnesty.services.registrations.rectifying import rectify

        changes = dict(_changes(before, reader, asked))
        reason = reader.text(REASON.path)
        done = rectify(sitting.desk, registration.number, changes, reason)
        anew = [
            f"Issued anew: {one}. Print it from the papers." for one in done.reissued
        ]
        return Told(
            said="It is put right.",
            lines=(who_of(registration), "", *done.differences, "", *anew),
        )

    return FormAct(
        name="Put the record right",
        act=Act.RECTIFY,
        effect=(
            who_of(registration),
            "Change what is wrong, then say why. Papers that stand are issued anew.",
        ),
        sections=(*asked, section_of("Why", REASON)),
        fill=fill,
        run=run,
    )


def _rectifiable() -> Iterator[Section]:
    for part in sections():
        kept = tuple(
            one
            for one in part.fields
            if not one.path.endswith((".setting", "restricted_to"))
        )
        if part.title not in _SETTLED:
            yield Section(
                title=part.title, group=part.group, least=part.least, fields=kept
            )


def _changes(
    before: Mapping[str, str], reader: Reader, asked: tuple[Section, ...]
) -> Iterator[tuple[str, str]]:
    """Yield the answers that were changed, by path, in the words of a file."""
    fields: dict[str, Field] = {one.path: one for part in asked for one in part.fields}
    paths = {*before, *(at for at in reader.paths if generic(at) in fields)}
    for path in sorted(paths):
        field = fields[generic(path)]
        now = spoken(field, reader.typed(path, field.default))
        if now != before.get(path, field.default):
            yield path, now
