"""What a supervisor does for an account: unlock it, ask for its codes, remove it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from amnesty.domain.staff import Act
from amnesty.services.intake.fields import Choice, Kind
from tui.form_act import FormAct, Told, section_of
from tui.forms import spoken
from tui.reading import field_of

if TYPE_CHECKING:
    from tui.form_act import Sitting
    from tui.reading import Reader

_ASKED, _ANEW, _NO_MORE = "ask for them", "anew: the old one was lost", "no more"
_CODES = field_of(
    "codes",
    "Codes at sign-in",
    kind=Kind.CHOICE,
    choices=(
        Choice(letter="a", word=_ASKED),
        Choice(letter="l", word=_ANEW),
        Choice(letter="n", word=_NO_MORE),
    ),
)


def unlocking(name: str) -> FormAct[Told]:
    """Return the act that lets somebody try again on this computer."""

    def run(sitting: Sitting, _: Reader) -> Told:
        from amnesty.services.authority.signing_in import note_unlocked

        note_unlocked(sitting.desk, name)
        sitting.front.let_try_again(name)
        return Told(said=f"{name} may try again on this computer.")

    return FormAct(
        name=f"Unlock {name}?",
        act=Act.UNLOCK,
        effect=("They may try again here at once, after too many wrong passphrases.",),
        run=run,
    )


def ending_sessions(name: str) -> FormAct[Told]:
    """Return the act that ends all that is open with an account, but for this."""

    def run(sitting: Sitting, _: Reader) -> Told:
        from amnesty.services.authority.staffing import end_sessions

        end_sessions(sitting.desk, name)
        return Told(said=f"What {name} had open elsewhere is ended.")

    return FormAct(
        name=f"End what {name} has open elsewhere?",
        act=None,
        effect=("Every other screen of theirs goes back to the sign-in, anywhere.",),
        run=run,
    )


def removing(name: str) -> FormAct[Told]:
    """Return the act that takes an account's keys away, because its owner leaves."""
    typed = field_of("confirm", "Type its name", "this cannot be undone")

    def run(sitting: Sitting, reader: Reader) -> Told:
        from amnesty.services.authority.staffing import remove_account

        if reader.text(typed.path).strip().casefold() != name.casefold():
            reader.complain(typed.path, f"Type {name} to confirm")
        reader.finish()
        gone = remove_account(sitting.desk, name).member.name
        return Told(said=f"{gone} opens nothing any more. Next: amnesty keys rotate")

    return FormAct(
        name=f"Remove {name}",
        act=Act.KEEP_KEYS,
        effect=(
            f"{name} can never sign in again, and work that they have open ends.",
            "What they did and granted stands; nobody else is ever given the name.",
            "They held keys and may have copied them: make new ones afterwards.",
        ),
        sections=(section_of("Their account", typed),),
        run=run,
    )


def asking_for_codes(name: str) -> FormAct[Told]:
    """Return the act that has an account sign in with codes, or no more."""

    def run(sitting: Sitting, reader: Reader) -> Told:
        from amnesty.services.authority.signing_in import ask_second_step

        chosen = spoken(_CODES, reader.text(_CODES.path))
        if chosen not in (_ASKED, _ANEW, _NO_MORE):
            reader.complain(_CODES.path, "Choose A, L or N")
        reader.finish()
        is_wanted = chosen != _NO_MORE
        ask_second_step(sitting.desk, name, wanted=is_wanted, renew=chosen == _ANEW)
        how = "with a code" if is_wanted else "with the passphrase alone"
        return Told(said=f"{name} signs in {how} from now on.")

    return FormAct(
        name=f"Codes of {name}",
        act=Act.GRANT_ACCOUNT,
        effect=(
            "They set their authenticator up first: amnesty staff authenticator.",
            "A code of its own is then wanted with every passphrase.",
        ),
        sections=(section_of("Authenticator", _CODES),),
        run=run,
    )
