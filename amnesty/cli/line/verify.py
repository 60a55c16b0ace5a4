"""Checking certificates in lines: no register, no screen, no drawing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from amnesty.cli.verifying.answers import as_lines, exit_code
from amnesty.cli.verifying.sources import read_source
from amnesty.errors import AmnestyError

if TYPE_CHECKING:
    from collections.abc import Callable

    from amnesty.cli.line.asking import Asking
    from amnesty.domain.verdict import Answer

_EXPLAINED = (
    "The path of a PDF or a picture, the text of the code, or a certificate's number.",
    "An empty line ends.",
)


def verify_by_questions(asking: Asking, ask: Callable[[str], Answer]) -> int:
    """Check one source after another; return the exit code of the last."""
    code = 0
    while True:
        source = asking.line("Code, file or number", explain=_EXPLAINED)
        if not source:
            return code
        try:
            read = read_source(source)
            answers = [ask(text) for text in read.texts]
        except AmnestyError as error:
            code = error.exit_code
            asking.say(str(error))
            continue
        if read.note:
            asking.say(read.note)
        for answer in answers:
            for told in as_lines(answer):
                asking.say(told)
            code = exit_code(answer.verdict)
