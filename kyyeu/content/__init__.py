"""A folder of content as a Booklet, each mistake with its place.

booklet    the folder as a Booklet
articles   an article of it, proved
folder     the only door to it
header     the front matter at the head of a Markdown file
yaml       YAML with the place of every entry
forms      entries as a validated form
gathering  mistakes together, each with its line
prose      Markdown as sanitised XHTML and as plain text
pictures   what a picture file is, and a plain name for it
"""

__all__ = ["articles", "booklet", "folder", "forms", "header", "prose", "yaml"]
