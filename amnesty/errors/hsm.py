"""What goes wrong with keys on a PKCS #11 token.

The leaves::

    BadInputError    HsmLibraryMissingError · HsmModuleError · HsmModuleNotNamedError
                     TokenMissingError · TokenTwiceError · PinWrongError
                     TokenKeyMissingError · NotOnATokenError
    RuleBrokenError  PinLockedError · TokenFailedError · TokenKeyOtherError
                     TokenKeyExposedError · TokenNotHereError
"""

from __future__ import annotations

from amnesty.errors import BadInputError, RuleBrokenError


class HsmLibraryMissingError(BadInputError):
    """Keys on tokens need a package that most installations do without."""

    def __init__(self) -> None:
        """Say which one."""
        super().__init__(
            "Keys on a token need one more package: "
            "pip install 'carlys-amnesty[hsm]', then do this again."
        )


class HsmModuleError(BadInputError):
    """The vendor's library cannot be loaded."""

    def __init__(self, module: str) -> None:
        """Name the file."""
        super().__init__(
            f"{module} is not the PKCS #11 library of a token, or cannot be loaded: "
            "give the path that the token's maker names"
        )


class HsmModuleNotNamedError(BadInputError):
    """A file that anybody could have written does not say which library is loaded."""

    def __init__(self, path: str, module: str) -> None:
        """Name the file and what it asks for."""
        super().__init__(
            f"{path} asks for the library {module} to be loaded. If that is your "
            f"token's, say so: --pkcs11 {module}"
        )


class TokenMissingError(BadInputError):
    """No token of this label is plugged in."""

    def __init__(self, label: str) -> None:
        """Name the token."""
        super().__init__(
            f"There is no token with the label {label}: plug it in, then do this again."
        )


class TokenTwiceError(BadInputError):
    """Which of two tokens is meant cannot be told."""

    def __init__(self, label: str) -> None:
        """Name the label."""
        super().__init__(
            f"Two tokens have the label {label}: leave only the one in that is meant."
        )


class PinWrongError(BadInputError):
    """The token refuses the PIN."""

    def __init__(self, label: str) -> None:
        """Warn of what more attempts do."""
        super().__init__(
            f"This is not the PIN of the token {label}. It was tried once; "
            "most tokens lock themselves after a few wrong ones."
        )


class TokenKeyMissingError(BadInputError):
    """The token does not hold the key."""

    def __init__(self, label: str, key_id: bytes) -> None:
        """Name the key and the token."""
        super().__init__(
            f"The token {label} does not hold key {key_id.hex()}: "
            "plug in the token that the key was made on."
        )


class NotOnATokenError(BadInputError):
    """Checkpoints are signed with Ed25519, which few tokens have."""

    def __init__(self) -> None:
        """Say which keys can be on one."""
        super().__init__(
            "The key for checkpoints stays in the register: only roots, certificate "
            "keys and status keys can be on a token."
        )


class PinLockedError(RuleBrokenError):
    """The token has locked itself."""

    def __init__(self, label: str) -> None:
        """Say who can unlock it."""
        super().__init__(
            f"The token {label} has locked itself after wrong PINs. Whoever has its "
            "security officer's PIN unlocks it; its keys are still there."
        )


class TokenFailedError(RuleBrokenError):
    """The token, or its library, says that something failed."""

    def __init__(self, label: str, what: str) -> None:
        """Repeat the name that PKCS #11 gives it."""
        super().__init__(
            f"The token {label} did not do it ({what}). Nothing was signed: "
            "unplug it, plug it in, and do this again."
        )


class TokenKeyOtherError(RuleBrokenError):
    """What the token signs with is not the key that is expected."""

    def __init__(self, label: str, key_id: bytes) -> None:
        """Name the key."""
        super().__init__(
            f"The token {label} signs with another key than {key_id.hex()}, so nothing "
            "was signed: somebody exchanged the key or the token."
        )


class TokenKeyExposedError(RuleBrokenError):
    """A key that can be read out of its token is worth no more than a file."""

    def __init__(self, label: str) -> None:
        """Say what the token would do."""
        super().__init__(
            f"The token {label} made a key that can be read out of it, so it is not "
            "used. Use a token that keeps its keys."
        )


class TokenNotHereError(RuleBrokenError):
    """A key is on a token, and no PIN can be asked for here."""

    def __init__(self, label: str) -> None:
        """Say where it can."""
        super().__init__(
            f"The key is on the token {label}, whose PIN is not asked for here. Use "
            "the commands in a terminal: amnesty issue, amnesty publish"
        )
