"""What the program says, in two languages.

messages  errors and the command's own sentences, which stand in ``messages.toml``
numbers   numbers as either language writes them
"""

__all__ = ["messages", "numbers"]
