"""What is wrong with a booklet, in its content or in its finished books, each finding with its code.

verdicts    what was found, and how grave it is
revision    books that are not what they seem to be
validators  what EPUBCheck and a checker of PDF/UA find, where they are installed
"""

__all__ = ["revision", "validators", "verdicts"]
