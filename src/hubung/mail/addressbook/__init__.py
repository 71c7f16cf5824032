"""The address book: whom one can write to, read from the directory at the moment of the question.

`filters` understands what was asked, `entries` is what is answered, `kinds` finds it, `searching`
puts it together, `asking` says who may ask. How mail programs reach it is the daemons' matter.
"""
