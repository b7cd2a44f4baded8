"""What PyJWT answers, with sound settings: Debian's python3-jwt is a third opinion that no npm package gives.

Reads {"algorithm", "key" (PEM, or base64 of a secret), "issuer", "audience", "now", "tokens"} from standard input,
writes {"version", "accepted": [true, ...]}.
"""

import base64
import json
import subprocess
import sys
from datetime import datetime, timezone
from unittest import mock

import jwt
import jwt.api_jwt

question = json.load(sys.stdin)
secret = question["algorithm"].startswith("HS")
key = base64.b64decode(question["key"]) if secret else question["key"]
instant = datetime.fromtimestamp(question["now"], tz=timezone.utc)


class StandingClock(datetime):
    """The clock of the tests."""

    @classmethod
    def now(cls, tz=None):
        return instant

    @classmethod
    def utcnow(cls):
        return instant.replace(tzinfo=None)


def version():
    """Debian mends a release without giving it another number: the package's version tells the builds apart."""
    command = ["dpkg-query", "-W", "-f", "${Version}", "python3-jwt"]
    try:
        return subprocess.run(command, capture_output=True, check=True, text=True).stdout
    except (OSError, subprocess.CalledProcessError):
        return jwt.__version__


def accepts(token):
    try:
        jwt.decode(
            token,
            key,
            algorithms=[question["algorithm"]],
            issuer=question["issuer"],
            audience=question["audience"],
            options={"require": ["exp", "sub", "iss", "aud"]},
        )
        return True
    except Exception:  # pylint: disable=broad-except
        return False


with mock.patch.object(jwt.api_jwt, "datetime", StandingClock):
    json.dump({"version": version(), "accepted": [accepts(token) for token in question["tokens"]]}, sys.stdout)
