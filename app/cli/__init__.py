"""The service from a terminal: the same use cases as over HTTP, for whoever runs the machine.

The commands stand here in the order in which ``cungcau --help`` lists them.
"""

from app.cli import audit, demo, jobs, keys, questions, reference_data, serve
from app.cli.options import app, main
from app.cli.questions import OPERATOR
from app.cli.reference_data import DEMO_PASSWORD

__all__ = ["DEMO_PASSWORD", "OPERATOR", "app", "main"]

app.command()(serve.migrate)
app.command()(reference_data.seed)
app.command()(serve.serve)
app.command()(demo.demo)
app.command()(serve.account)
app.command()(serve.openapi)
app.command()(jobs.jobs)
app.command()(questions.match)
app.command()(questions.rescore)
app.command()(questions.titles)
app.command(name="progress")(questions.show_progress)
app.add_typer(audit.app, name="audit")
app.add_typer(keys.app, name="keys")
