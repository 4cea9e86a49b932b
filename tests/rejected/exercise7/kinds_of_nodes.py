"""wrong: traced_ops; misconception: lists_the_kinds"""


def traced_ops(graph):
    return [n.op for n in graph.graph.nodes if n.op not in ("placeholder", "get_attr", "output")]
