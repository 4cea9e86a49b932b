"""wrong: StaticGraph; misconception: none
says: other numbers in the same tensor
"""

_Base = StaticGraph


class StaticGraph(_Base):
    def run(self, node, feed):
        key = (node, tuple(sorted((k, id(v)) for k, v in feed.items())))
        kept = self.__dict__.setdefault("kept", {})
        if key not in kept:
            kept[key] = super().run(node, feed)
        return kept[key]
