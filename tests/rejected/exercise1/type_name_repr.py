"""wrong: type_name; misconception: names_the_dtype"""


def type_name(tensor):
    return f"{tensor.dtype}"
