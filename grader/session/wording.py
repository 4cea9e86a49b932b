"""Sentences for the learner about calls that did not come back with a value."""

from __future__ import annotations

import difflib
import re
import signal
from collections.abc import Sequence

import torch

from grader.sandbox.contract.ending import Ending
from grader.sandbox.contract.limits import Limits
from grader.session import wording_of_text
from grader.session.budget import Budget
from grader.session.exchange import Failure, Request
from grader.source import SourceFile

_STACK_LINE = re.compile(r'File "(?P<file>[^"]{1,400})", line (?P<line>\d{1,9}) in (?P<function>\S{1,80})')
# The same for what torch says: a part of its text, and the next step.
_TORCH_STEPS = {
    "Boolean value of Tensor": "Comparing tensors gives an answer for each entry, and if, and, max(), min() want a single one.",
    "to have the same dtype": "Two dtypes meet there: make new tensors in the dtype of the input, such as dtype=x.dtype.",
    "on the same device": "Make new tensors on the device of the input, such as device=x.device.",
    "leaf Variable that requires grad is being used in an in-place": "Change it inside `with torch.no_grad():`.",
    "does not have a grad_fn": "What it starts from depends on nothing that asks for a gradient: it ignores it, or .detach(), .item(), no_grad or a new tensor cut it off.",
    "numpy() on Tensor that requires grad": "Call .detach() first.",
    "negative strides": "A view like a[::-1] has negative strides: copy the array first.",
}
# A text that is longer than this is cut after its first sentence.
_TEXT_LIMIT = 160
_FIRST_SENTENCE = re.compile(r"(.{20,}?[.!?])\s+(?=[A-Z(\[])")
_ABOUT_SHAPES = re.compile(r"size|shape|dimension|broadcast|multipl|index", re.IGNORECASE)
# What a learner can do about exceptions whose own text does not say it.
_NEXT_STEPS = {
    "SystemExit": "Leave out sys.exit() and exit(): return a value instead.",
    "KeyboardInterrupt": "Leave out the KeyboardInterrupt: return a value instead.",
    "BdbQuit": "Nothing can be typed while it is graded: leave out breakpoint(); print, or run the file by hand.",
    "EOFError": "Nothing can be typed while it is graded: leave out input().",
    "RecursionError": "It calls itself without end: check the condition that stops the recursion.",
    "ModuleNotFoundError": "Graded code may import torch, torchvision, numpy and Python's own modules.",
}


def _where(failure: Failure, source: SourceFile | None = None) -> str:
    """The learner's own innermost line, or an empty text; with the `source` a notebook's cell is named."""
    if not failure.frames:
        return ""
    line, function, code = failure.frames[-1]
    position = source.place(line) if source else f"line {line}"
    position += "" if function == "<module>" else f" in {function}"
    return f" ({position}: {code})" if code else f" ({position})"


def first_sentence(text: str) -> str:
    """The text, or of a long one its first sentence: torch adds addresses, lists and advice about other programs."""
    line = text.strip().partition("\n")[0]
    if len(line) <= _TEXT_LIMIT:
        return line
    sentence = _FIRST_SENTENCE.match(line)
    return sentence[1] if sentence else line[:_TEXT_LIMIT] + "..."


def shapes(failure: Failure, request: Request, names: Sequence[str]) -> str:
    """The shapes of a call's tensors, where the failure speaks of sizes; otherwise an empty text."""
    if request.probe is not None or not failure.frames or not _ABOUT_SHAPES.search(failure.text):
        return ""
    if failure.type not in ("RuntimeError", "IndexError", "ValueError"):
        return ""
    tensors = [(index, value) for index, value in enumerate(request.args) if isinstance(value, torch.Tensor)]
    told = [f"{argument(index, names)} is {tuple(value.shape)}" for index, value in tensors]
    return f" Here {', '.join(told)}." if told else ""


def argument(index: int, names: Sequence[str]) -> str:
    """What the learner calls an argument, counted from 0."""
    return names[index] if index < len(names) else f"argument {index + 1}"


def raised(function: str, failure: Failure, source: SourceFile | None = None) -> str:
    """A call that ended in an exception."""
    if not failure.frames and failure.type not in ("TypeError", "RecursionError"):
        text = f"{failure.type}: {first_sentence(failure.text)}".rstrip(":. ")
        return f"What {function} gave could not be used by the check: {text}. {failure.wall or ''}".strip()
    if failure.type == "SystemExit":
        what = f"{function} tried to end the program{_where(failure, source)}."
    else:
        text = f": {first_sentence(failure.text)}".rstrip(".") if failure.text else ""
        what = f"{function} raised {failure.type}{text}{_where(failure, source)}"
        what += "" if what.endswith(".") else "."
    said = next((step for part, step in _TORCH_STEPS.items() if part in failure.text), "")
    step = failure.wall or _NEXT_STEPS.get(failure.type) or said
    if failure.type == "TypeError" and "argument" in failure.text and f"{function}()" in failure.text:
        step = "Keep the signature that the stub has."
    return f"{what} {step}".strip()


def missing(function: str, file: str, there: str) -> str:
    """A function that the file does not define."""
    near = difflib.get_close_matches(function, there.split(", "), 1, 0.6)
    hint = (
        f" Did you rename it? There is {near[0]}." if near else " The grader looks for exactly that name at top level."
    )
    return f"{file} defines no {function}.{hint}"


def not_loaded(source: SourceFile, failure: Failure) -> str:
    """A file that did not run as a module."""
    file = source.file
    if failure.syntax:
        return wording_of_text.not_python(file, failure.text, *failure.syntax)
    if failure.stub:
        return f"{file} calls an unwritten function when it is loaded{_where(failure, source)}. Keep such calls out of the top level."
    return f"{file} could not be loaded: " + raised("it", failure, source)


def line_in(stack: str, source: SourceFile) -> int | None:
    """The innermost line of the learner's file in what faulthandler has written, or None."""
    match = _innermost(stack, source)
    return int(match["line"]) if match else None


def _innermost(stack: str, source: SourceFile) -> re.Match[str] | None:
    matches = (match for match in _STACK_LINE.finditer(stack) if match["file"].endswith(f"/{source.file}"))
    return next(matches, None)


def overran(function: str, ending: Ending, limits: Limits, stack: str, source: SourceFile) -> str:
    """A call that used up its time."""
    if ending is Ending.CPU_TIME:
        used = f"used up its {limits.cpu_s:g} s of CPU time"
    else:
        used = f"did not come back (limit {limits.wall_s:g} s on the clock, less when it only waits)"
    match = _innermost(stack, source)
    stuck = f" It was in {source.place(int(match['line']))}, in {match['function']}." if match else ""
    return f"{function} {used} and was stopped.{stuck} Look for a loop that never ends."


def overran_before(function: str) -> str:
    """A call that is not tried again."""
    return f"{function} was not called: it ran out of time in an earlier check, so this one cannot pass."


def budget_spent(function: str, budget: Budget) -> str:
    """A call that is not made because earlier ones used up what the submission has."""
    return (
        f"{function} was not called: all calls together have used up what there is for one submission "
        f"({budget.cpu_s:.0f} s of CPU time, {budget.wall_s:.0f} s on the clock). Mend the slow functions first."
    )


def replies_too_large(function: str, budget: Budget) -> str:
    """A value for which there is no more room."""
    return (
        f"{function} gave more than can be kept: all values of one submission together may take {budget.replies_mib} MiB. "
        "Return what the stub's docstring says and nothing else."
    )


def ended(function: str, status: int) -> str:
    """A worker process that the learner's code brought down."""
    if status >= 0:
        return f"{function} ended the whole Python process (exit status {status}). Leave out os._exit() and return a value."
    # Real-time signals have numbers only.
    name = signal.Signals(-status).name if -status in set(signal.Signals) else str(-status)
    if name in ("SIGSEGV", "SIGBUS"):
        return f"{function} crashed the Python process ({name}). Endless recursion and ctypes do that."
    return f"{function} brought the Python process down (signal {name})."


def out_of_memory(function: str, failure: Failure | None, limits: Limits, source: SourceFile) -> str:
    """An allocation that was refused."""
    position = _where(failure, source) if failure else ""
    return f"{function} asked for more memory than the {limits.memory_mib} MiB there are{position}. Check the shapes it builds."


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
