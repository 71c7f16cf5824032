"""Blacking out documents before they are given: what is marked is removed, not covered.

A document is drawn anew, page by page, as pictures of what can be seen of it; nothing else of the
file goes into the new one. `drawing` does that in a process of its own (`process`, asked by
`studio`), since the documents come from anywhere.
"""
