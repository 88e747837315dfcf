"""A damaged source on its way to an article of the booklet, in the order in which it meets them.

task         the whole way, from bytes to a proved article, in this process or another
recut        the source restored, read paragraph by paragraph where its lines were broken to a width
chosen       the readings a reviewer chose, put into the restoration
lines        the source's lines, each beside its restored form
recognition  which lines are title, signature, caption, page furniture, text, by ``page_words.toml``
pointers     how the article's header points at words of the text, at those the damage passed by
doubts       the readings an editor should look at
verbatim     text as Markdown that means nothing but its letters
draft        all of it as the file of an article
otherwise    the lines that another damage explains
matter       what is the matter with a source of which nothing can be made
"""

__all__ = ["chosen", "doubts", "otherwise", "task"]
