"""How long each class of records is kept, and the task that lets go of what is older.

An app above this one adds a class of its own with one line in its `ready`:

    book.register(Schedule(...))
"""
