"""A damaged source on its way to an article of the booklet.

recut        the source restored, its lines cut where its sense is
lines        the source's lines, each beside its restored form
layout       which lines are title, signature, caption, page furniture, text
page_words.toml  the words layout goes by
verbatim     text as Markdown that means nothing but its letters
places       how a header points at words of the text
spared       the words that the damage passed by
otherwise    the lines that another damage explains
doubts       the readings an editor should look at
chosen       the readings a reviewer chose
draft        all of it as the file of an article
task         one source from bytes to a proved article, in this process or another
"""
