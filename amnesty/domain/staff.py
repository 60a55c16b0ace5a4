"""Members of staff, and the one table of who may do what."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, NewType

from amnesty.errors.rules import RoleMayNotError

if TYPE_CHECKING:
    from collections.abc import Mapping

StaffId = NewType("StaffId", int)


class Role(Enum):
    """What a person is at the desk; it decides which compartments they can open."""

    CLERK = "clerk"
    SUPERVISOR = "supervisor"
    POLICE = "police"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"


class Act(Enum):
    """Everything that a person may or may not do; the value completes "may not …"."""

    REGISTER = "register a patient"
    SEARCH = "search the register"
    READ = "open a patient's record"
    EDIT = "change a patient's record"
    SUBMIT = "submit a registration"
    WITHDRAW = "withdraw a registration"
    RECEIVE = "receive a hand-in"
    CHECK = "check every registration"
    PRINT = "print a certificate"
    APPROVE = "approve a registration"
    REFUSE = "refuse a registration"
    ISSUE = "issue a certificate"
    SUSPEND = "suspend a registration"
    REVOKE = "revoke a registration"
    EXTEND = "extend a registration"
    PUBLISH = "publish the daily police file"
    SET_POLICY = "set the policy or the agreement"
    PROPOSE_ACCOUNT = "propose a staff account"
    GRANT_ACCOUNT = "grant a staff account"
    READ_AUDIT = "read the audit trail"
    READ_STATISTICS = "read the statistics"
    ASK_AS_POLICE = "ask as a police officer"
    SET_UP = "change the settings"
    UPGRADE = "carry the register on to another version"
    BACK_UP = "make a backup"
    RESTORE = "restore a backup"
    MOVE = "move the register"
    KEEP_KEYS = "change the keys of the register"
    RENEW = "change the secrets of an account"
    SIGN_IN = "sign in"
    UNLOCK = "unlock somebody's account"
    END_SESSIONS = "end somebody's sessions"
    DISCLOSE = "disclose all that is held about a patient"
    RECTIFY = "put a decided record right"
    RESTRICT = "restrict a patient's record"
    WITHHOLD = "withhold a police question from who looked"
    HOLD = "hold a record against erasure"
    ERASE = "erase a patient's record"
    COMPLAIN = "write down a complaint"
    ASK_EQUALITY = "write down equality answers"
    COUNT = "compute the statistics"
    FIND_AFFECTED = "find out who was affected by a breach"
    BREAK_GLASS = "open a restricted record in an emergency"
    RECOVER = "open the register with a recovery code or shares"


_EVERYBODY = frozenset({Act.SIGN_IN})


class Compartment(Enum):
    """A part of the register with keys of its own."""

    COMMON = "common"
    """Opens the database file and the log's head: every member of staff."""
    IDENTITY = "identity"
    CLINICAL = "clinical"
    GROWING = "growing"
    POLICE = "police"
    AUDIT = "audit"
    SIGNING = "signing"
    """The keys that sign certificates and lists: supervisors alone."""


_CLERK = _EVERYBODY | {
    Act.REGISTER,
    Act.SEARCH,
    Act.READ,
    Act.EDIT,
    Act.SUBMIT,
    Act.WITHDRAW,
    Act.RECEIVE,
    Act.CHECK,
    Act.PRINT,
    Act.READ_STATISTICS,
    Act.COMPLAIN,
    Act.ASK_EQUALITY,
}
_SUPERVISOR = _CLERK | {
    Act.APPROVE,
    Act.REFUSE,
    Act.ISSUE,
    Act.SUSPEND,
    Act.REVOKE,
    Act.EXTEND,
    Act.PUBLISH,
    Act.SET_POLICY,
    Act.GRANT_ACCOUNT,
    Act.READ_AUDIT,
    Act.UPGRADE,
    Act.BACK_UP,
    Act.RESTORE,
    Act.MOVE,
    Act.KEEP_KEYS,
    Act.RECOVER,
    Act.UNLOCK,
    Act.END_SESSIONS,
    Act.BREAK_GLASS,
    Act.DISCLOSE,
    Act.RECTIFY,
    Act.RESTRICT,
    Act.WITHHOLD,
    Act.HOLD,
    Act.ERASE,
    Act.FIND_AFFECTED,
    Act.COUNT,
}

MAY: Mapping[Role, frozenset[Act]] = {
    Role.CLERK: _CLERK,
    Role.SUPERVISOR: _SUPERVISOR,
    Role.POLICE: _EVERYBODY | {Act.ASK_AS_POLICE},
    Role.AUDITOR: _EVERYBODY | {Act.READ_AUDIT, Act.READ_STATISTICS},
    Role.ADMINISTRATOR: _EVERYBODY | {Act.PROPOSE_ACCOUNT, Act.SET_UP, Act.BACK_UP},
}
"""The one table of who may do what."""

_PATIENT = frozenset(
    {
        Compartment.COMMON,
        Compartment.IDENTITY,
        Compartment.CLINICAL,
        Compartment.GROWING,
        Compartment.POLICE,
    }
)

COMPARTMENTS: Mapping[Role, frozenset[Compartment]] = {
    Role.CLERK: _PATIENT,
    Role.SUPERVISOR: _PATIENT | {Compartment.AUDIT, Compartment.SIGNING},
    Role.POLICE: frozenset({Compartment.COMMON, Compartment.POLICE}),
    Role.AUDITOR: frozenset({Compartment.COMMON, Compartment.AUDIT}),
    Role.ADMINISTRATOR: frozenset({Compartment.COMMON}),
}
"""The compartments whose keys a role holds: what a role is, as far as keys can say."""


@dataclass(frozen=True, kw_only=True)
class StaffMember:
    """One account; who acts, in every event and every move."""

    id: StaffId
    name: str
    """The name typed at sign-in, unique within the register."""
    role: Role


def may(member: StaffMember, act: Act) -> bool:
    """Return whether the member's role allows the act."""
    return act in MAY[member.role]


def require(member: StaffMember, act: Act) -> None:
    """Refuse an act that the member's role does not allow.

    Raises:
        RoleMayNotError: the role may not do this.
    """
    if not may(member, act):
        raise RoleMayNotError(member.role.value, act.value)
