"""What the program says, in two languages.

messages  errors and the command's own sentences, which stand in ``messages.toml``
languages  which of them, where nobody says
numbers   numbers as either language writes them
"""

__all__ = ["languages", "messages", "numbers"]
