"""wrong: traced_ops; misconception: lists_every_node"""


def traced_ops(graph):
    out = []
    for n in graph.graph.nodes:
        out.append(getattr(n.target, "__name__", n.target))
    return out
