"""The Teams door: the only room that knows botbuilder, Adaptive Cards and the Bot Connector."""
