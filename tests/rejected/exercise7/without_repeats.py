"""wrong: traced_ops; misconception: each_name_once"""


def traced_ops(graph):
    out = []
    for n in graph.graph.nodes:
        name = n.target if isinstance(n.target, str) else n.target.__name__
        if n.op.startswith("call_") and name not in out:
            out.append(name)
    return out
