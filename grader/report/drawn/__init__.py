"""What checks have drawn, as SVG that stands inside a page: light, dark and on paper, with words for those who do not see it.

drawing   all drawings of a grade
planes    samples, models, ways; tiles: small images; graphs: operations
svg       the element around a picture
"""
