"""A folder of content as a Booklet, each mistake with its place.

booklet    the folder as a Booklet
articles   an article of it, proved
foreword   its foreword
outside    what is on its cover
drawer     texts that were read before, and need not be again
body       what stands under a header, and the pictures that it calls
door       the only door to the folder, and the ledger of what was read through it
header     the front matter at the head of a Markdown file
entries    what an editor wrote, entry by entry, with the lines
yaml       YAML as entries
json       JSON as entries
near_misses values of a header that were hardly meant
forms      entries as a validated form
prose      Markdown as sanitised XHTML and as plain text
plain_text bytes as text that can be printed
together   links from one text to another, a text that is there twice
names      where texts have the names that the index lists
pictures   what a picture file is, and a plain name for it
"""

__all__ = [
    "articles",
    "body",
    "booklet",
    "door",
    "forms",
    "header",
    "json",
    "pictures",
    "plain_text",
    "prose",
    "yaml",
]
