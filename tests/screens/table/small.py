"""Questions above a screen, the lock, and what an officer asks."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from amnesty.domain.staff import Role
from amnesty.domain.verdict import Answer, Verdict
from tests.screens.table.answered import AT, Services
from tests.screens.table.entry import Asks, Entry
from tui.front import Checked
from tui.screens.ask import AskScreen
from tui.screens.choose import Choose
from tui.screens.confirm import Confirm
from tui.screens.lock import LockScreen
from tui.screens.outcome import OutcomeScreen
from tui.screens.verify import VerifyAloneScreen, VerifyScreen

if TYPE_CHECKING:
    from collections.abc import Callable

_POLICE = (Role.POLICE,)
_TYPED = ("x", "f10")
_SHAPES = (
    ("valid", Verdict.VALID, "It stands, and was not revoked."),
    ("revoked", Verdict.REVOKED, "It was revoked on 3 August 2026."),
    ("unconfirmed", Verdict.CANNOT_BE_CONFIRMED, "The police file is 15 days old."),
)


def _verdict(verdict: Verdict, sentence: str) -> Callable[[Services], object]:
    """Return what answers whatever is checked."""

    def answer(services: Services) -> Callable[..., Checked]:
        issued = services.record.certificates[0].certificate
        issued = replace(issued, holder="Ewa Kowalska")
        checked = Answer(
            verdict=verdict,
            sentence=sentence,
            next_step="Compare the name with photo identity.",
            status_as_of=AT,
            certificate=issued,
        )
        return lambda *_: Checked((checked,))

    return answer


ENTRIES = (
    Entry(
        screen=VerifyScreen,
        name="verify",
        make=lambda _: VerifyScreen(),
        keys=("x",),
        roles=(Role.POLICE, Role.CLERK, Role.AUDITOR),
        asks=Asks(keys=("f10",)),
        wrong="Whatever is typed is answered by a verdict or by a sentence.",
    ),
    *(
        Entry(
            screen=VerifyScreen,
            name=f"verify-{name}",
            make=lambda _: VerifyScreen(),
            keys=_TYPED,
            roles=_POLICE,
            answers={"tests.screens.conftest.BareFront.verify": _verdict(one, told)},
        )
        for name, one, told in _SHAPES
    ),
    Entry(
        screen=VerifyAloneScreen,
        name="verify-alone",
        make=lambda _: VerifyAloneScreen(),
        roles=_POLICE,
    ),
    Entry(
        screen=AskScreen,
        name="ask",
        make=lambda _: AskScreen(),
        roles=_POLICE,
        asks=Asks(keys=("f10",)),
        wrong=("force", "number"),
    ),
    Entry(
        screen=OutcomeScreen,
        name="outcome",
        make=lambda _: OutcomeScreen(),
        roles=_POLICE,
        asks=Asks(keys=("f10",)),
        wrong=("verdict",),
    ),
    Entry(
        screen=LockScreen,
        name="lock",
        make=lambda _: LockScreen(),
        keys=tuple("1234"),
        asks=Asks(keys=("f10",)),
        wrong="The one box is answered by a sentence.",
    ),
    Entry(
        screen=Choose,
        name="choose",
        make=lambda services: Choose(
            "Which site?",
            [services.record.registration.identity.patient.full_name, "Allotment 31"],
        ),
    ),
    Entry(
        screen=Confirm,
        name="confirm",
        make=lambda services: Confirm(
            f"Issue for {services.record.registration.identity.patient.full_name}?",
            "It is signed now, and what is signed is never rewritten.",
            "Issue and sign it",
            "Not now",
        ),
    ),
)
