"""A damaged source on its way to an article of the booklet.

lines        the source's lines, each beside its restored form
layout       which lines are title, signature, caption, page furniture, text
page_words.toml  the words layout goes by
verbatim     text as Markdown that means nothing but its letters
doubts       the readings an editor should look at
draft        all of it as the file of an article
task         one source from bytes to a proved article, in this process or another
"""
