"""wrong: is_traceable; misconception: searches_the_source"""

import inspect


def is_traceable(f):
    text = inspect.getsource(f)
    return not any(word in text for word in ("if ", "while ", "for "))
