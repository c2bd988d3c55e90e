"""A line to a server, which a test can cut: for a server that others use too, so that it cannot be stopped."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

PIECE = 65536


class Line:
    """Listens on a port and passes everything on to another one of this machine, until it is cut."""

    def __init__(self, port: int) -> None:
        self.leads_to = port
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self.listener.getsockname()[1]
        self.ends: list[socket.socket] = [self.listener]
        threading.Thread(target=self._accept, daemon=True).start()

    def cut(self) -> None:
        """Drop every connection and refuse new ones."""
        for end in self.ends:
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()

    def _accept(self) -> None:
        with suppress(OSError):  # it was cut
            while True:
                here, _address = self.listener.accept()
                there = socket.create_connection(("127.0.0.1", self.leads_to))
                self.ends += [here, there]
                for source, target in ((here, there), (there, here)):
                    threading.Thread(target=_pass_on, args=(source, target), daemon=True).start()


def _pass_on(source: socket.socket, target: socket.socket) -> None:
    with suppress(OSError):
        while piece := source.recv(PIECE):
            target.sendall(piece)
        target.shutdown(socket.SHUT_WR)


@contextmanager
def line(port: int) -> Iterator[Line]:
    """Yield a line to a port, which is cut when the context ends."""
    laid = Line(port)
    try:
        yield laid
    finally:
        laid.cut()
