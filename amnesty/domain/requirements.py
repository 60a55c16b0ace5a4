"""What a registration needs besides keeping to its amounts: papers, consents, caps."""

from __future__ import annotations

from typing import TYPE_CHECKING

from amnesty.domain.certificate import Setting
from amnesty.domain.dates import in_words
from amnesty.domain.finding import Finding, FindingKind, Standing
from amnesty.domain.quantity import check_need_for_registration, readable_text
from amnesty.errors.input import NeedNotRegistrableError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date
    from fractions import Fraction

    from amnesty.domain.evidence import Evidence
    from amnesty.domain.policy import Policy
    from amnesty.domain.registration import Clinical, Growing, Undertaking
    from amnesty.domain.site import Site


def requirement_findings(
    clinical: Clinical,
    growing: Growing,
    *,
    policy: Policy,
    today: date,
    households: Sequence[int] = (),
) -> Iterator[Finding]:
    """Yield a finding for every requirement, met or not."""
    need = clinical.need.grams_a_day
    yield need_finding(need, policy)
    yield second_approver_finding(need, policy)
    yield evidence_finding(clinical.evidence, today)
    yield undertaking_finding(growing.undertaking)
    yield sites_finding(len(growing.open_sites), policy)
    yield settings_finding(growing.sites)
    for index in growing.open_sites:
        site = growing.sites[index]
        if site.setting is Setting.BOTH:
            yield turn_finding(index, site)
        yield consent_finding(index, site)
        count = households[index] if index < len(households) else 1
        yield households_finding(index, count, policy)


def need_finding(need: Fraction, policy: Policy) -> Finding:
    """Return whether a need is one that the policy registers."""
    least, most = policy.least_need, policy.most_need
    limits = f"{readable_text(least)} to {readable_text(most)} g a day"
    compared = f"{readable_text(need)} g a day"
    try:
        check_need_for_registration(need, least=least, most=most)
    except NeedNotRegistrableError as refusal:
        return Finding(
            kind=FindingKind.NEED,
            outcome=Standing.MISSING,
            compared=compared,
            with_=limits,
            sentence=f"{refusal}.",
            next_step="Correct the need, or refuse the registration.",
        )
    return Finding(
        kind=FindingKind.NEED,
        outcome=Standing.MET,
        compared=compared,
        with_=limits,
        sentence=f"The need is {compared}.",
    )


def second_approver_finding(need: Fraction, policy: Policy) -> Finding:
    """Return whether the need asks for a second approver."""
    threshold = f"{readable_text(policy.second_approver_above)} g a day"
    compared = f"{readable_text(need)} g a day"
    is_above = need > policy.second_approver_above
    return Finding(
        kind=FindingKind.SECOND_APPROVER,
        outcome=Standing.NOTED if is_above else Standing.MET,
        compared=compared,
        with_=threshold,
        sentence=f"The need is above {threshold}, so two supervisors must approve."
        if is_above
        else "One supervisor approves.",
        next_step="Ask two supervisors, neither of whom submitted it, to approve."
        if is_above
        else "",
    )


def evidence_finding(evidence: Sequence[Evidence], today: date) -> Finding:
    """Return whether a document that was seen covers the day."""
    in_date = [each.valid_to for each in evidence if each.is_in_date_on(today)]
    if in_date:
        until = in_words(max(in_date))
        return Finding(
            kind=FindingKind.EVIDENCE,
            outcome=Standing.MET,
            compared=f"valid to {until}",
            with_=in_words(today),
            sentence=f"The evidence is in date until {until}.",
        )
    return Finding(
        kind=FindingKind.EVIDENCE,
        outcome=Standing.MISSING,
        compared="out of date" if evidence else "none seen",
        with_=in_words(today),
        sentence="The evidence is out of date."
        if evidence
        else "No evidence has been seen.",
        next_step="See the original of evidence that is in date, and add it.",
    )


def undertaking_finding(undertaking: Undertaking | None) -> Finding:
    """Return whether the undertaking is signed and the signature was seen."""
    is_signed = undertaking is not None and undertaking.signature_seen
    compared = "signed" if is_signed else "not signed"
    unseen = undertaking is not None and not undertaking.signature_seen
    return Finding(
        kind=FindingKind.UNDERTAKING,
        outcome=Standing.MET if is_signed else Standing.MISSING,
        compared="signature not seen" if unseen else compared,
        with_="signed, and the signature seen",
        sentence="The undertaking is signed."
        if is_signed
        else "The undertaking is not signed, or its signature was not seen.",
        next_step=""
        if is_signed
        else "Have the patient or representative sign it in front of you.",
    )


def grower_finding(count: int, policy: Policy) -> Finding:
    """Return whether a designated grower grows for no more than the policy allows."""
    most = policy.patients_of_a_grower
    is_met = count <= most
    many = "1 patient" if count == 1 else f"{count} patients"
    return Finding(
        kind=FindingKind.GROWER,
        outcome=Standing.MET if is_met else Standing.MISSING,
        compared=many,
        with_=f"limit {most}",
        sentence=f"The designated grower grows for {many}. Limit: {most}.",
        next_step="" if is_met else "Name another grower.",
    )


def sites_finding(count: int, policy: Policy) -> Finding:
    """Return whether there is a site, and no more of them than the policy allows."""
    is_met = 1 <= count <= policy.sites
    many = f"{count} site" if count == 1 else f"{count} sites"
    return Finding(
        kind=FindingKind.SITES,
        outcome=Standing.MET if is_met else Standing.MISSING,
        compared=many,
        with_=f"limit {policy.sites}",
        sentence=f"The registration has {many}. Limit: {policy.sites}.",
        next_step="" if is_met else "Add a site, or take sites away.",
    )


def settings_finding(sites: Sequence[Site]) -> Finding:
    """Return whether plants stand indoors and outdoors at the same time.

    That is not allowed (SOR/2018-144 s.326). A site used in turn counts as neither.
    """
    used = {site.setting for site in sites if any(b.count for b in site.plants)}
    at_once = {Setting.INDOOR, Setting.OUTDOOR} <= used
    return Finding(
        kind=FindingKind.SETTINGS,
        outcome=Standing.MISSING if at_once else Standing.MET,
        compared="indoors and outdoors" if at_once else "not at once",
        with_="indoors or outdoors, not at once",
        sentence="Plants stand indoors and outdoors at the same time."
        if at_once
        else "Plants do not stand indoors and outdoors at the same time.",
        next_step="Ask the patient to grow in one of the two at a time."
        if at_once
        else "",
    )


def turn_finding(index: int, site: Site) -> Finding:
    """Return whether it was written down where a site grows now that takes turns.

    Until it is, the larger limits hold: doubt favours the patient.
    """
    turn = site.turn
    now = "not written down" if turn is None else f"{turn.value} now"
    return Finding(
        kind=FindingKind.TURN,
        site=index,
        outcome=Standing.NOTED if turn is None else Standing.MET,
        compared=now,
        with_="indoor or outdoor, in turn",
        sentence=f"Site {index + 1} grows indoors and outdoors in turn: {now}."
        + ("" if turn else " Until it is, the larger limits hold."),
        next_step=""
        if turn
        else "Once it is decided, write down which of the two grows now.",
    )


def consent_finding(index: int, site: Site) -> Finding:
    """Return whether the owner's consent was seen, where one is needed."""
    lacks = site.lacks_consent
    seen_on = site.owner_consent_seen_on
    seen = "not needed" if seen_on is None else f"seen on {in_words(seen_on)}"
    return Finding(
        kind=FindingKind.CONSENT,
        site=index,
        outcome=Standing.MISSING if lacks else Standing.MET,
        compared="not seen" if lacks else seen,
        with_=site.tenure.value,
        sentence=f"The owner's consent for site {index + 1} has not been seen."
        if lacks
        else f"The owner's consent for site {index + 1}: {seen}.",
        next_step="See the owner's consent and enter the date." if lacks else "",
    )


def households_finding(index: int, count: int, policy: Policy) -> Finding:
    """Return whether a site has no more registrations than the policy allows."""
    cap = policy.households_at_a_site
    is_met = count <= cap
    many = "1 registration" if count == 1 else f"{count} registrations"
    return Finding(
        kind=FindingKind.HOUSEHOLDS,
        site=index,
        outcome=Standing.MET if is_met else Standing.MISSING,
        compared=many,
        with_=f"limit {cap}",
        sentence=f"Site {index + 1} has {many}. Limit: {cap}.",
        next_step=""
        if is_met
        else "Choose another site. Do not tell one resident about another.",
    )
