"""Imports: programme files and lists of organisations and people, all or nothing."""

from handlers.imports.reading import read_import
from handlers.imports.records import ImportedProgramme, ImportedTable, ImportRefused, Problem

__all__ = ["ImportRefused", "ImportedProgramme", "ImportedTable", "Problem", "read_import"]
