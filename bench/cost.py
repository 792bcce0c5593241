"""What the service costs beside an earlier revision of itself: both run at once, asked by turns, in one run."""

import random
import subprocess
import tarfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from io import BytesIO
from pathlib import Path

from bench import databases
from bench.databases import Kind
from bench.figures import Report, Table, median, percentile, step
from bench.load import new_person, open_vacancies
from bench.service import API, Answer, Client, running

ROOT = Path(__file__).parent.parent
ALLOWED = 1.10
LOADS = 3
Ask = Callable[[], Answer]


@contextmanager
def revision(name: str) -> Iterator[Path]:
    """The files of a revision in a folder of their own."""
    with databases.folder() as path:
        # A name beginning with a dash would be read as an option.
        command = ["git", "archive", "--format=tar", "--end-of-options", name]
        packed = subprocess.run(command, cwd=ROOT, check=True, capture_output=True).stdout
        with tarfile.open(fileobj=BytesIO(packed)) as files:
            files.extractall(path, filter="data")
        yield path


def asked(client: Client, vacancies: list[str], chance: random.Random) -> dict[str, Ask]:
    """One client's requests by kind."""
    people = [row["id"] for row in client.get(f"{API}/jobseekers?limit=200").json()["items"]]
    return {
        "ranking, top 50": lambda: client.get(f"{API}/vacancies/{chance.choice(vacancies)}/candidates?limit=50"),
        "list of people": lambda: client.get(f"{API}/jobseekers?limit=50"),
        "list of vacancies": lambda: client.get(f"{API}/vacancies?limit=50"),
        "list of introductions": lambda: client.get(f"{API}/referrals?limit=50"),
        "one profile": lambda: client.get(f"{API}/jobseekers/{chance.choice(people)}"),
        "registration": lambda: client.send("POST", f"{API}/jobseekers", new_person(chance)),
    }


def measure(against: str, people: int, rounds: int, kind: Kind) -> Report:
    """On each database both revisions, request by request, and the loading of the demonstration by turns."""
    table = Table(["database", "what", "before p50 ms", "now p50 ms", "before p95 ms", "now p95 ms", "now / before"])
    checks = []
    for database in kind.each():
        with revision(against) as before, ExitStack() as stack:
            urls = [stack.enter_context(databases.empty(database)) for _ in range(2)]
            folders = [before, ROOT]
            loads = _load(urls, folders, people, stack, database)
            table.rows.append([database.value, f"loading {people:,} people", *loads])
            checks.append(_check(database, "loading", loads))
            clients = [stack.enter_context(running(url, where=where)) for url, where in zip(urls, folders, strict=True)]
            with step(f"{database.value}: {rounds} rounds"):
                for name, row in _by_turns([one.client(one.sign_in()) for one in clients], rounds):
                    table.rows.append([database.value, name, *row])
                    checks.append(_check(database, name, row))
    return Report(f"Beside revision {against}; milliseconds, one connection each, by turns", [table], checks)


def _check(database: Kind, name: str, row: list[float]) -> tuple[str, bool]:
    return f"{database.value}: {name} costs at most {ALLOWED:.2f} × ({row[-1]:.2f})", row[-1] <= ALLOWED


def _load(urls: list[str], folders: list[Path], people: int, stack: ExitStack, database: Kind) -> list[float]:
    """Milliseconds of loading by turns into databases of their own; the last ones are the ones that are served."""
    taken: list[list[float]] = [[], []]
    for turn in range(LOADS):
        for side in (0, 1):
            with step(f"{database.value}: loading, turn {turn + 1} of {LOADS}, {'now' if side else 'before'}"):
                last = turn == LOADS - 1
                with ExitStack() as own:
                    url = urls[side] if last else own.enter_context(databases.empty(database))
                    taken[side].append(databases.fill(url, people, where=folders[side]).seconds * 1000)
    return _row(*taken)


def _by_turns(clients: list[Client], rounds: int) -> Iterator[tuple[str, list[float]]]:
    sides = [asked(client, open_vacancies(client), random.Random(7)) for client in clients]
    for name in sides[0]:
        taken: list[list[float]] = [[], []]
        for turn in range(rounds):
            # Who goes first changes from turn to turn.
            for side in (turn % 2, 1 - turn % 2):
                answer = sides[side][name]()
                answer.json(201 if name == "registration" else 200)
                if turn >= rounds // 10:
                    taken[side].append(answer.seconds * 1000)
        yield name, _row(*taken)


def _row(before: list[float], now: list[float]) -> list[float]:
    pairs = [(median(before), median(now)), (percentile(before, 95), percentile(now, 95))]
    return [*pairs[0], *pairs[1], pairs[0][1] / pairs[0][0]]
