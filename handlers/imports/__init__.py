"""Imports: programme files and lists of organisations and people, all or nothing; lists also in chat."""

from handlers.imports.apply import ImportedCounts, all_that_is_wrong, apply_import
from handlers.imports.chat import router
from handlers.imports.reading import read_import
from handlers.imports.records import ImportedProgramme, ImportedTable, ImportRefused, Problem

__all__ = [
    "ImportRefused",
    "ImportedCounts",
    "ImportedProgramme",
    "ImportedTable",
    "Problem",
    "all_that_is_wrong",
    "apply_import",
    "read_import",
    "router",
]
