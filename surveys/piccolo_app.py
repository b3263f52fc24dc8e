"""The surveys' tables and the folder of its migrations."""

from pathlib import Path

from piccolo.conf.apps import AppConfig, table_finder

APP_CONFIG = AppConfig(
    app_name="surveys",
    migrations_folder_path=str(Path(__file__).parent.parent / "migrations" / "surveys"),
    table_classes=table_finder(modules=["surveys.tables"], exclude_imported=True),
)
