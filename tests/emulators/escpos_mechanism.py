"""An ESC/POS print mechanism, after Epson's command reference and the manuals of Chinese printers.

It shares nothing with the encoder it checks. Chinese mode is off until FS & and text that leaves
the paper goes on in the next line, so a forgotten command or a wrong width shows in the result.
"""

from collections.abc import Callable, Generator

from PIL import Image

from tests.emulators.escpos_paper import Bitmap, Feed, Printed, PrintedCode, Sheet, width_of

LINE_DOTS = 30
DOTS_PER_CELL = 12
WITHOUT_EFFECT = {"t": 1, "R": 1, "-": 1, "3": 1, "2": 0}  # ESC commands and their parameters
LEVELS = {48: "L", 49: "M", 50: "Q", 51: "H"}

Bytes = Generator[None, int, None]
Taken = Generator[None, int, bytes]


class Mechanism:
    """Obeys commands byte by byte; `sheets` are finished, `sheet` is still in the slot."""

    def __init__(self, columns: int, answer: Callable[[bytes], None]) -> None:
        self.columns = columns
        self.sheets: list[Sheet] = []
        self.sheet = Sheet(columns)
        self.drawer_kicks = 0
        self.lines_printed = 0
        self.status = b"\x00"  # what GS r 1 answers
        self.reports_by_default = (
            False  # a switch below the printer: whether GS a is on after ESC @
        )
        self._answer = answer
        self._initialise()
        self._parser = self._obey()
        next(self._parser)

    def feed(self, byte: int) -> None:
        self._parser.send(byte)

    def finish(self, *, cut: bool = False) -> None:
        """The paper is cut or torn off here."""
        if self.sheet.items:
            self.sheet.cut = cut
            self.sheets.append(self.sheet)
        self.sheet = Sheet(self.columns)

    def interrupt(self) -> None:
        """The connection is gone: what was printed stays a stub, half a command is forgotten."""
        self._initialise()
        self._parser = self._obey()
        next(self._parser)
        self.finish()

    def _initialise(self) -> None:
        self.line = Printed()
        self.chinese = False
        self.reports = self.reports_by_default
        self._lead: int | None = None
        self._code = {"module": 3, "level": "L", "payload": ""}

    def _obey(self) -> Bytes:
        orders = {0x1B: self._esc, 0x1C: self._fs, 0x1D: self._gs, 0x10: self._dle}
        while True:
            byte = yield
            if self._lead is not None:
                self._put((bytes([self._lead, byte])).decode("gbk", "replace"))
                self._lead = None
            elif byte in orders:
                yield from orders[byte]()
            elif byte == 0x0A:
                self._print_line()
            elif byte == 0x0D:
                pass
            elif byte < 0x20 or byte == 0x7F:
                self._wonder(f"control byte {byte:02x} in text")
            elif byte > 0x80 and self.chinese:
                self._lead = byte
            else:
                self._put(bytes([byte]).decode("cp437"))

    def _put(self, text: str) -> None:
        for character in text:
            taken = sum(map(width_of, self.line.text + character)) * self.line.wide
            if taken > self.columns:
                self._wonder("text left the paper")
                self._print_line()
            self.line.text += character

    def _print_line(self) -> None:
        line = self.line
        self.sheet.items.append(line)
        self.lines_printed += 1
        self.line = Printed("", line.bold, line.wide, line.tall, line.align)

    def _wonder(self, what: str) -> None:
        self.sheet.faults.append(what)

    def _take(self, count: int) -> Taken:
        taken = bytearray()
        while len(taken) < count:
            taken.append((yield))
        return bytes(taken)

    def _dle(self) -> Bytes:
        """Real-time requests were answered when they arrived; here they only leave the stream."""
        yield from self._take(2)

    def _esc(self) -> Bytes:
        command = yield
        match chr(command):
            case "@":
                self._initialise()
            case "E":
                self.line.bold = bool((yield from self._take(1))[0] & 1)
            case "a":
                align = (yield from self._take(1))[0] % 48
                if self.line.text:
                    self._wonder("ESC a is ignored inside a line")
                else:
                    self.line.align = align
            case "!":
                mode = (yield from self._take(1))[0]
                self.line.bold = bool(mode & 8)
                self.line.tall, self.line.wide = 1 + bool(mode & 16), 1 + bool(mode & 32)
            case "d" | "J" as unit:
                count = (yield from self._take(1))[0]
                self._finish_line()
                self.sheet.items.append(Feed(count * (LINE_DOTS if unit == "d" else 1)))
            case "p":
                yield from self._take(3)
                self.drawer_kicks += 1
            case other if other in WITHOUT_EFFECT:
                yield from self._take(WITHOUT_EFFECT[other])
            case other:
                self._wonder(f"unknown ESC {other!r}")

    def _finish_line(self) -> None:
        if self.line.text:
            self._print_line()

    def _fs(self) -> Bytes:
        command = yield
        match chr(command):
            case "&":
                self.chinese = True
            case ".":
                self.chinese = False
            case "!" | "-" | "W":
                yield from self._take(1)
            case other:
                self._wonder(f"unknown FS {other!r}")

    def _gs(self) -> Bytes:
        command = yield
        match chr(command):
            case "!":
                size = (yield from self._take(1))[0]
                self.line.wide, self.line.tall = (size >> 4) + 1, (size & 15) + 1
            case "V":
                if (yield from self._take(1))[0] in {65, 66}:
                    yield from self._take(1)
                self.finish(cut=True)
            case "v":
                yield from self._raster()
            case "(":
                yield from self._extended()
            case "r":
                kind = (yield from self._take(1))[0]
                self._answer(self.status if kind in {1, 49} else b"\x00")
            case "a":
                self.reports = bool((yield from self._take(1))[0])
            case other:
                self._wonder(f"unknown GS {other!r}")

    def _raster(self) -> Bytes:
        head = yield from self._take(6)
        if head[:2] not in {b"0\x00", b"00"}:
            self._wonder("only GS v 0 at normal size is known")
        width = int.from_bytes(head[2:4], "little") * 8
        height = int.from_bytes(head[4:6], "little")
        dots = yield from self._take(width // 8 * height)
        paper = self.columns * DOTS_PER_CELL
        if width > paper + 7:
            self._wonder(f"picture of {width} dots on paper of {paper}")
        # In GS v 0 a set bit is ink; in a black and white picture it is white.
        band = Image.frombytes("1", (width, height), bytes(255 - byte for byte in dots))
        self._finish_line()
        last = self.sheet.items[-1] if self.sheet.items else None
        if isinstance(last, Bitmap):
            grown = Image.new("1", (max(width, last.picture.width), last.picture.height + height))
            grown.paste(1, (0, 0, *grown.size))
            grown.paste(last.picture, (0, 0))
            grown.paste(band, (0, last.picture.height))
            last.picture = grown
        else:
            self.sheet.items.append(Bitmap(band))
        self.lines_printed += 1

    def _extended(self) -> Bytes:
        family = yield
        size = int.from_bytes((yield from self._take(2)), "little")
        content = yield from self._take(size)
        if chr(family) == "H" and content[:2] == b"00" and len(content) == 6:
            self._answer(b"\x37\x22" + content[2:] + b"\x00")
            return
        if chr(family) != "k" or content[:1] != b"1":
            self._wonder(f"unknown GS ( {chr(family)!r}")
            return
        function, parameters = chr(content[1]), content[2:]
        match function:
            case "A":
                if parameters[0] != ord("2"):
                    self._wonder("QR model 1")
            case "C":
                self._code["module"] = parameters[0]
            case "E":
                self._code["level"] = LEVELS[parameters[0]]
            case "P":
                self._code["payload"] = parameters[1:].decode()
            case "Q":
                self.sheet.items.append(PrintedCode(**self._code, align=self.line.align))
            case other:
                self._wonder(f"unknown QR function {other!r}")
