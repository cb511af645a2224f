"""The workbench: one source of counts looked at from many sides, each view an address of its own. No case and no name is here."""
