"""From what a platform hands out to units; nothing of a stranger's is trusted, and nothing here stops a whole class.

hand_out   the way through: read a tree, recognise its layout, join it with the roster
layouts    one file a platform: who handed in which file
choosing, opening    which files count; from a path to a tree in a known layout
archives, tarballs, folders, trees    reading what strangers packed, with caps
filenames, owners    which exercise a file answers, and whose it is
commit_times, git_packs    when a clone was last committed to
"""
