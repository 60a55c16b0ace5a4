"""The accounts of this register: an administrator proposes, a supervisor grants."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from amnesty.domain.staff import Act, Role, may
from amnesty.domain.text import parse_choice
from amnesty.errors import BadInputError, Problem, ProblemsError
from amnesty.services.intake.fields import Choice, Field, Kind, Section
from tui.forms import spoken
from tui.keys import Place, bindings
from tui.reading import YES_NO, field_of
from tui.screens.confirm import Confirm
from tui.screens.form import FormScreen
from tui.screens.listing import ListScreen, Where
from tui.text import label
from tui.widgets.page_table import Column, PageTable
from tui.widgets.status_line import Tone
from tui.widgets.words import Words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from textual.app import ComposeResult
    from textual.binding import BindingType

    from amnesty.ports import Account
    from amnesty.services.desk import Desk

_COLUMNS = (
    Column(title="Account", width=28),
    Column(title="Role", width=16),
    Column(title="Stands"),
)
_LETTERS = {"c": Role.CLERK, "s": Role.SUPERVISOR, "p": Role.POLICE, "u": Role.AUDITOR}
_ROLES = {**_LETTERS, "a": Role.ADMINISTRATOR}
_LEAST_PASSPHRASE = "at least 12 letters, typed by its owner"  # noqa: S105  a hint


def _field(path: str, name: str, hint: str = "", *, kind: Kind = Kind.TEXT) -> Field:
    is_choice = kind is Kind.CHOICE
    return field_of(
        path,
        name,
        hint,
        what=f"the {name.casefold()}",
        kind=kind,
        choices=tuple(
            Choice(letter=letter, word=role.value) for letter, role in _ROLES.items()
        )
        * is_choice,
    )


_NAME = _field("name", "Account name", "as its owner types it at sign-in")
_ROLE = _field("role", "Role", kind=Kind.CHOICE)
_CHOSEN = field_of(
    "chosen",
    "Typed by its owner",
    "no: it is changed first",
    kind=Kind.YES_NO,
    choices=YES_NO,
)
_PASS = _field("passphrase", "Passphrase", _LEAST_PASSPHRASE, kind=Kind.HIDDEN)
_AGAIN = _field("again", "Passphrase again", kind=Kind.HIDDEN)


class UsersScreen(ListScreen[None]):
    """Who may sign in here, and as what; no patient is ever named on it."""

    PLACE = Place.USERS
    HEADING = "Accounts"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(Place.USERS)]

    def __init__(self) -> None:
        """Start with nobody listed."""
        super().__init__()
        self._accounts: Sequence[Account] = ()

    def compose_body(self) -> ComposeResult:
        """Show the list."""
        yield PageTable(_COLUMNS)
        yield Words(label("An account opens nothing until a supervisor grants it."))

    def resumed(self) -> None:
        """List them again."""
        self.table.focus()
        self.action_refresh()

    def fetch(self, where: Where) -> None:
        """Ask for nothing: all of them are here."""

    def action_refresh(self) -> None:
        """List the accounts."""
        from amnesty.services.authority.staffing import list_accounts

        desk = self.desk
        self.ask(lambda: list_accounts(desk), self._show, group="list", quiet=True)

    def action_open(self) -> None:
        """Grant the chosen one, where that is open."""
        self.run_worker(self.action_press("users.grant"))

    def action_propose(self) -> None:
        """Propose an account."""

        def done(said: str | None) -> None:
            if said:
                self.say(said, Tone.DONE)

        self.registry.push_screen(AccountScreen(), done)

    def action_grant(self) -> None:
        """Ask, then grant the marked account."""
        member = self._accounts[self.table.at].member
        question = Confirm(
            f"Grant {member.name} as {member.role.value}?",
            "They can open from then on what the role's keys open.",
            "Grant it",
            "Not now",
        )
        self.registry.push_screen(question, self._grant_if)

    def action_unlock(self) -> None:
        """Let the marked account try again on this computer."""
        from tui.account_acts import unlocking

        self.registry.show_act(unlocking(self._marked_name), self._told_of)

    def action_codes(self) -> None:
        """Ask for the codes of the marked account, anew or no more."""
        from tui.account_acts import asking_for_codes

        self.registry.show_act(asking_for_codes(self._marked_name), self._told_of)

    def action_end_sessions(self) -> None:
        """End what the marked account has open."""
        from tui.account_acts import ending_sessions

        self.registry.show_act(ending_sessions(self._marked_name), self._told_of)

    def why_not_end_sessions(self) -> str:
        """Return why the marked account's sessions are not this person's to end."""
        if self._accounts and self._marked_name == self.desk.member.name:
            return ""
        if may(self.desk.member, Act.END_SESSIONS):
            return self.why_not_marked()
        return "You can end your own sessions; a supervisor ends those of others."

    def action_remove(self) -> None:
        """Take the marked account's keys away, because its owner leaves."""
        from tui.account_acts import removing

        self.registry.show_act(removing(self._marked_name), self._told_of)

    def why_not_marked(self) -> str:
        """Return why nobody is marked, or ""."""
        return "" if self._accounts else "There is no account."

    @property
    def _marked_name(self) -> str:
        return self._accounts[self.table.at].member.name

    def _told_of(self, said: str | None) -> None:
        if said is not None:
            self.say(said, Tone.DONE)
            # What was listed when the question closed is from before the act.
            self.action_refresh()

    def action_verify(self) -> None:
        """Check a certificate as an officer would."""
        self.registry.show_verify()

    def action_back(self) -> None:
        """Go back, where there is something to go back to."""
        if self.registry.home_place is Place.USERS:
            self.say("Press Ctrl+Q to sign out.")
        else:
            self.dismiss()

    def why_not_grant(self) -> str:
        """Return why the marked account cannot be granted, or ""."""
        if self.table.at < len(self._accounts):
            account = self._accounts[self.table.at]
            return f"{account.member.name} is granted." if account.granted else ""
        return "There is no account to grant."

    def _grant_if(self, yes: bool | None) -> None:  # noqa: FBT001  a dialog's answer
        if yes:
            from amnesty.services.authority.staffing import grant_account

            desk, name = self.desk, self._accounts[self.table.at].member.name
            self.ask(lambda: grant_account(desk, name), self._granted, hold=True)

    def _granted(self, account: Account) -> None:
        self.action_refresh()
        self.say(f"{account.member.name} is granted.", Tone.DONE)

    def _show(self, accounts: Sequence[Account]) -> None:
        self._accounts = accounts
        rows = [
            (
                one.member.name,
                one.member.role.value,
                "granted" if one.granted else "proposed: opens nothing yet",
            )
            for one in accounts
        ]
        self.table.fill(rows, at=self.table.at)
        self.refresh_bindings()


class AccountScreen(FormScreen[str]):
    """Proposes an account; its result is what to say."""

    PLACE = Place.ACCOUNT
    HEADING = "Propose an account"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(Place.ACCOUNT)]

    def __init__(self) -> None:
        """Start empty."""
        fields = (_NAME, _ROLE, _PASS, _AGAIN, _CHOSEN)
        section = Section(title="The account", group="", least=0, fields=fields)
        super().__init__([section])

    def action_save(self) -> None:
        """Propose it."""
        desk, raw = self.desk, self.raw()

        def proposed(account: Account) -> None:
            self.dismiss(f"{account.member.name} is proposed: a supervisor grants it.")

        self.ask(lambda: _propose(desk, raw), proposed, hold=True)


def _propose(desk: Desk, raw: Mapping[str, str]) -> Account:
    """Call the service with what was typed.

    Raises:
        ProblemsError: a field is empty, or the passphrases differ.
    """
    from amnesty.services.authority.staffing import parse_account_name, propose_account

    problems: list[Problem] = []
    name, passphrase = raw.get("name", ""), raw.get("passphrase", "")
    try:
        parse_account_name(name)
    except BadInputError as error:
        problems.append(Problem(path="name", sentence=str(error)))
    try:
        role = parse_choice(spoken(_ROLE, raw.get("role", "")), Role, "role")
    except BadInputError as error:
        problems.append(Problem(path="role", sentence=str(error)))
        role = Role.CLERK
    if not passphrase:
        problems.append(Problem(path="passphrase", sentence="Enter the passphrase"))
    elif raw.get("again", "") != passphrase:
        sentence = "Type the same passphrase twice"
        problems.append(Problem(path="again", sentence=sentence))
    chosen = spoken(_CHOSEN, raw.get(_CHOSEN.path, ""))
    if chosen not in ("yes", "no"):
        sentence = "Say whether its owner typed it: Y or N"
        problems.append(Problem(path=_CHOSEN.path, sentence=sentence))
    if problems:
        raise ProblemsError(problems)
    is_handed_out = chosen == "no"
    return propose_account(desk, name, role, passphrase, handed_out=is_handed_out)
