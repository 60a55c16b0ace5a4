"""The command list: the same keys, found by name; no screenshots, no foreign themes."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, NamedTuple, cast

from textual.command import DiscoveryHit, Hit, Hits, Provider

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tui.app import RegistryApp

from tui.keys import keys_by_id
from tui.text import label
from tui.theme_names import TITLES


class _Command(NamedTuple):
    name: str
    help: str
    run: Callable[[], object]


class RegistryCommands(Provider):
    """What can be done from the screen beneath, by name."""

    async def discover(self) -> Hits:
        """List all of them."""
        for command in self._commands():
            yield DiscoveryHit(label(command.name), command.run, help=command.help)

    async def search(self, query: str) -> Hits:
        """List those whose name matches."""
        matcher = self.matcher(query)
        for command in self._commands():
            score = matcher.match(command.name)
            if score > 0:
                yield Hit(
                    score,
                    matcher.highlight(command.name),
                    command.run,
                    text=command.name,
                    help=command.help,
                )

    def _colours(self, theme: str) -> None:
        registry = cast("RegistryApp", self.app)
        registry.set_up(replace(registry.settings, theme=theme))

    def _commands(self) -> Iterator[_Command]:
        """Yield what a person of this role may do here, each by its key."""
        desk = cast("RegistryApp", self.app).desk
        member = desk.member if desk else None
        for entry in self.screen.active_bindings.values():
            key = keys_by_id().get(entry.binding.id or "")
            if key is None or key.action == "commands":
                continue
            if not key.refusal(member):
                run = partial(self.app.run_action, entry.binding.action, entry.node)
                yield _Command(f"{key.label} ({key.display})", key.help, run)
        for theme, title in TITLES.items():
            yield _Command(
                f"Colours: {title}",
                "Changes the colours.",
                partial(self._colours, theme),
            )
