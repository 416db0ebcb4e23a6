"""Understanding of Chinese text: the Rasa process, its data and training, and the bot's client to it."""
