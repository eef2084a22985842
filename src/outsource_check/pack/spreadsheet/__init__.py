"""Packs from and to a spreadsheet: one row a question (docs/from-a-spreadsheet.md)."""
