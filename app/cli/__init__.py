"""The service from a terminal: the same use cases as over HTTP, for whoever runs the machine.

The commands stand here in the order in which ``cungcau --help`` lists them.
"""

from app.cli import asking, audit, demo, jobs, keys, loading, running
from app.cli.asking import OPERATOR
from app.cli.base import app, main
from app.cli.loading import DEMO_PASSWORD

__all__ = ["DEMO_PASSWORD", "OPERATOR", "app", "main"]

app.command()(running.migrate)
app.command()(loading.seed)
app.command()(running.serve)
app.command()(demo.demo)
app.command()(running.account)
app.command()(running.openapi)
app.command()(jobs.jobs)
app.command()(asking.match)
app.command()(asking.rescore)
app.command()(asking.titles)
app.command(name="progress")(asking.show_progress)
app.add_typer(audit.app, name="audit")
app.add_typer(keys.app, name="keys")
