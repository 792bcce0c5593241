"""What every command stands on: the application, its answers to a person, its refusals, the database."""

import json
import sys
from typing import Annotated, Any, NoReturn

import typer
from pydantic import ValidationError
from rich.console import Console
from sqlalchemy.exc import OperationalError

from app.config import Settings
from app.core.errors import AppError
from app.infra import db, schema
from app.messages import Language, problem_detail
from app.services.ranking.rulebook import Rulebook, RulesError, read_rulebook

app = typer.Typer(
    help="Cung Cầu: kết nối cung – cầu lao động khu công nghiệp.",
    no_args_is_help=True,
    # A pretty traceback prints the values of variables, and those may be personal.
    pretty_exceptions_enable=False,
)
out = Console()
notes = Console(stderr=True)

HEAD_PLAN = "ag-bqlkkt-2026"

Json = Annotated[bool, typer.Option("--json", help="In ra JSON cho chương trình đọc.")]


def main() -> None:
    """Run a command; a refusal is one line and exit code 1."""
    try:
        app()
    except AppError as error:
        refuse(problem_detail(error.code, Language.VI, **error.values))
    except OperationalError:
        refuse("Không dùng được cơ sở dữ liệu. Hãy kiểm tra CUNGCAU_DATABASE_URL và máy chủ.")
    except RulesError as error:
        refuse(f"Quy tắc chấm điểm chưa đúng / Scoring rules refused (CUNGCAU_RULES, CUNGCAU_RULES_FILE): {error}")
    except ValidationError as error:
        # Names of settings and what is wrong with them; never the value, which may be a secret.
        refuse("Thiết lập chưa đúng: " + "; ".join(f"{item['loc']}: {item['msg']}" for item in error.errors()))


def refuse(why: str) -> NoReturn:
    notes.print(why, style="red", highlight=False, markup=False, soft_wrap=True)
    sys.exit(1)


def connect(settings: Settings) -> Rulebook:
    """Bind the database of the settings; refuse one whose schema is not the one this program was made for.

    The rules that the settings name are read first: with broken rules nothing is touched.
    """
    rulebook = read_rulebook(settings.rules, settings.rules_file)
    engine = db.make_engine(settings.database_url, threads=settings.threads)
    if schema.is_behind(engine):
        refuse(
            "Cơ sở dữ liệu chưa được tạo hoặc chưa cập nhật lược đồ. "
            "Kiểm tra CUNGCAU_DATABASE_URL, rồi chạy: cungcau migrate"
        )
    db.bind(engine)
    return rulebook


def say(as_json: bool, data: dict[str, Any], lines: list[str]) -> None:
    if as_json:
        sys.stdout.write(json.dumps(data, ensure_ascii=False, default=str) + "\n")
    else:
        # Not through rich: it would wrap the commands that people copy.
        sys.stdout.write("\n".join(lines) + "\n")
