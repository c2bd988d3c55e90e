"""The one way in which an act is refused: it says what, where and what to do next, and nothing is lost."""


class Refusal(Exception):  # noqa: N818 - it is an answer to a person, not a fault of the program
    """An act that a rule forbids. Its text is translated and meant for the person who acted."""
