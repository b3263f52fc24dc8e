"""The outbox's table and the folder of its migrations."""

from pathlib import Path

from piccolo.conf.apps import AppConfig, table_finder

APP_CONFIG = AppConfig(
    app_name="notifications",
    migrations_folder_path=str(Path(__file__).parent.parent / "migrations" / "notifications"),
    table_classes=table_finder(modules=["notifications.tables"], exclude_imported=True),
)
