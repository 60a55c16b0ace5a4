"""Every job of the command, in the order of a day's work."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

JOBS: Mapping[str, tuple[str, str]] = {
    "init": ("authority.init:init", "Set up a register for an authority."),
    "staff": ("authority.staff:staff", "Add staff accounts and grant them."),
    "agreement": ("authority.govern:agreement", "Add an agreement with the police."),
    "policy": ("authority.govern:policy", "Show or change the policy in force."),
    "rules": ("authority.rules:rules", "Show or change the house rules."),
    "demo": ("demonstration.demo:demo", "Run the register on made-up people."),
    "allowance": (
        "growing.calculators:allowance_command",
        "Show what a need permits, with its working.",
    ),
    "excess": (
        "growing.calculators:excess_command",
        "Show what is held above what is permitted.",
    ),
    "register": ("registrations.register:register", "Register a patient from a file."),
    "register-list": ("registrations.register_list:list_job", "Register a whole list."),
    "show": ("registrations.show:show", "Show a registration with its check."),
    "find": ("registrations.show:find", "Find registrations."),
    "submit": ("registrations.decide:submit", "Submit a draft for a decision."),
    "send-back": ("registrations.decide:send_back", "Send a submitted one back."),
    "approve": ("registrations.decide:approve", "Approve what another submitted."),
    "refuse": ("registrations.decide:refuse", "Refuse a submitted registration."),
    "suspend": ("registrations.decide:suspend", "Suspend a registration."),
    "reinstate": ("registrations.decide:reinstate", "Reinstate a suspended one."),
    "revoke": ("registrations.decide:revoke", "Revoke a registration."),
    "withdraw": ("registrations.decide:withdraw", "Withdraw a registration."),
    "renew": ("registrations.renew:renew", "Ask for a renewal, or approve one."),
    "change": (
        "registrations.change:change",
        "Another caretaker, tenure, grower or site.",
    ),
    "reminders": (
        "registrations.renew:reminders",
        "List whom to remind that a registration ends.",
    ),
    "wind-down": (
        "registrations.renew:wind_down",
        "End a registration, with time to hand in.",
    ),
    "close": ("registrations.renew:close", "Close one that has wound down."),
    "photo": ("registrations.photo:photo", "Keep a photograph for the certificate."),
    "issue": ("papers.issue:issue", "Issue a certificate, or a card."),
    "replace": ("papers.issue:replace", "Issue a lost certificate or card anew."),
    "reprint": ("papers.issue:reprint", "Draw an issued certificate again."),
    "print": (
        "papers.printing:print_job",
        "Queue certificates, print them in runs.",
    ),
    "card": ("papers.letters:card", "Draw the sheet of a wallet card."),
    "letter": (
        "papers.letters:letter",
        "Draw a letter, a receipt or another paper.",
    ),
    "check": (
        "growing.check:check",
        "Check what is declared against what is allowed.",
    ),
    "declare": ("growing.plants:declare", "Write down what happens to plants."),
    "harvest": ("growing.plants:harvest", "Write down plants that were cut."),
    "weigh": ("growing.stock:weigh", "Write down what stock weighs."),
    "account": ("growing.stock:account", "Show a stock account, day by day."),
    "hand-in": ("hand_in.after_receipt:hand_in", "Hand in what is above need."),
    "publish": ("police.publish:publish", "Publish the daily police file."),
    "verify": ("verifying.verify:verify", "Check certificates, without a register."),
    "ask": ("police.ask:ask", "Ask as a police officer, and be answered."),
    "trust": (
        "trust.group:trust",
        "Make and rotate roots, admit and retire authorities' keys.",
    ),
    "page": ("police.page:page", "Make a force's page that checks certificates."),
    "disclose": (
        "rights.demands:disclose",
        "Write out all that is held about a patient.",
    ),
    "rectify": ("rights.demands:rectify", "Put a decided record right."),
    "restrict": ("rights.demands:restrict", "Close a record to all but some."),
    "erase": ("rights.demands:erase", "Erase records, by two people."),
    "complaint": ("rights.casework:complaint", "Complaints and their clock."),
    "withhold": (
        "rights.casework:withhold",
        "Leave a police question out of who looked, for a time.",
    ),
    "breach": ("rights.casework:breach", "Find who was affected by a breach."),
    "breaches": ("rights.casework:breaches", "Breaches and their clock."),
    "statistics": (
        "rights.statistics:statistics",
        "Counts, with small ones hidden.",
    ),
    "equality": (
        "rights.statistics:equality",
        "Keep optional equality answers, read as counts alone.",
    ),
    "break-glass": (
        "rights.break_glass:break_glass",
        "Open a restricted record in an emergency.",
    ),
    "audit": ("audit.group:audit", "Check the audit log, and prove from it."),
    "backup": ("upkeep.backup:backup", "Write a backup, and check one."),
    "restore": ("upkeep.restore:restore", "Put a backup back, by two people."),
    "doctor": ("upkeep.doctor:doctor", "Examine a register and this machine."),
    "migrate-store": (
        "upkeep.migrate_store:migrate_store",
        "Move a register to a server, or back to a file.",
    ),
    "upgrade": (
        "upkeep.upgrade:upgrade",
        "Carry on a register of an earlier version.",
    ),
    "keys": (
        "upkeep.keys:keys",
        "Rotate the register's keys, and see who holds them.",
    ),
    "recover": (
        "upkeep.recover:recover",
        "Come back when passphrases are lost, or try it.",
    ),
    "line": (
        "line.group:line",
        "Do a job by answering one question at a time, in plain lines.",
    ),
    "completion": ("completion:completion", "Print shell completion."),
}
"""Each job's place within `amnesty.cli`, and what it does in a few words."""
