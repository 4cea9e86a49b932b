"""wrong: type_name; misconception: names_the_python_class"""


def type_name(tensor):
    return tensor.__class__.__name__
