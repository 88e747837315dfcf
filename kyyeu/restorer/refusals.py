"""What can go wrong in the restorer: errors that carry facts, for the command line to put into words."""


class RestorerError(Exception):
    """Anything the restorer refuses to do."""


class UnknownDamage(RestorerError):
    """A damage was asked for that does not exist."""

    def __init__(self, name: str, known: tuple[str, ...]) -> None:
        """Keep the name asked for, and the names there are."""
        super().__init__(name, known)
        self.name = name
        self.known = known


class AmbiguousDamage(RestorerError):
    """More than one damage explains the text equally well: the user has to say which it was."""

    def __init__(self, names: tuple[str, ...]) -> None:
        """Keep the damages between which nothing decides, the likeliest first."""
        super().__init__(names)
        self.names = names


class NotText(RestorerError):
    """What was given holds no text: a stray surrogate, a NUL, bytes of some other kind of file."""

    def __init__(self, place: int, found: str) -> None:
        """Keep where it stands (in characters or bytes, from 0) and what stands there."""
        super().__init__(place, found)
        self.place = place
        self.found = found


class SpoiltUtf8(NotText):
    """UTF-8 but for a few bytes: a file that was cut, or damaged on its way."""

    def __init__(self, place: int, found: str, line: int) -> None:
        """Keep also on which line of the file, from 1, the first such byte stands."""
        super().__init__(place, found)
        self.args = (place, found, line)
        self.line = line


class OtherKind(NotText):
    """A file of another kind: a PDF, a web page and the like, saved under a text's name."""

    def __init__(self, place: int, found: str, kind: str) -> None:
        """Keep also the kind: ``pdf``, ``rtf``, ``zip`` (.docx too), ``office`` (.doc too) or ``html``."""
        super().__init__(place, found)
        self.args = (place, found, kind)
        self.kind = kind


class BrokenModel(RestorerError):
    """A model file that is not a whole model."""

    def __init__(self, reason: str, line: int | None = None) -> None:
        """Keep what is wrong, by a name for it, and on which line of the file, from 1, where it has lines."""
        super().__init__(reason, line)
        self.reason = reason
        self.line = line


class UnknownReading(RestorerError):
    """A reading was chosen that the damage could not have turned into what the source has."""

    def __init__(self, place: int, before: str, reading: str) -> None:
        """Keep the place in the source, what stands there, and the reading refused."""
        super().__init__(place, before, reading)
        self.place = place
        self.before = before
        self.reading = reading
