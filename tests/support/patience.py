"""How long a test waits before it says that something stands still.

No test measures speed: on a machine with a fifth of the power, with every other test beside it,
each must still come to its end. What must not take longer has a limit of its own in its test.
"""

#: Seconds.
PATIENCE = 240.0
