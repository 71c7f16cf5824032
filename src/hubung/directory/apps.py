from django.apps import AppConfig


class DirectoryConfig(AppConfig):
    name = "hubung.directory"
    label = "directory"
