"""wrong: traced_ops; misconception: forgets_the_methods"""


def traced_ops(graph):
    return [n.target.__name__ for n in graph.graph.nodes if callable(n.target)]
