"""What a failed check looked like, for people.

details  call, expected and got values, as plain text
views    a value in a few words
"""
