"""The end of a listening socket: who was let in is taken up, and nobody is let in whom nobody will hear."""

import errno
import select
import socket
import sys
from collections.abc import Iterator
from contextlib import suppress

import pytest

from app.http import door
from tests.support.patience import GENEROUS

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="packet filters are Linux's own")


@pytest.fixture
def listening() -> Iterator[socket.socket]:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        one.listen()
        one.setblocking(False)
        yield one


def client_of(listening: socket.socket) -> socket.socket:
    """Begins to connect."""
    client = socket.socket()
    client.setblocking(False)
    with suppress(BlockingIOError):
        client.connect(listening.getsockname())
    return client


def test_whoever_comes_before_is_taken_up_and_whoever_comes_after_is_told_that_nobody_listens(
    listening: socket.socket,
) -> None:
    """Without the filter the second one is accepted by the system between the last look and the close, and reset."""
    with client_of(listening) as early:
        door.shut(listening)
        with client_of(listening) as late:
            [taken] = door.waiting(listening)
            with taken:
                assert taken.getpeername() == early.getsockname()
            listening.close()
            select.select([], [late], [], GENEROUS)
            assert late.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR) == errno.ECONNREFUSED


def test_a_shut_door_is_shut_for_every_process_that_shares_the_socket(listening: socket.socket) -> None:
    with listening.dup() as shared:
        door.shut(listening)
        with client_of(listening):
            assert door.waiting(shared) == []


def test_what_has_begun_goes_on(listening: socket.socket) -> None:
    with client_of(listening) as client:
        [taken] = door.waiting(listening)
        door.shut(listening)
        with taken:
            client.sendall(b"ask")
            taken.settimeout(GENEROUS)
            assert taken.recv(3) == b"ask"
            taken.sendall(b"answer")
            client.settimeout(GENEROUS)
            assert client.recv(6) == b"answer"


def test_a_socket_that_is_gone_is_none_to_shut(listening: socket.socket) -> None:
    listening.close()
    door.shut(listening)
    assert door.waiting(listening) == []
