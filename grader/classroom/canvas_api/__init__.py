"""Scores and comments put into Canvas over its REST API: what would change is said first, and only that is sent.

client     requests with a token, page after page; errors as sentences
pushing    what differs between the gradebook and Canvas, and sending it
"""
