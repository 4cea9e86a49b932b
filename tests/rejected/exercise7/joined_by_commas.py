"""wrong: traced_ops; misconception: joins_the_names"""


def traced_ops(graph):
    nodes = (n for n in graph.graph.nodes if n.op.startswith("call"))
    return ", ".join(n.target if isinstance(n.target, str) else n.target.__name__ for n in nodes)
