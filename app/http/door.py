"""The listening socket at the end: nobody new is let in, so that nobody who was let in is forgotten.

Between the last connection taken up and the close of the socket another one can arrive; the system has then accepted
it in our name, and resets it. So the door is shut before it is taken away: on Linux a packet filter on the socket
(``SO_ATTACH_FILTER``, classic BPF) lets no new handshake begin, the begun ones end, and whoever comes later is told
that nobody listens when the socket is gone.
"""

import ctypes
import socket
import struct
import sys

SO_ATTACH_FILTER = 26
# Of the TCP header: byte 13 holds the flags; SYN without ACK asks for a new connection.
_FLAGS, _SYN_ACK, _SYN = 13, 0x12, 0x02
_PROGRAM = (
    (0x30, 0, 0, _FLAGS),  # load a byte
    (0x54, 0, 0, _SYN_ACK),  # keep these two flags
    (0x15, 0, 1, _SYN),  # SYN alone? else jump over the next
    (0x06, 0, 0, 0),  # drop
    (0x06, 0, 0, 0xFFFFFFFF),  # let through
)


def shut(listening: socket.socket) -> None:
    """Begin no new connection, in whatever process the socket is shared; where the system cannot, nothing happens."""
    if not sys.platform.startswith("linux"):
        return
    code = ctypes.create_string_buffer(b"".join(struct.pack("=HBBI", *step) for step in _PROGRAM))
    try:
        listening.setsockopt(
            socket.SOL_SOCKET, SO_ATTACH_FILTER, struct.pack("@HP", len(_PROGRAM), ctypes.addressof(code))
        )
    except OSError:
        # Not a TCP socket, or closed already: it ends as sockets do.
        return


def waiting(listening: socket.socket) -> list[socket.socket]:
    """Every connection that the system has accepted and nobody has taken up."""
    found: list[socket.socket] = []
    while True:
        try:
            connection, _ = listening.accept()
        except OSError:
            return found
        connection.setblocking(False)
        found.append(connection)
