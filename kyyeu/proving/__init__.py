"""The proof that an article is its source.

provenance   the proof itself, and the account it gives
traces       where the editors' hand shows: letters put back, words emended, readings left open
collation    an article and its source word against word, and where they first part
concordance  where words stand in a text, all of them in one reading
spelling     white space, line ends and letters as the proof sees them
days         days as newspaper pages write them
"""

__all__ = ["concordance", "days", "provenance", "spelling", "traces"]
