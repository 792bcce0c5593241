"""``./dev pages``: docs/score.md and docs/access.md written anew."""

from app.main import create_app
from checks.pages import access_page, score_page

score_page.PAGE.write_text(score_page.page(), "utf-8")
access_page.PAGE.write_text(access_page.page(create_app()), "utf-8")
