"""wrong: is_traceable; misconception: always_says_yes"""


def is_traceable(f):
    return callable(f)
