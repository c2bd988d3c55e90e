"""The published tree in a bucket of S3-compatible storage, under the names that it would have in a folder.

S3 has no renaming: a PUT appears whole, or not at all. What stands at a path is told by a digest among the metadata
of its plain object, so a HEAD is enough; an ETag is no digest where a bucket encrypts.

Address and keys of the storage come from the environment as boto3 reads it (`AWS_ACCESS_KEY_ID`,
`AWS_SECRET_ACCESS_KEY`, `AWS_ENDPOINT_URL_S3`, `AWS_DEFAULT_REGION`). boto3 is imported when it is
first needed: a web worker that only answers readers never does, and saves 30 MB.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import cached_property
from itertools import islice
from typing import Any
from urllib.parse import urlsplit

from sites.publishing.stores import Redirects, StoreError
from sites.publishing.stores.layout import (
    REDIRECTS,
    VARIANTS,
    cache_control,
    file_name,
    is_compressed,
    is_host,
    media_type,
    note_name,
    other_redirect_files,
    path_of,
    redirects_in,
    stand_at,
)

THREADS = 8
CONNECT_SECONDS, READ_SECONDS = 5, 30
REMOVED_AT_ONCE = 1000
"""Keys in one request: S3 takes no more."""
DIGEST = "digest"
NOT_FOUND = frozenset({"NoSuchKey", "404"})


class S3Tree:
    """A tree in a bucket, below a prefix. Any number of threads may use it."""

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme != "s3" or not parts.netloc or parts.username or parts.query:
            raise ValueError("TREE_URL is written s3://BUCKET or s3://BUCKET/PREFIX.")
        self.bucket = parts.netloc
        self.prefix = f"{parts.path.strip('/')}/" if parts.path.strip("/") else ""

    def write(self, path: str, body: bytes) -> None:
        """Let `path` (host and address) have those bytes, compressed too where that helps."""
        name = file_name(path)
        about = {"ContentType": media_type(name), "CacheControl": cache_control(name)}
        self._put(name, body, **about, Metadata={DIGEST: _digest(body)})  # first: `stores` says why
        if is_compressed(name):
            for suffix, (encoding, compress) in VARIANTS.items():
                self._put(name + suffix, compress(name, body), **about, ContentEncoding=encoding)

    def write_all(self, bodies: Mapping[str, bytes]) -> None:
        """Let each path have its bytes, several at once."""
        with ThreadPoolExecutor(THREADS) as pool:  # says what went wrong when all are through
            list(pool.map(self.write, bodies.keys(), bodies.values()))

    def read(self, path: str) -> bytes | None:
        """Return the bytes of a path, or None when nothing stands there."""
        return self._get(file_name(path))

    def holds(self, path: str, body: bytes) -> bool:
        """Return whether exactly these bytes stand at a path."""
        name = file_name(path)
        with self._telling("look at", name):
            try:
                head = self._client.head_object(Bucket=self.bucket, Key=self.prefix + name)
            except self._client.exceptions.ClientError as error:
                if _code(error) in NOT_FOUND:
                    return False
                raise
        return bool(head["ContentLength"] == len(body) and head["Metadata"].get(DIGEST) == _digest(body))

    def is_whole(self, path: str, body: bytes) -> bool:
        """Return whether exactly these bytes stand at a path, compressed ones too."""
        return stand_at(file_name(path), body, self._get)

    def remove(self, path: str) -> None:
        """Let nothing stand at a path."""
        self.remove_all([path])

    def remove_all(self, paths: Iterable[str]) -> None:
        """Let nothing stand at any of those paths."""
        names = (name for path in paths for name in _names(path))
        errors: list[StoreError] = []
        while some := list(islice(names, REMOVED_AT_ONCE)):
            try:
                self._remove_some(some)
            except StoreError as error:
                errors.append(error)
        if errors:
            raise errors[0]

    def _remove_some(self, names: list[str]) -> None:
        wanted = {"Objects": [{"Key": self.prefix + name} for name in names], "Quiet": True}
        with self._telling("remove", names[0]):
            answer = self._client.delete_objects(Bucket=self.bucket, Delete=wanted)
        for error in answer.get("Errors", ()):
            raise self._error("remove", error["Key"].removeprefix(self.prefix), error.get("Code", ""))

    def paths(self) -> Iterator[str]:
        """Yield every path that has bytes."""
        pages = self._client.get_paginator("list_objects_v2").paginate(Bucket=self.bucket, Prefix=self.prefix)
        with self._telling("list", ""):
            for page in pages:
                for found in page.get("Contents", ()):
                    path = path_of(found["Key"].removeprefix(self.prefix))
                    if path is not None:
                        yield path

    def hosts(self) -> Iterator[str]:
        """Yield every host of which something stands there."""
        pages = self._client.get_paginator("list_objects_v2").paginate(
            Bucket=self.bucket, Prefix=self.prefix, Delimiter="/"
        )
        with self._telling("list", ""):
            for page in pages:
                folders = (found["Prefix"] for found in page.get("CommonPrefixes", ()))
                yield from filter(is_host, (name.removeprefix(self.prefix).rstrip("/") for name in folders))

    def forget_unfinished(self, before: float) -> None:
        """Do nothing: what was not written whole is not there."""

    def write_redirects(self, host: str, redirects: Redirects) -> None:
        """Let a host send readers of each address on to its target, with that status."""
        for name, content in other_redirect_files(host, redirects, self._get).items():
            self._put(name, content, ContentType=media_type(name))

    def holds_redirects(self, host: str, redirects: Redirects) -> bool:
        """Return whether every file that says the redirects of a host says exactly these."""
        return not other_redirect_files(host, redirects, self._get)

    def redirects(self, host: str) -> dict[str, tuple[str, int]]:
        """Return the redirects of a host."""
        table = self._get(f"{host}/{REDIRECTS}")
        return redirects_in(table) if table is not None else {}

    def note(self, name: str, text: str) -> None:
        """Keep a text of the publisher's own beside the hosts; its name begins with a dot."""
        self._put(note_name(name), text.encode(), ContentType="text/plain; charset=utf-8")

    def noted(self, name: str) -> str:
        """Return the text that was kept under a name, or an empty one."""
        return (self._get(note_name(name)) or b"").decode()

    # --- objects --------------------------------------------------------------------------------------

    def _put(self, name: str, body: bytes, **about: Any) -> None:
        with self._telling("write", name):
            self._client.put_object(Bucket=self.bucket, Key=self.prefix + name, Body=body, **about)

    def _get(self, name: str) -> bytes | None:
        with self._telling("read", name):
            try:
                found = self._client.get_object(Bucket=self.bucket, Key=self.prefix + name)
            except self._client.exceptions.NoSuchKey:
                return None
            return bytes(found["Body"].read())

    @cached_property
    def _client(self) -> Any:
        import boto3
        from botocore.config import Config

        return boto3.session.Session().client(
            "s3",
            config=Config(
                retries={"mode": "standard"},
                connect_timeout=CONNECT_SECONDS,
                read_timeout=READ_SECONDS,
                max_pool_connections=THREADS,
            ),
        )

    @contextmanager
    def _telling(self, act: str, name: str) -> Iterator[None]:
        """Say what was asked of the storage and how it answered, in the words of StoreError."""
        from botocore.exceptions import BotoCoreError, ClientError

        try:
            yield
        except ClientError as error:
            raise self._error(
                act, name, f"{_code(error)} {error.response['Error'].get('Message', '')}"
            ) from error
        except BotoCoreError as error:
            raise self._error(act, name, str(error)) from error

    def _error(self, act: str, name: str, reason: str) -> StoreError:
        return StoreError(
            f"The storage did not {act} s3://{self.bucket}/{self.prefix}{name}: {reason.strip(' .')}. "
            "Check TREE_URL and the AWS_ variables."
        )


def _names(path: str) -> list[str]:
    """Every object of a path."""
    name = file_name(path)
    return [name, *(name + suffix for suffix in VARIANTS if is_compressed(name))]


def _digest(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()


def _code(error: Any) -> str:
    return str(error.response.get("Error", {}).get("Code", ""))
