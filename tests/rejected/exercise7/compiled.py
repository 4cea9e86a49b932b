"""wrong: trace; misconception: none"""


def trace(f, example):
    f(example)

    def graph(x):
        return f(x)

    return graph
