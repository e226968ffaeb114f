"""How the cross-encoder and the regression were made; nothing here is needed to run the bot."""
