"""wrong: trace; misconception: returns_the_function"""


def trace(f, example):
    f(example)

    def graph(x):
        return f(x)

    return graph
