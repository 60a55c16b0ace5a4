"""The lists of the desk: what needs somebody, who is found, whose account it is."""

from __future__ import annotations

from amnesty.domain.staff import Role
from tests.screens.table.entry import Asks, Entry
from tui.account_acts import removing
from tui.keys import Place
from tui.screens.act import ActScreen
from tui.screens.find import FindScreen
from tui.screens.help import HelpScreen
from tui.screens.reports import ReportsScreen
from tui.screens.settings import NextKey, SettingsScreen
from tui.screens.sign_in import SignInScreen
from tui.screens.users import AccountScreen, UsersScreen
from tui.screens.work import WorkScreen

_AGAIN = Asks(keys=("f5",), on_opening=True)

ENTRIES = (
    Entry(
        screen=SignInScreen,
        name="sign-in",
        make=lambda _: SignInScreen(),
        keys=(*"ada", "tab", *"1234"),
        is_before_sign_in=True,
        asks=Asks(keys=("f10",)),
    ),
    Entry(
        screen=WorkScreen,
        name="work",
        make=lambda _: WorkScreen(),
        roles=(Role.CLERK, Role.SUPERVISOR),
        asks=_AGAIN,
        empty=True,
        answers={
            "amnesty.services.registrations.work_list.count_waiting": lambda one: (
                one.count
            ),
            "amnesty.services.registrations.work_list.list_waiting": lambda one: (
                one.page
            ),
        },
    ),
    Entry(
        screen=FindScreen,
        name="find",
        make=lambda _: FindScreen(),
        roles=(Role.CLERK, Role.SUPERVISOR),
        keys=("s", "i"),
        asks=Asks(keys=("f5",)),
        empty=True,
        answers={
            "amnesty.services.registrations.searching.find_registrations": lambda one: (
                one.found
            )
        },
    ),
    Entry(
        screen=UsersScreen,
        name="users",
        make=lambda _: UsersScreen(),
        roles=(Role.ADMINISTRATOR, Role.SUPERVISOR),
        asks=_AGAIN,
        empty=True,
        answers={
            "amnesty.services.authority.staffing.list_accounts": lambda one: (
                one.accounts
            )
        },
    ),
    Entry(
        screen=AccountScreen,
        name="account",
        make=lambda _: AccountScreen(),
        roles=(Role.ADMINISTRATOR,),
        asks=Asks(keys=("f10",)),
        wrong=("name", "passphrase"),
    ),
    Entry(
        screen=ActScreen,
        name="account-removed",
        make=lambda _: ActScreen(removing("kofi")),
        roles=(Role.SUPERVISOR,),
        wrong=("confirm",),
    ),
    Entry(
        screen=ReportsScreen,
        name="reports",
        make=lambda _: ReportsScreen(),
        roles=(Role.SUPERVISOR, Role.AUDITOR),
        asks=Asks(keys=("f5",), on_opening=True),
        empty=True,
        answers={
            "amnesty.services.rights.statistics.read_statistics": lambda one: (
                one.statistics
            )
        },
    ),
    Entry(
        screen=SettingsScreen,
        name="settings",
        make=lambda _: SettingsScreen(),
        roles=(Role.CLERK, Role.ADMINISTRATOR),
        empty="Every key is always on it.",
    ),
    Entry(
        screen=NextKey,
        name="settings-key",
        make=lambda _: SettingsScreen(),
        keys=("down", "down", "enter"),
    ),
    Entry(screen=HelpScreen, name="help", make=lambda _: HelpScreen(Place.FIND, {})),
)
