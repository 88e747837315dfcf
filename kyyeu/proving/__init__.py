"""The proof that an article is its source.

provenance   the proof itself, and the account it gives
objections   what speaks against it, each with its place
declarations what the front matter declares, applied to the article's lines
partition    the source's lines parted: the header's, the text's, page furniture
traces       where the editors' hand shows: letters put back, words emended, readings left open
collation    an article and its source word against word, and where they part
concordance  where words stand in a text, all of them in one reading
moved_spaces which spaces lie otherwise, where the source's were moved
spelling     white space, line ends and letters as the proof sees them
days         days as newspaper pages write them
"""

__all__ = ["concordance", "days", "objections", "provenance", "spelling", "traces"]
