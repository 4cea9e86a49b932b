"""wrong: traced_ops; misconception: lists_backwards"""


def traced_ops(graph):
    names = []
    for n in reversed(graph.graph.nodes):
        if n.op.startswith("call_"):
            names.append(n.target if isinstance(n.target, str) else n.target.__name__)
    return names
