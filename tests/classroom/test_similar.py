"""Similar pairs: a pointer that sees through renaming, is silent about the stub, and survives any source."""

from __future__ import annotations

import random
import tokenize
from pathlib import Path

import pytest

from grader.report.similar import Source, compare, fingerprints, similar_pairs

ROOT = Path(__file__).parents[2]
ACCEPTED = ROOT / "tests" / "accepted"

# Python's own hash() of text differs from process to process.
FINGERPRINTS = frozenset((2384573486273701710, 8354346305538492940, 10113180927403364714))
STUB = "\n".join(f"def task{n}(x, y):\n    '''Text.'''\n    raise NotImplementedError('task{n}')\n" for n in range(8))


def answer(style: int) -> str:
    """A program of several lines, different in structure for each style."""
    choice = random.Random(style)
    lines = ["def solve(values, rate):", "    result = []"]
    for n in range(14):
        kind = choice.randrange(6)
        lines += {
            0: [f"    for v in values[{n}:]:", "        result.append(v * rate + 1)"],
            1: ["    if rate > 0 and len(values) < 3:", "        return [rate] + values"],
            2: ["    while rate < 10:", "        rate *= 2; result = result + [rate]"],
            3: ["    total = sum(a * b for a, b in zip(values, result))"],
            4: [
                "    try:",
                "        rate = values[0] / values[-1]",
                "    except ZeroDivisionError:",
                "        rate = 0",
            ],
            5: ["    values = sorted(values, key=lambda v: -v)[: int(rate)]"],
        }[kind]
    return "\n".join([*lines, "    return result"])


def pairs_of(*sources: str, starter: str = "") -> list[tuple[str, str]]:
    """The pairs among sources of students a, b, c, ..."""
    those = [Source(chr(97 + n), str(n), text.encode()) for n, text in enumerate(sources)]
    return [(pair.first, pair.second) for pair in similar_pairs(those, starter.encode())]


def test_different_programs_are_no_pair() -> None:
    assert pairs_of(*(answer(style) for style in range(6))) == []


def test_renaming_reformatting_and_comments_do_not_hide_a_copy() -> None:
    copy = answer(1).replace("values", "xs").replace("result", "out").replace("rate", "lr").replace("    ", "\t")
    copy = "# my own work\n" + copy.replace("1", "2").replace("\n", "\n\n# really\n")

    assert pairs_of(answer(0), answer(1), copy, answer(3)) == [("b", "c")]


def test_a_docstring_more_or_less_does_not_hide_a_copy() -> None:
    head, body = answer(1).split("\n", 1)

    assert pairs_of(answer(1), f'{head}\n    """My own words."""\n{body}') == [("a", "b")]


def test_a_small_change_does_not_hide_a_copy() -> None:
    assert pairs_of(answer(1), answer(1) + "\n\nprint(solve([1, 2], 3))", answer(2)) == [("a", "b")]


def test_an_untouched_stub_is_no_copy() -> None:
    assert pairs_of(STUB, STUB, STUB, starter=STUB) == []


def test_what_many_hold_is_no_copy() -> None:
    common = answer(7)

    assert pairs_of(*(f"{common}\n\n{answer(n)}" for n in range(6))) == []


def test_members_of_a_group_are_no_pair() -> None:
    those = [Source(name, "team", answer(1).encode()) for name in "ab"]

    assert similar_pairs(those) == ()


def test_the_most_similar_come_first_and_no_more_than_asked() -> None:
    those = [Source(str(n), str(n), answer(n // 2).encode()) for n in range(8)]

    assert len(similar_pairs(those)) == 4
    assert len(similar_pairs(those, most=2)) == 2


@pytest.mark.parametrize(
    "source",
    [
        b"",
        b"x = " + b"-" * 100_000 + b"1",
        b"(" * 50_000,
        b"\x00" * 100,
        b"\xff\xfe",
        "x = 1".encode("utf-16"),
        b"'''",
        b"\\",
        b"\t x\n  y\n",
        b"x = 1\n" * 100_000,
        b"f'{" * 2000,
        b"if x:\n" + b" " * 5000 + b"pass",
    ],
)
def test_a_hostile_source_gives_no_error_and_no_pair(source: bytes) -> None:
    assert similar_pairs([Source("a", "a", source), Source("b", "b", answer(1).encode())]) == ()


def test_fingerprints_are_the_same_in_every_process() -> None:
    assert fingerprints(b"def f(x):\n    return (x + 1) * (x - 1) / (x * 2)\n") == FINGERPRINTS


@pytest.mark.parametrize("exercise", sorted(path.name for path in ACCEPTED.iterdir() if path.is_dir()))
def test_right_answers_written_apart_are_no_pair(exercise: str) -> None:
    those = [Source(path.stem, path.stem, path.read_bytes()) for path in sorted((ACCEPTED / exercise).glob("*.py"))]

    assert similar_pairs(those, (ROOT / "exercises" / f"{exercise}.py").read_bytes()) == ()


def test_quotes_that_nothing_closes_cost_no_time() -> None:
    """The tokeniser would scan the rest of the line again for each of them."""
    hostile = (answer(1) + "\nx = " + '"\\' * 60_000).encode()

    assert fingerprints(hostile)
    assert [one.student for one in compare([Source("a", "a.py", hostile)]).partly] == ["a"]


def test_many_lines_of_them_are_given_up_soon(monkeypatch: pytest.MonkeyPatch) -> None:
    """However short each of them is: at most so many odd tokens are taken from a source."""
    taken = []
    whole = tokenize.tokenize
    monkeypatch.setattr(tokenize, "tokenize", lambda readline: (taken.append(t) or t for t in whole(readline)))

    fingerprints(("$ ? $ ?\n" * 10_000).encode())

    assert len(taken) < 200


def test_a_copy_with_padding_behind_it_is_found() -> None:
    """A comment of any length hides nothing."""
    copied = answer(3).encode()
    padded = copied + b"\n# " + b"padding " * 40 + b"\n#" + b" more" * 60_000

    pairs = similar_pairs([Source("a", "a.py", copied), Source("b", "b.py", padded)])

    assert [(pair.first, pair.second, pair.similarity) for pair in pairs] == [("a", "b", 1.0)]


def test_what_is_too_long_is_compared_in_part_and_named() -> None:
    """Never left out in silence."""
    copied = answer(3)
    long = copied + "\n" + "x = 1\n" * 30_000
    sources = [Source("a", "a.py", (copied + "\n" + "y = 2\n" * 30_000).encode()), Source("b", "b.py", long.encode())]

    assert [one.student for one in compare(sources).partly] == ["a", "b"]
    assert similar_pairs(sources)[0].similarity == 1.0
