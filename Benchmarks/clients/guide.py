"""The guide's steps in Python: httpx for requests, PyJWT for assertions, asyncio.gather for all banks at once."""

import asyncio
import json
import os
import socket
import ssl
import sys
import time
import uuid

import httpx
import jwt
from cryptography.hazmat.primitives.serialization import load_pem_private_key

environment = os.environ
resolve = socket.getaddrinfo


def on_loopback(host, *arguments, **options):
    """`*.localhost` is the loopback interface (RFC 6761 §6.3), which not every resolver knows."""
    name = host.decode() if isinstance(host, bytes) else host
    return resolve("127.0.0.1" if name.endswith(".localhost") else name, *arguments, **options)


socket.getaddrinfo = on_loopback

# Parsed once: PyJWT would parse a text again for each assertion.
with open(environment["OFP_SIGNING_KEY"], "rb") as file:
    SIGNING_KEY = load_pem_private_key(file.read(), password=None)
CLIENT_ID = environment["OFP_CLIENT_ID"]


def sign_jwt(claims):
    now = int(time.time())
    claims = claims | {"iat": now, "nbf": now, "exp": now + 300}
    return jwt.encode(claims, SIGNING_KEY, algorithm="PS256", headers={"kid": environment["OFP_SIGNING_KEY_ID"]})


def client():
    context = ssl.create_default_context(cafile=environment["OFP_CA_FILE"])
    context.load_cert_chain(environment["OFP_TRANSPORT_CERT"], environment["OFP_TRANSPORT_KEY"])
    limits = httpx.Limits(max_connections=None, max_keepalive_connections=None)
    return httpx.AsyncClient(verify=context, timeout=60, limits=limits)


async def find_lfis(client):
    participants = (await client.get(environment["OFP_DIRECTORY_URL"])).json()
    return [
        {
            "discovery": server["OpenIDDiscoveryDocument"],
            "products": resource["ApiDiscoveryEndpoints"][0]["ApiEndpoint"],
        }
        for organisation in participants
        for server in organisation["AuthorisationServers"]
        for resource in server["ApiResources"]
        if resource["ApiFamilyType"] == "product"
    ]


async def discover(client, lfi):
    document = (await client.get(lfi["discovery"])).json()
    return lfi | {"issuer": document["issuer"], "token_endpoint": document["token_endpoint"]}


async def fetch_token(client, lfi):
    assertion = sign_jwt(
        {"iss": CLIENT_ID, "sub": CLIENT_ID, "aud": lfi["issuer"], "jti": str(uuid.uuid4())}
    )
    answer = await client.post(
        lfi["token_endpoint"],
        data={
            "grant_type": "client_credentials",
            "scope": "products",
            "client_assertion_type": "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
            "client_assertion": assertion,
        },
    )
    return lfi | {"access_token": answer.json()["access_token"]}


async def fetch_products(client, lfi):
    answer = await client.get(
        lfi["products"],
        headers={
            "Authorization": f"Bearer {lfi['access_token']}",
            "x-fapi-interaction-id": str(uuid.uuid4()),
            "x-fapi-customer-ip-address": environment["OFP_CUSTOMER_IP"],
        },
    )
    return answer.json()


async def main():
    async with client() as session:
        lfis = await find_lfis(session)
        lfis = await asyncio.gather(*[discover(session, lfi) for lfi in lfis])
        tokens = await asyncio.gather(*[fetch_token(session, lfi) for lfi in lfis])
        results = await asyncio.gather(*[fetch_products(session, lfi) for lfi in tokens])
    groups = [group for result in results for group in (result.get("Data") or [])]
    # json.dump would write the list in thousands of small pieces.
    sys.stdout.write(json.dumps([product for group in groups for product in group["Products"]]))


asyncio.run(main())
