"""Publishing the daily police file from the screen, so that a new paper verifies."""

from __future__ import annotations

from typing import TYPE_CHECKING

from amnesty.domain.staff import Act
from tui.form_act import FormAct, Told, section_of
from tui.reading import field_of

if TYPE_CHECKING:
    from tui.form_act import Sitting
    from tui.reading import Reader

_PLACE = field_of(
    "place",
    "Folder or .zip",
    "empty: where this computer checks certificates from",
    optional=True,
)


def _publish(sitting: Sitting, reader: Reader) -> Told:
    from amnesty.services.police.publishing import publish

    files = publish(sitting.desk)
    place, warnings = sitting.front.publish(reader.text(_PLACE.path).strip(), files)
    said = f"The daily police file is in {place}: {len(files)} files."
    return Told(said=said, lines=tuple(warnings))


PUBLISH = FormAct(
    name="Publish the police file",
    act=Act.PUBLISH,
    effect=(
        "The signed lists of today: how certificates stand by number, nobody by name.",
        "A certificate issued since the last file cannot be confirmed without it.",
    ),
    sections=(section_of("Where", _PLACE),),
    run=_publish,
)
