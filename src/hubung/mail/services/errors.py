"""What goes wrong for a reason that people should read."""


class MailError(ValueError):
    """Carries a sentence for whoever asked."""
