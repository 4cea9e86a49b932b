"""Similar pairs: a pointer that sees through renaming, is silent about the stub, and survives any source."""

from __future__ import annotations

import random
import tokenize
from collections.abc import Iterable
from pathlib import Path

import pytest

from grader.report.alike.side_by_side import side_by_side
from grader.report.alike.similar import Pair, Source, compare
from grader.report.alike.statements import statements_of

ROOT = Path(__file__).parents[2]
ACCEPTED = ROOT / "tests" / "accepted"

STUB = "\n".join(f"def task{n}(x, y):\n    '''Text.'''\n    raise NotImplementedError('task{n}')\n" for n in range(8))


def answer(style: int) -> str:
    """A program of several lines, different in structure for each style."""
    choice = random.Random(style)
    lines = ["def solve(values, rate):", "    result = []"]
    for _ in range(14):
        call, sign = choice.choice(("sum", "max", "min", "len", "abs", "pow")), choice.choice("+-*/%")
        more = choice.choice((" + 1", " ** 2", " // 3", " % 5", "[0]", ".real"))
        lines += {
            0: [f"    for v in values[{call}(values):]:", f"        result.append(v {sign} rate{more})"],
            1: [f"    if rate{more} > 0 and {call}(values) < 3:", f"        return [rate{more}] {sign} values"],
            2: [
                f"    while rate {sign} {call}(values) < 10:",
                f"        rate *= {call}(result); result = result + [rate{more}]",
            ],
            3: [
                f"    total = {call}(a {sign} b{more} for a, b in zip(values, result))",
                f"    result.append(total{more})",
            ],
            4: [
                "    try:",
                f"        rate = values[{call}(result)] {sign} values[-1]{more}",
                "    except ZeroDivisionError:",
                f"        rate = {call}(values)",
            ],
            5: [f"    values = sorted(values, key=lambda v: -v{more})[: {call}(rate, 2)]"],
        }[choice.randrange(6)]
    return "\n".join([*lines, "    return result"])


def pairs_of(*sources: str, starter: str = "") -> list[tuple[str, str]]:
    """The pairs among sources of students a, b, c, ..."""
    those = [Source(chr(97 + n), str(n), text.encode()) for n, text in enumerate(sources)]
    return [(pair.first, pair.second) for pair in similar_pairs(those, starter.encode())]


def similar_pairs(sources: Iterable[Source], *base: bytes, most: int = 100) -> tuple[Pair, ...]:
    """The pairs alone."""
    return compare(sources, base, most).pairs


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


def test_what_the_base_holds_is_no_copy() -> None:
    common = answer(7)
    those = [Source(str(n), str(n), f"{common}\n\n{answer(n)}".encode()) for n in range(6)]

    found = compare(those, [common.encode()])

    assert found.pairs == ()
    assert found.left_out > 5


def test_what_many_hold_is_a_ring_where_no_base_holds_it() -> None:
    """Of any size: all of a class, too."""
    those = [Source(str(n), str(n), answer(7).encode()) for n in range(6)]

    (ring,) = compare(those).rings

    assert (ring.students, ring.exact) == (("0", "1", "2", "3", "4", "5"), True)


@pytest.mark.parametrize(
    "disguised",
    [
        "def f(x):\n    y = x.exp()\n    return y / y.sum()\n",
        "def f(x):\n    'Mine.'\n    tmp = 3\n    other = tmp + 1\n    z = x.exp()\n    0\n    return z / z.sum()\n",
        "def f(x):\n    y = x.exp(); out = y / y.sum()\n    pass\n    return out\n",
        "def f(value):\n    k: int = 2\n    k += 1\n    y = value.exp()\n    out = y / y.sum()\n    final = out\n    return final\n",
    ],
    ids=["renamed", "unused statements", "out = x; return out", "all"],
)
def test_disguises_leave_the_statements_as_they_were(disguised: str) -> None:
    plain = "def f(x):\n    e = x.exp()\n    return e / e.sum()\n"

    assert words(disguised) == words(plain)


def test_an_attribute_or_argument_of_a_variables_name_is_none() -> None:
    plain = "def f(p, dim):\n    grad = p.grad\n    p.data -= 2 * grad\n    return p.sum(dim=dim)\n"
    renamed = "def f(q, axis):\n    slope = q.grad\n    q.data -= 2 * slope\n    return q.sum(dim=axis)\n"

    assert words(renamed) == words(plain)


def test_elif_is_an_if_behind_else() -> None:
    plain = "def f(x):\n    if x > 0:\n        return 1\n    elif x < 0:\n        return 2\n"
    nested = "def f(x):\n    if x > 0:\n        return 1\n    else:\n        if x < 0:\n            return 2\n"

    assert words(nested) == words(plain)


def test_where_answers_share_much_the_bar_is_higher() -> None:
    free = [Source(f"{n:02d}", str(n), answer(n).encode()) for n in range(20)]
    tight = [Source(f"{n:02d}", str(n), f"{answer(50)}\n\n{answer(n)}".encode()) for n in range(20)]

    assert (compare(free).bar, compare(free).pairs) == (0.75, ())
    assert (compare(tight).bar > 0.8, compare(tight).pairs) == (True, ())


def test_what_is_called_is_no_name_to_be_taken_out() -> None:
    assert words("y = x.exp()\nprint(y)\n") != words("y = x.log()\nprint(y)\n")


def words(text: str) -> list[tuple[str, ...]]:
    return [statement.words for statement in statements_of(text.encode())[0]]


def test_shared_lines_are_marked_beside_each_other() -> None:
    first = "def f(x):\n    e = x.exp()\n    e += 1\n    return e / e.sum()\n"
    second = "def f(v):\n    unused = 1\n    z = v.exp()\n    z += 2\n    return z.mean()\n"

    found = side_by_side(first.encode(), second.encode())

    assert [line.strip() for line, shared in found.first if shared] == ["e = x.exp()", "e += 1"]
    assert [line.strip() for line, shared in found.second if shared] == ["z = v.exp()", "z += 2"]


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


@pytest.mark.parametrize("exercise", sorted(path.name for path in ACCEPTED.iterdir() if path.is_dir()))
def test_right_answers_written_apart_are_no_pair(exercise: str) -> None:
    those = [Source(path.stem, path.stem, path.read_bytes()) for path in sorted((ACCEPTED / exercise).glob("*.py"))]

    assert (
        similar_pairs(
            those,
            (ROOT / "solutions" / f"{exercise}.py").read_bytes(),
            (ROOT / "exercises" / f"{exercise}.py").read_bytes(),
        )
        == ()
    )


def test_quotes_that_nothing_closes_cost_no_time() -> None:
    """The tokeniser would scan the rest of the line again for each of them."""
    hostile = (answer(1) + "\nx = " + '"\\' * 60_000).encode()

    assert statements_of(hostile)[0]
    assert [one.student for one in compare([Source("a", "a.py", hostile)]).partly] == ["a"]


def test_many_lines_of_them_are_given_up_soon(monkeypatch: pytest.MonkeyPatch) -> None:
    """However short each of them is: at most so many odd tokens are taken from a source."""
    taken = []
    whole = tokenize.tokenize
    monkeypatch.setattr(tokenize, "tokenize", lambda readline: (taken.append(t) or t for t in whole(readline)))

    statements_of(("$ ? $ ?\n" * 10_000).encode())

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
