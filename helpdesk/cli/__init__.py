"""The command line: the commands of the public interface. Imports come late, so that help is quick."""

from helpdesk.cli import audit, keys, mail, people, processes, records, retention, texts
from helpdesk.cli.group import main

__all__ = ["audit", "keys", "mail", "main", "people", "processes", "records", "retention", "texts"]
