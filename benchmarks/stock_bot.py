"""The negative control: the polling loop of python-telegram-bot as its documentation shows it."""

import sys

from telegram import Update
from telegram.ext import ApplicationBuilder, ContextTypes, MessageHandler, filters


async def reply(update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
    """Answer a message; the delayed response of the server makes this as slow as our bot's sending."""
    if update.message is not None:
        await update.message.reply_text("Received.", do_quote=True)


def main() -> None:
    """Poll the Bot API at the address of the first argument with the token of the second."""
    url, token = sys.argv[1:]
    application = ApplicationBuilder().token(token).base_url(f"{url}/bot").build()
    application.add_handler(MessageHandler(filters.ALL, reply))
    application.run_polling(bootstrap_retries=-1)


if __name__ == "__main__":
    main()
