"""Owns what is known: the verdicts and the matcher over them, for all that checks texts."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import partial

from bot.embedder import ChosenEmbedder, choose_embedder
from bot.indexing import LastingMatcher
from bot.marks import MarksFile
from bot.settings import Settings
from claims.catalogue import Catalogue
from claims.ports import Matcher, Store
from db.store import open_store
from matching.embeddings import TwoEncoders
from matching.matcher import HybridMatcher


@dataclass(frozen=True)
class Knowledge:
    """The verdicts and the matcher over them; enough to check a text without Telegram."""

    store: Store
    matcher: Matcher
    catalogue: Catalogue
    embedder: ChosenEmbedder


@asynccontextmanager
async def open_knowledge(
    settings: Settings, embedder: TwoEncoders | None = None, *, load: bool = True
) -> AsyncIterator[Knowledge]:
    """Open the database (migrated to this version) and the index, and close them in the end.

    Without `load`, the matcher's models are read only if something is to be encoded.
    """
    store = await open_store(settings.database)
    try:
        chosen = await asyncio.to_thread(choose_embedder, settings)
        folder = chosen.index_folder(settings.index_path)
        matcher = LastingMatcher(
            folder, partial(HybridMatcher.open, folder, embedder=embedder, finder=chosen.finder, load=load)
        )
        try:
            catalogue = Catalogue(store, matcher, MarksFile(folder / "marks.json"))
            yield Knowledge(store, matcher, catalogue, chosen)
        finally:
            matcher.close()
    finally:
        await store.close()
