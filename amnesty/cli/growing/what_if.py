"""`amnesty excess NUMBER`: a record as it is beside what a change would make of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from amnesty.cli.output import print_json, print_lines
from amnesty.domain.identifiers import RegistrationNumber
from amnesty.domain.policy import Policy
from amnesty.domain.quantity import fixed_text, readable_text
from amnesty.domain.what_if import Change

if TYPE_CHECKING:
    from collections.abc import Iterator

    from amnesty.cli.session import Session
    from amnesty.domain.amounts import Amount
    from amnesty.domain.finding import Finding
    from amnesty.domain.what_if import WhatIf


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What is asked of which record."""

    number: RegistrationNumber
    site: int
    change: Change
    policy: Policy | None
    """None: the one in force."""


def say_what_if(session: Session, asked: Asked, *, as_json: bool) -> None:
    """Print a record as it is beside what a change would make of it."""
    from amnesty.services.growing.supposing import suppose

    with session.desk() as desk:
        found = suppose(
            desk, asked.number, asked.change, site=asked.site, policy=asked.policy
        )
    if as_json:
        print_json({"number": asked.number, **what_if_json(found)})
    else:
        print_lines(*what_if_lines(found))


def what_if_json(found: WhatIf) -> dict[str, Any]:
    """Return both sides, every amount exact."""
    return {
        "before": {
            "policy": found.policy_before,
            "amounts": [_amount_json(one.before) for one in found.amounts],
            "findings": [_finding_json(one) for one in found.before],
        },
        "after": {
            "policy": found.policy_after,
            "amounts": [_amount_json(one.after) for one in found.amounts],
            "findings": [_finding_json(one) for one in found.after],
        },
    }


def what_if_lines(found: WhatIf) -> Iterator[str]:
    """Yield both sides: the amounts, what follows, and the working."""
    yield f"{'':<18}{'now':>24}   {'it would be':>24}"
    for one in found.amounts:
        yield (
            f"{one.after.name:<18}{_amount(one.before):>24}   {_amount(one.after):>24}"
        )
    yield f"{'policy':<18}{found.policy_before:>24}   {found.policy_after:>24}"
    for title, findings in (("Now", found.before), ("It would be", found.after)):
        yield f"{title}:"
        for finding in findings:
            yield f"  {finding.sentence} {finding.next_step}".rstrip()
            yield from (f"    {line}" for line in finding.working)
    yield "Nothing was kept."


def _amount(amount: Amount) -> str:
    unit = f" {amount.unit}" if amount.unit else ""
    held = readable_text(amount.held)
    if "/" in held:
        held = fixed_text(amount.held, 2)
    return f"{held} of {readable_text(amount.limit)}{unit}, {amount.outcome.value}"


def _amount_json(amount: Amount) -> dict[str, str]:
    return {
        "name": amount.name,
        "held": readable_text(amount.held),
        "limit": readable_text(amount.limit),
        "excess": readable_text(amount.excess),
        "outcome": amount.outcome.value,
    }


def _finding_json(finding: Finding) -> dict[str, Any]:
    return {
        "kind": finding.kind.value,
        "outcome": finding.outcome.value,
        "sentence": finding.sentence,
        "next_step": finding.next_step,
        "working": list(finding.working),
    }
