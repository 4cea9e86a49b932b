"""wrong: type_name; misconception: forgets_the_brackets"""


def type_name(tensor):
    name = tensor.type
    return name
