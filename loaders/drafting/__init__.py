"""A first contract drafted from a file that a department sent, for a person to correct."""

from loaders.drafting.draft import Drafted, draft

__all__ = ["Drafted", "draft"]
