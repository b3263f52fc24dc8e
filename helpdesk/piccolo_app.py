"""The helpdesk's tables and the folder of their migrations."""

from pathlib import Path

from piccolo.conf.apps import AppConfig, table_finder

APP_CONFIG = AppConfig(
    app_name="helpdesk",
    migrations_folder_path=str(Path(__file__).parent.parent / "migrations" / "helpdesk"),
    table_classes=table_finder(
        modules=[
            "helpdesk.audit.tables",
            "helpdesk.notices.tables",
            "helpdesk.people.tables",
            "helpdesk.privacy.disclosure.tables",
            "helpdesk.privacy.lawful.tables",
            "helpdesk.privacy.policy.tables",
            "helpdesk.privacy.erasure.tables",
            "helpdesk.privacy.subject_requests.tables",
            "helpdesk.privacy.retention.tables",
            "helpdesk.privacy.transfer.tables",
            "helpdesk.privacy.vault.tables",
            "helpdesk.tickets.attachment_tables",
            "helpdesk.tickets.desk_tables",
            "helpdesk.tickets.tables",
        ],
        exclude_imported=True,
    ),
)
