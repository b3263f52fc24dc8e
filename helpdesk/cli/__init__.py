"""The command line: the commands of the public interface. Imports come late, so that help is quick."""

from helpdesk.cli import audit, backup, erasure, keys, mail, people, processes, records, retention, texts
from helpdesk.cli.group import main

__all__ = ["audit", "backup", "erasure", "keys", "mail", "main", "people", "processes", "records", "retention", "texts"]
