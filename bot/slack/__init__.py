"""Slack: a door. The only room that knows slack_bolt, slack_sdk and Slack's payloads."""
