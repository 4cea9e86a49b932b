"""What a page shows of one exercise of one learner.

work           all of it: grade, curves, mistakes, source
mistakes       the checks by what they have in common
marked_source  the source in regions, with the lines marked that are meant
source_lines   a source's lines: how they are counted, where they are found on a page, how they are written
"""
