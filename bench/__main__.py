"""``python -m bench``: each command prints a table and what was to be reached, and ends with 1 when it was not."""

import signal
import sys
from typing import Annotated

import typer

from bench import cost, demo_load, engine, hire, http, load, ranking, reseal
from bench.databases import Kind
from bench.figures import Report

app = typer.Typer(
    help="Đo tốc độ của dịch vụ · Measure the service.", no_args_is_help=True, pretty_exceptions_enable=False
)

Json = Annotated[bool, typer.Option("--json", help="In ra JSON · Print JSON.")]
People = Annotated[int, typer.Option(min=1, max=1_000_000, help="Số người mẫu · Made-up people.")]
Sizes = Annotated[str, typer.Option(help="Số người, cách nhau bằng dấu phẩy · Numbers of people, with commas between.")]
Peers = Annotated[bool, typer.Option(help="So với NumPy, DuckDB và PostgreSQL · Beside NumPy, DuckDB and PostgreSQL.")]
Count = Annotated[int, typer.Option(min=1)]
Database = Annotated[Kind, typer.Option(help="Cơ sở dữ liệu · Database.")]


def _end(report: Report, as_json: bool) -> None:
    report.show(as_json=as_json)
    raise typer.Exit(0 if report.passed else 1)


@app.command(name="ranking")
def ranking_command(
    people: People = 20_000,
    rounds: Count = 200,
    limit: Count = 20,
    starts: Count = ranking.STARTS,
    as_json: Json = False,
) -> None:
    """Xếp hạng người cho một việc làm trống · Ranked people for a vacancy."""
    _end(ranking.measure(people, rounds, limit, starts), as_json)


@app.command(name="engine")
def engine_command(
    sizes: Sizes = "10000,100000,1000000",
    queries: Count = 200,
    limit: Count = 50,
    peers: Peers = True,
    as_json: Json = False,
) -> None:
    """Bộ máy xếp hạng trong một tiến trình · The ranking engine in process, beside other ways to rank."""
    _end(engine.measure([int(size) for size in sizes.split(",")], queries, limit, peers=peers), as_json)


@app.command(name="demo-load")
def demo_load_command(people: People = 1_000_000, as_json: Json = False) -> None:
    """Nạp số liệu mẫu vào SQLite · Load the demonstration into SQLite."""
    _end(demo_load.measure(people), as_json)


@app.command(name="load")
def load_command(
    clients: Count = 100, threads: Count = 8, seconds: Count = 30, database: Database = Kind.BOTH, as_json: Json = False
) -> None:
    """Nhiều máy khách cùng đọc và ghi · Many clients reading and writing at once."""
    _end(load.measure(database, clients, threads, seconds), as_json)


@app.command(name="hire")
def hire_command(
    threads: Count = 100, openings: Count = 10, rounds: Count = 5, database: Database = Kind.BOTH, as_json: Json = False
) -> None:
    """Cùng lúc tuyển vào những chỗ cuối cùng · Hire into the last openings at once."""
    _end(hire.measure(database, threads, openings, rounds), as_json)


@app.command(name="reseal")
def reseal_command(people: People = 20_000, database: Database = Kind.BOTH, as_json: Json = False) -> None:
    """Đổi khóa trong khi dịch vụ chạy · Change the keys while the service serves."""
    _end(reseal.measure(database, people), as_json)


@app.command(name="http")
def http_command(people: People = 1_000_000, seconds: Count = 4, rounds: Count = 3, as_json: Json = False) -> None:
    """Xếp hạng qua HTTP so với một lời chào · Rankings over HTTP beside a hello."""
    _end(http.measure(people, seconds, rounds), as_json)


@app.command(name="cost")
def cost_command(
    against: Annotated[str, typer.Option(help="Bản so sánh · Revision to compare with.")] = "7f43990",
    people: People = 20_000,
    rounds: Count = 200,
    database: Database = Kind.BOTH,
    as_json: Json = False,
) -> None:
    """So với một bản trước của chính dịch vụ · Beside an earlier revision of the service itself."""
    _end(cost.measure(against, people, rounds, database), as_json)


if __name__ == "__main__":
    # Asked to end, it unwinds like after Ctrl-C, so that what it started is ended and removed.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    app()
