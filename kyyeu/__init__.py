"""Commemorative booklets: one folder of content, one folder of templates, a PDF and an EPUB.

Reading       ``content`` makes a ``folder`` into a Booklet (``model``), with ``header``, ``yaml_text``,
              ``forms`` and ``schema`` for what stands in YAML, ``prose`` for Markdown, ``pictures``, and
              ``gathering`` for what is wrong; ``provenance`` proves each of its ``articles`` against its
              source, with ``blanks``, ``collation``, ``concordance`` and ``traces``; ``days`` are found
              by it as by ``intake``.
Rendering     ``html`` fills a ``theme``'s templates; ``glyphs`` refuses a letter that no face has.
Writing       ``pdf`` (with ``pango`` and ``mends``), ``cover``, ``fonts`` and ``epub`` make bytes.
Proof copy    ``marks``, ``lines``, ``overlay`` and ``proof``: the same Booklet for a pencil.
Restoring     ``restorer`` brings damaged text back; ``intake`` makes it an article; ``archive`` makes
              many, of all the ``sources`` there are, by its ``workers``, each in its ``turns`` and by its
              ``origin``; ``review`` is a page to choose readings on.
Together      ``pipeline`` reads, renders, writes and has ``saving`` put the files in their place; ``cli`` is
              the command, ``errors``, ``messages`` and ``figures`` what it says.
"""
