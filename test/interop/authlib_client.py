"""Logs in at an authorization server with Authlib's client, in every way that it knows, and prints what came of it."""

import json
import sys
from urllib.parse import parse_qs, urlsplit

import requests
from authlib.common.security import generate_token
from authlib.integrations.requests_client import OAuth2Session
from authlib.jose import JsonWebKey, jwt
from authlib.oidc.core import CodeIDToken

issuer = sys.argv[1]
metadata = requests.get(f"{issuer}/.well-known/openid-configuration").json()
keys = JsonWebKey.import_key_set(requests.get(metadata["jwks_uri"]).json())
result = {}


def me(token):
    headers = {"Authorization": f"{token['token_type']} {token['access_token']}"}
    return requests.get(f"{issuer}/me", headers=headers).json()["username"]


service = OAuth2Session("demo-service", "demo-service-secret", scope="articles:read")
token = service.fetch_token(metadata["token_endpoint"], grant_type="client_credentials")
result["client_credentials"] = me(token)
result["introspection"] = service.introspect_token(metadata["introspection_endpoint"], token=token["access_token"]).json()[
    "active"
]
service.revoke_token(metadata["revocation_endpoint"], token=token["access_token"])
result["revoked"] = requests.get(
    f"{issuer}/me", headers={"Authorization": f"Bearer {token['access_token']}"}
).status_code

native = OAuth2Session("authctl", token_endpoint_auth_method="none", scope="openid articles:read")
result["password"] = me(
    native.fetch_token(metadata["token_endpoint"], grant_type="password", username="agus", password="agus-demo")
)

verifier = generate_token(48)
nonce = generate_token(20)
client = OAuth2Session(
    "authctl",
    token_endpoint_auth_method="none",
    scope="openid articles:read",
    redirect_uri="http://127.0.0.1:49152/callback",
    code_challenge_method="S256",
)
url, state = client.create_authorization_url(
    metadata["authorization_endpoint"], code_verifier=verifier, nonce=nonce, login_hint="sari"
)
browser = requests.Session()
while url.startswith(issuer):
    url = requests.compat.urljoin(url, browser.get(url, allow_redirects=False).headers["Location"])
result["iss"] = parse_qs(urlsplit(url).query)["iss"][0] == issuer
token = client.fetch_token(metadata["token_endpoint"], authorization_response=url, code_verifier=verifier, state=state)
result["code"] = me(token)
claims = jwt.decode(
    token["id_token"],
    keys,
    claims_cls=CodeIDToken,
    claims_options={"iss": {"value": issuer}, "aud": {"value": "authctl"}},
    claims_params={"nonce": nonce, "client_id": "authctl"},
)
claims.validate()
result["id_token"] = claims["role"]
fresh = client.refresh_token(metadata["token_endpoint"], refresh_token=token["refresh_token"])
result["refresh"] = me(fresh)
result["rotated"] = fresh["refresh_token"] != token["refresh_token"]
userinfo = requests.get(metadata["userinfo_endpoint"], headers={"Authorization": f"Bearer {fresh['access_token']}"})
result["userinfo"] = userinfo.json()["username"]
print(json.dumps(result))
