"""Numbers as the reader's language writes them."""


def word_number(number: float, language: str) -> str:
    """A number to one decimal.

    >>> word_number(1234.56, "vi"), word_number(1234.56, "en")
    ('1234,6', '1234.6')
    """
    return _marked(f"{number:.1f}", language)


def word_measure(number: float, language: str) -> str:
    """A measure as exactly as it is known, to a thousandth.

    >>> word_measure(0.095, "vi"), word_measure(12, "en")
    ('0,095', '12')
    """
    return _marked(f"{round(number, 3):g}", language)


def word_probability(share: float, language: str) -> str:
    """A probability in hundredths, cut to one decimal: what is below a threshold must not look above it.

    >>> word_probability(0.98999, "vi"), word_probability(1, "en"), word_probability(0.0009, "en")
    ('98,9%', '100.0%', '<0.1%')
    """
    if share < 0.001:
        return _marked("<0.1%", language)
    # a product may be a hair below what the decimals say, and round up to a thousand
    thousandths = 1000 if share == 1 else min(int(share * 1000 + 1e-9), 999)
    return _marked(f"{thousandths / 10:.1f}%", language)


def word_threshold(share: float, language: str) -> str:
    """A share in hundredths, as exact as it was given.

    >>> word_threshold(0.99, "vi"), word_threshold(0.99999, "vi")
    ('99%', '99,999%')
    """
    return _marked(f"{share * 100:.10g}%", language)


def _marked(text: str, language: str) -> str:
    """With the language's decimal mark."""
    return text.replace(".", ",") if language == "vi" else text
