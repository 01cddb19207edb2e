"""The Chroma index: guideline passages and past determinations, one writer, many readers.

The only module that imports Chroma, which takes half a second: import this one where an index is opened.
Vectors go through LangChain's ``Chroma`` store; contents, versions and locks are kept here. Knows nothing
of ranking: see ``knowledge.search``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from hashlib import sha256
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit

import chromadb
from chromadb.config import Settings
from chromadb.errors import NotFoundError
from filelock import FileLock, Timeout
from langchain_chroma import Chroma
from langchain_core.embeddings import Embeddings

from knowledge.embeddings import Embedder
from knowledge.entries import DeterminationEntry, Entry, GuidelinePassage, Kind, passages_of
from knowledge.errors import IndexBusyError, IndexMismatchError, KnowledgeError
from knowledge.packs import Packs

BATCH = 1000
_PAGE = 5000
_FORMAT = "2"  # of entries; a change rebuilds the passages of packs
_MODULUS = 1 << 128
_PATIENCE = 10.0

Progress = Callable[[int, int], None]


class Counts(NamedTuple):
    """Entries in each collection."""

    guidelines: int
    determinations: int


@dataclass(frozen=True, slots=True)
class Row:
    """One stored entry: id, the text it is found by, metadata."""

    id: str
    text: str
    metadata: Mapping[str, Any]


class Index:
    """An open index; build it with :func:`open_index`.

    Reading never locks. Writing takes the lock of the folder for as long as one call lasts.
    """

    def __init__(self, client: Any, embedder: Embedder, lock: FileLock | None, place: str) -> None:
        self._client = client
        self._embedder = embedder
        self._lock = lock
        self._place = place
        self._stores = {kind: self._store(kind) for kind in Kind}
        self._handles = {kind: self._collection(kind) for kind in Kind}

    @property
    def folder(self) -> Path | None:
        """Where the index lives on this machine; None for one on a server."""
        return Path(self._place) if self._lock else None

    @property
    def embedder(self) -> Embedder:
        return self._embedder

    def add_guidelines(
        self, passages: Sequence[GuidelinePassage], on_progress: Progress | None = None
    ) -> int:
        """Insert or update passages by id; returns how many were new or changed.

        Raises:
            IndexBusyError: another process is writing.
        """
        return self._add(Kind.GUIDELINES, passages, on_progress)

    def add_determinations(
        self, entries: Sequence[DeterminationEntry], on_progress: Progress | None = None
    ) -> int:
        """Insert or update items of determinations by id; returns how many were new or changed.

        Raises:
            IndexBusyError: another process is writing.
        """
        return self._add(Kind.DETERMINATIONS, entries, on_progress)

    def remove(self, kind: Kind, ids: Sequence[str]) -> int:
        """Delete entries by id; returns how many there were."""
        with self._writing(kind) as tally:
            old = self._digests(kind, ids)
            if old:
                self._handles[kind].delete(ids=sorted(old))
                tally.change(old, {})
            return len(old)

    @contextmanager
    def locked(self, patience: float = _PATIENCE) -> Iterator[None]:
        """Keep other writers out over several calls; waits up to ``patience`` seconds for the lock.

        Raises:
            IndexBusyError: another process holds the lock for longer.
        """
        with _held(self._lock, self._place, patience):
            yield

    def counts(self) -> Counts:
        return Counts(*(self._handles[kind].count() for kind in Kind))

    def version(self) -> str:
        """A digest of the contents and the embedder's name; the same contents give the same version."""
        parts = [self._embedder.name, *(self.version_of(kind) for kind in Kind)]
        return f"sha256:{sha256('|'.join(parts).encode()).hexdigest()}"

    def version_of(self, kind: Kind) -> str:
        """A digest of one collection's contents."""
        return str(self._state(kind).get("digest", "0"))

    def note(self, kind: Kind, key: str) -> str:
        """A note kept with a collection, empty when there is none."""
        return str(self._state(kind).get(key, ""))

    def set_note(self, kind: Kind, key: str, value: str) -> None:
        with self._writing(kind) as tally:
            tally.notes[key] = value

    def nearest(
        self, kind: Kind, vector: Sequence[float], k: int, where: Mapping[str, Any] | None = None
    ) -> list[str]:
        """The ids of the ``k`` nearest entries that fit the metadata filter, nearest first, ties by id."""
        # the collection itself: LangChain's search would fetch every text and its metadata, 15 times slower
        found = self._handles[kind].query(
            query_embeddings=[list(vector)],
            n_results=k,
            where=dict(where) if where else None,
            include=["distances"],
        )
        distances = (round(distance, 6) for distance in found["distances"][0])
        return [key for _, key in sorted(zip(distances, found["ids"][0], strict=True))]

    def passages(self, ids: Sequence[str]) -> tuple[GuidelinePassage, ...]:
        """The passages with these ids, in this order; unknown ids are left out."""
        found = self._by_id(Kind.GUIDELINES, ids)
        return tuple(GuidelinePassage.of(i, found[i]) for i in ids if i in found)

    def loaded(self) -> tuple[GuidelinePassage, ...]:
        """The passages of all guideline text that a user loaded, in the order of their ids."""
        found = self._handles[Kind.GUIDELINES].get(where={"source": "text"}, include=["metadatas"])
        pairs = sorted(zip(found["ids"], found["metadatas"], strict=True), key=lambda pair: str(pair[0]))
        return tuple(GuidelinePassage.of(key, metadata) for key, metadata in pairs)

    def determinations(self, ids: Sequence[str]) -> tuple[DeterminationEntry, ...]:
        """The items with these ids, in this order; unknown ids are left out."""
        found = self._by_id(Kind.DETERMINATIONS, ids)
        return tuple(DeterminationEntry.of(i, found[i]) for i in ids if i in found)

    def decided(self, family: str) -> tuple[tuple[str, str], ...]:
        """Case number and decision of every past item of a family, in the order of their ids."""
        found = self._handles[Kind.DETERMINATIONS].get(where={"family": family}, include=["metadatas"])
        pairs = sorted(zip(found["ids"], found["metadatas"], strict=True), key=lambda pair: str(pair[0]))
        return tuple((str(m["case_number"]), str(m["decision"])) for _, m in pairs)

    def rows(self, kind: Kind) -> Iterator[Row]:
        """Everything in a collection, page by page, in the order of the store."""
        collection = self._handles[kind]
        for offset in range(0, collection.count(), _PAGE):
            page = collection.get(limit=_PAGE, offset=offset, include=["documents", "metadatas"])
            for row in zip(page["ids"], page["documents"], page["metadatas"], strict=True):
                yield Row(*row)

    def _add(self, kind: Kind, entries: Sequence[Entry], on_progress: Progress | None) -> int:
        unique = {entry.id: entry for entry in entries}
        changed = 0
        with self._writing(kind) as tally:
            for done, batch in _batches(list(unique.values())):
                changed += self._upsert(kind, batch, tally)
                if on_progress:
                    on_progress(done, len(unique))
        return changed

    def _upsert(self, kind: Kind, batch: Sequence[Entry], tally: _Tally) -> int:
        old = self._digests(kind, [entry.id for entry in batch])
        fresh = [(e, m) for e in batch if (m := e.metadata)["digest"] != old.get(e.id)]
        if fresh:
            self._stores[kind].add_texts(
                [entry.search_text for entry, _ in fresh],
                metadatas=[metadata for _, metadata in fresh],
                ids=[entry.id for entry, _ in fresh],
            )
            new = {entry.id: str(metadata["digest"]) for entry, metadata in fresh}
            tally.change({key: old[key] for key in new if key in old}, new)
        return len(fresh)

    def _digests(self, kind: Kind, ids: Sequence[str]) -> dict[str, str]:
        return {key: str(m["digest"]) for key, m in self._by_id(kind, ids).items()}

    def _by_id(self, kind: Kind, ids: Sequence[str]) -> dict[str, Mapping[str, Any]]:
        if not ids:
            return {}
        found = self._handles[kind].get(ids=list(ids), include=["metadatas"])
        return dict(zip(found["ids"], found["metadatas"], strict=True))

    def _collection(self, kind: Kind) -> Any:
        """Fetched anew, with the metadata that another process may have written since."""
        return self._client.get_collection(kind.value, embedding_function=None)

    def _state(self, kind: Kind) -> dict[str, Any]:
        return dict(self._collection(kind).metadata or {})

    def _store(self, kind: Kind) -> Chroma:
        try:
            state = self._state(kind)
        except NotFoundError:
            with _held(self._lock, self._place, _PATIENCE):
                self._client.get_or_create_collection(
                    kind.value,
                    embedding_function=None,
                    metadata={"embedder": self._embedder.name},
                    configuration={"hnsw": {"space": "cosine"}},
                )
            state = self._state(kind)
        if state.get("embedder") != self._embedder.name:
            raise IndexMismatchError(
                f"The index at {self._place} was built with the embedder {state.get('embedder')!r}, not"
                f" {self._embedder.name!r}; choose that embedder or build a new index in another folder."
            )
        functions: Embeddings = self._embedder  # type: ignore[assignment]
        return Chroma(collection_name=kind.value, client=self._client, embedding_function=functions)

    @contextmanager
    def _writing(self, kind: Kind) -> Iterator[_Tally]:
        """Hold the lock; keep the digest true even when a writer dies between vectors and digest."""
        with _held(self._lock, self._place, 0):
            state = self._state(kind)
            if state.pop("unfinished", ""):
                state["digest"] = f"{_sum(str(row.metadata['digest']) for row in self.rows(kind)):032x}"
            tally = _Tally(int(str(state.get("digest", "0")), 16), {})
            self._collection(kind).modify(metadata={**state, "unfinished": "yes"})
            yield tally
            self._collection(kind).modify(
                metadata={**state, **tally.notes, "digest": f"{tally.total:032x}", "unfinished": ""}
            )


@dataclass
class _Tally:
    """The running digest of a collection: a sum, so that order does not matter."""

    total: int
    notes: dict[str, str]

    def change(self, old: Mapping[str, str], new: Mapping[str, str]) -> None:
        self.total = (self.total - _sum(old.values()) + _sum(new.values())) % _MODULUS


def open_index(path: Path, embedder: Embedder, url: str | None = None) -> Index:
    """The index in a folder (made when absent), or on the Chroma server at ``url``.

    Raises:
        IndexMismatchError: another embedder built it.
        IndexBusyError: another process is just creating it and does not finish.
        KnowledgeError: the server at ``url`` does not answer.
    """
    settings = Settings(anonymized_telemetry=False)
    if url:
        return Index(_remote(url, settings), embedder, None, url)
    path.mkdir(parents=True, exist_ok=True)
    lock = FileLock(path / "writer.lock")
    first_time = not (path / "chroma.sqlite3").exists()
    with _held(lock, str(path), _PATIENCE) if first_time else nullcontext():
        client = chromadb.PersistentClient(str(path), settings=settings)
    return Index(client, embedder, lock, str(path))


def build_guideline_index(index: Index, packs: Packs, on_progress: Progress | None = None) -> bool:
    """Bring the passages of packs up to date; returns False when they already were.

    Passages of packs that are gone are removed; text that a user loaded stays.
    """
    digest = f"{_FORMAT}:{packs.digest}"
    if index.note(Kind.GUIDELINES, "packs") == digest:
        return False
    passages = [passage for pack in packs for passage in passages_of(pack)]
    wanted = {passage.id for passage in passages}
    with index.locked():
        stored = (row for row in index.rows(Kind.GUIDELINES) if row.metadata["source"] == "pack")
        index.remove(Kind.GUIDELINES, [row.id for row in stored if row.id not in wanted])
        index.add_guidelines(passages, on_progress)
        index.set_note(Kind.GUIDELINES, "packs", digest)
    return True


def _remote(url: str, settings: Settings) -> Any:
    parts = urlsplit(url)
    secure = parts.scheme == "https"
    try:
        return chromadb.HttpClient(
            host=parts.hostname or url,
            port=parts.port or (443 if secure else 8000),
            ssl=secure,
            settings=settings,
        )
    except ValueError as error:
        raise KnowledgeError(f"The Chroma server at {url} does not answer; check CHROMA_URL.") from error


@contextmanager
def _held(lock: FileLock | None, place: str, patience: float) -> Iterator[None]:
    if lock is None:
        yield
        return
    try:
        lock.acquire(timeout=patience)
    except Timeout as error:
        raise IndexBusyError(
            f"Another process is writing to the index at {place}; wait until it has finished and try again."
        ) from error
    try:
        yield
    finally:
        lock.release()


def _batches(entries: Sequence[Entry]) -> Iterator[tuple[int, list[Entry]]]:
    rest, done = iter(entries), 0
    while batch := list(islice(rest, BATCH)):
        done += len(batch)
        yield done, batch


def _sum(digests: Any) -> int:
    return sum(int(digest, 16) for digest in digests) % _MODULUS
