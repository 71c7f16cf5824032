"""Sign-in of the people in the directory: password, passkey, second factor, sessions.

django-allauth does the work; this package says how strict it is, what it looks like, and who may
pass (`access`).
"""
