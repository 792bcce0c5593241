"""Questions about a free-text job title that names no trade."""

from app.messages.catalogue import Text

TITLE_QUESTIONS: dict[str, Text] = {
    "title_blank": Text(
        "Chưa ghi tên công việc; hãy hỏi người lao động làm nghề gì.",
        "No job title is written; ask the person for the trade.",
    ),
    "title_without_trade": Text(
        "Tên công việc chưa nêu nghề; hãy hỏi người lao động làm nghề gì.",
        "The job title names no trade; ask the person for it.",
    ),
}
