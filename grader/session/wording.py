"""Sentences for the learner about calls that did not come back with a value."""

from __future__ import annotations

import difflib
import re
import signal
import unicodedata
from typing import TYPE_CHECKING

from grader.sandbox.contract.ending import Ending
from grader.sandbox.contract.limits import Limits

if TYPE_CHECKING:  # what a text alone says must be worded without torch
    from grader.session.exchange import Failure

STACK_LINE = re.compile(r'File "(?P<file>[^"]*)", line (?P<line>\d+) in (?P<function>\S+)')
# Signs that Chinese input methods write for Python's own and that Unicode does not call compatible.
QUOTES = str.maketrans("“”‘’。、【】《》", "\"\"''.,[]<>")
# What a learner can do about exceptions whose own text does not say it.
NEXT_STEPS = {
    "SystemExit": "Leave out sys.exit() and exit(): return a value instead.",
    "KeyboardInterrupt": "Leave out the KeyboardInterrupt: return a value instead.",
    "BdbQuit": "Nothing can be typed while it is graded: leave out breakpoint(); print() what you want to see instead.",
    "EOFError": "Nothing can be typed while it is graded: leave out input().",
    "RecursionError": "It calls itself without end: check the condition that stops the recursion.",
    "ModuleNotFoundError": "Graded code may import torch, torchvision, numpy and Python's own modules.",
}


def where(failure: Failure) -> str:
    """The learner's own innermost line, or an empty text."""
    if not failure.frames:
        return ""
    line, function, code = failure.frames[-1]
    place = f"line {line}" if function == "<module>" else f"line {line} in {function}"
    return f" ({place}: {code})" if code else f" ({place})"


def raised(function: str, failure: Failure) -> str:
    """A call that ended in an exception."""
    if not failure.frames and failure.type not in ("TypeError", "RecursionError"):
        text = f"{failure.type}: {failure.text}".rstrip(": ")
        return f"What {function} gave could not be used by the check: {text}. {failure.wall or ''}".strip()
    if failure.type == "SystemExit":
        what = f"{function} tried to end the program{where(failure)}."
    else:
        text = f": {failure.text}" if failure.text else ""
        what = f"{function} raised {failure.type}{text}{where(failure)}"
        what += "" if what.endswith(".") else "."
    step = failure.wall or NEXT_STEPS.get(failure.type, "")
    if failure.type == "TypeError" and "argument" in failure.text and f"{function}()" in failure.text:
        step = "Keep the signature that the stub has."
    return f"{what} {step}".strip()


def not_started(function: str, file: str) -> str:
    """A stub that still raises NotImplementedError."""
    return f"{function} is not written yet: open {file} and replace its `raise NotImplementedError`."


def missing(function: str, file: str, there: str) -> str:
    """A function that the file does not define."""
    near = difflib.get_close_matches(function, there.split(", "), 1, 0.6)
    hint = (
        f" Did you rename it? There is {near[0]}." if near else " The grader looks for exactly that name at top level."
    )
    return f"{file} defines no {function}.{hint}"


def not_loaded(file: str, failure: Failure) -> str:
    """A file that did not run as a module."""
    if failure.syntax:
        return not_python(file, failure.text, *failure.syntax)
    if failure.stub:
        return f"{file} calls an unwritten function when it is loaded{where(failure)}. Keep such calls out of the top level."
    return f"{file} could not be loaded: " + raised("it", failure)


def not_python(file: str, text: str, line: int, column: int, code: str) -> str:
    """A syntax error, with the line and a caret below it where they are known."""
    if not code.strip():
        place = f" in line {line}" if line > 0 else ""
        return f"{file} is not valid Python{place}: {text}. Save it as plain text in UTF-8."
    indent = len(code) - len(code.lstrip())
    caret = f"\n    {code.strip()}\n    {' ' * max(column - 1 - indent, 0)}^"
    return f"{file} is not valid Python: {text.split(' (')[0]} in line {line}.{caret}{full_width(code, column)}"


def full_width(code: str, column: int) -> str:
    """What to do about the character of another script's keyboard at a column (from 1), or an empty text."""
    char = code[column - 1 : column]
    plain = unicodedata.normalize("NFKC", char).translate(QUOTES)
    if not char or char.isascii() or not plain.isascii() or plain.isalnum():
        return ""
    return f"\n{char} is a full-width character: switch the input method and type {plain} instead."


def overran(function: str, ending: Ending, limits: Limits, stack: str, file: str) -> str:
    """A call that used up its time."""
    if ending is Ending.CPU_TIME:
        used = f"used up its {limits.cpu_s:g} s of CPU time"
    else:
        used = f"did not come back (limit {limits.wall_s:g} s on the clock, less when it only waits)"
    found = [match for match in STACK_LINE.finditer(stack) if match["file"].endswith(f"/{file}")]
    stuck = f" It was in line {found[0]['line']}, in {found[0]['function']}." if found else ""
    return f"{function} {used} and was stopped.{stuck} Look for a loop that never ends."


def overran_before(function: str) -> str:
    """A call that is not tried again."""
    return f"{function} was not called: it ran out of time in an earlier check, so this one cannot pass."


def ended(function: str, status: int) -> str:
    """A worker process that the learner's code brought down."""
    if status >= 0:
        return f"{function} ended the whole Python process (exit status {status}). Leave out os._exit() and return a value."
    # Real-time signals have numbers only.
    name = signal.Signals(-status).name if -status in set(signal.Signals) else str(-status)
    if name in ("SIGSEGV", "SIGBUS"):
        return f"{function} crashed the Python process ({name}). Endless recursion and ctypes do that."
    return f"{function} brought the Python process down (signal {name})."


def out_of_memory(function: str, failure: Failure | None, limits: Limits) -> str:
    """An allocation that was refused."""
    place = where(failure) if failure else ""
    return f"{function} asked for more memory than the {limits.memory_mib} MiB there are{place}. Check the shapes it builds."


def unjudgeable(function: str, fault: str) -> str:
    """A value that a check could not make sense of, though it can of known wrong answers."""
    return (
        f"What {function} gave is not of a form that can be judged ({fault[:200]}). Return what the stub's docstring says, "
        "and leave torch's own functions and the grader's process as they are."
    )


def garbled(function: str) -> str:
    """A reply that is no reply."""
    return f"{function} did not give a readable answer: leave the process's files and pipes alone and return a value."


INTERRUPTED = "The worker was killed from outside in mid-check and replaced; the call was made again."
NO_WORKER = (
    "A fault of the grader, not of your code: the worker died twice. Run it again; if it stays, run `grade doctor`."
)
EMPTY = "{file} is empty. `grade reset` puts the exercise's stub back."
NOT_UTF8 = "{file} is not plain text in UTF-8 (it begins like UTF-16). Save it as UTF-8 in your editor."
