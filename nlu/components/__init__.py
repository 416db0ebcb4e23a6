"""Graph components that Rasa loads by name from config.yml; Python 3.10, types on every method."""
