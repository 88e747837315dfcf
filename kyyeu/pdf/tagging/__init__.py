"""The structure tree of a PDF, grown from the boxes that were laid out: one element a source element.

WeasyPrint's own tree follows its boxes, so that whatever crosses a page is cut there, and says to a screen
reader what only a validator asks for.

nodes        an element of the tree, and what is drawn for it
source_text  the document's text, read along with the boxes: whether a space stands between two of them
rules        which element of a document is which in the tree
cells        what of a table's cells must be told: their heads and their spans
tree         the boxes of all pages to a tree
marking      the same, while they are painted: marks in the content streams, all else an artifact
elements     the drawn tree as elements of a fragment, and links as areas
"""
