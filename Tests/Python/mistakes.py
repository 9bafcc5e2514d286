"""What developers get wrong at first, one mistake at a time: tells which rules the sandbox says that each breaks.

It is run as 'ofp-sandbox run --control -- python3 mistakes.py', and asks the control endpoint after each mistake.
"""

import http.client
import json
import os
import socket
import ssl
import time
import urllib.parse
import uuid

import jwt

ENV = os.environ
CLIENT_ID, KEY_ID = ENV["OFP_CLIENT_ID"], ENV["OFP_SIGNING_KEY_ID"]
SIGNING_KEY = open(ENV["OFP_SIGNING_KEY"]).read()
TRANSPORT_KEY = open(ENV["OFP_TRANSPORT_KEY"]).read()
ISSUER, TOKEN = ENV["OFP_SANDBOX_ISSUER"], ENV["OFP_SANDBOX_TOKEN_ENDPOINT"]
PRODUCTS, LEADS = ENV["OFP_SANDBOX_PRODUCTS_ENDPOINT"], ENV["OFP_SANDBOX_LEADS_ENDPOINT"]

TLS = ssl.create_default_context(cafile=ENV["OFP_CA_FILE"])
TLS.load_cert_chain(ENV["OFP_TRANSPORT_CERT"], ENV["OFP_TRANSPORT_KEY"])


def send(method, url, headers=None, body=None):
    parts = urllib.parse.urlsplit(url)
    if parts.scheme == "http":
        connection = http.client.HTTPConnection(parts.hostname, parts.port)
    else:
        connection = http.client.HTTPSConnection(parts.hostname, parts.port, context=TLS)
        plain = socket.create_connection(("127.0.0.1", parts.port))
        connection.sock = TLS.wrap_socket(plain, server_hostname=parts.hostname)
    connection.request(method, parts.path + ("?" + parts.query if parts.query else ""), body, headers or {})
    answer = connection.getresponse()
    text = answer.read()
    connection.close()
    return answer.status, text


def assertion(algorithm="PS256", key=SIGNING_KEY, kid=KEY_ID, without=(), **claims):
    now = int(time.time())
    all_claims = {
        "iss": CLIENT_ID, "sub": CLIENT_ID, "aud": ISSUER, "iat": now, "nbf": now - 10, "exp": now + 300,
        "jti": str(uuid.uuid4()),
    } | {name: value(now) if callable(value) else value for name, value in claims.items()}
    for name in without:
        del all_claims[name]
    return jwt.encode(all_claims, key, algorithm=algorithm, headers={"kid": kid})


def ask_token(url=TOKEN, headers=None, encode=urllib.parse.urlencode, client_assertion=None, **changes):
    form = {
        "grant_type": "client_credentials", "scope": "products",
        "client_assertion_type": "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
        "client_assertion": client_assertion or assertion(),
    } | changes
    headers = headers or {"Content-Type": "application/x-www-form-urlencoded"}
    return send("POST", url, headers, encode({name: value for name, value in form.items() if value is not None}))


def token():
    status, text = ask_token()
    assert status == 200, text
    return json.loads(text)["access_token"]


def fields(**changes):
    """What every request to a resource has; None takes a field away."""
    names = {"authorization": "Authorization", "accept": "Accept", "interaction": "x-fapi-interaction-id",
             "customer": "x-fapi-customer-ip-address", "content_type": "Content-Type"}
    all_fields = {"authorization": "Bearer " + token(), "accept": "application/json",
                  "interaction": str(uuid.uuid4()), "customer": ENV["OFP_CUSTOMER_IP"]} | changes
    return {names[name]: value for name, value in all_fields.items() if value is not None}


def products(query="", **changes):
    return send("GET", PRODUCTS + query, fields(**changes))


LEAD = {"Name": {"FullName": "Sara Ahmed"}, "Email": "sara.ahmed@example.ae", "EmiratesId": "784-1990-1234567-6",
        "MarketingOptOut": True, "ProductCategories": ["SavingsAccount"]}


def lead(body, content_type="application/json", **changes):
    text = body if isinstance(body, str) else json.dumps(body)
    return send("POST", LEADS, fields(content_type=content_type, **changes), text)


def twice(ask):
    ask()
    ask()


ONE_ASSERTION, ONE_ID = assertion(), str(uuid.uuid4())

MISTAKES = {
    "nothing": lambda: (products(), products("?ProductCategory=SavingsAccount"), lead({"Data": LEAD})),
    "aud is the token endpoint": lambda: ask_token(client_assertion=assertion(aud=TOKEN)),
    "aud is a list": lambda: ask_token(client_assertion=assertion(aud=[ISSUER])),
    "aud has a slash too many": lambda: ask_token(client_assertion=assertion(aud=ISSUER + "/")),
    "RS256": lambda: ask_token(client_assertion=assertion(algorithm="RS256")),
    "the transport key signs": lambda: ask_token(client_assertion=assertion(key=TRANSPORT_KEY)),
    "another kid": lambda: ask_token(client_assertion=assertion(kid="signing-1")),
    "no nbf": lambda: ask_token(client_assertion=assertion(without=["nbf"])),
    "nbf is now": lambda: ask_token(client_assertion=assertion(nbf=lambda now: now)),
    "an hour to live": lambda: ask_token(client_assertion=assertion(exp=lambda now: now + 3600)),
    "exp is a duration": lambda: ask_token(client_assertion=assertion(exp=300)),
    "an assertion used twice": lambda: twice(lambda: ask_token(client_assertion=ONE_ASSERTION)),
    "jti is a number": lambda: ask_token(client_assertion=assertion(jti="17")),
    "sub is another": lambda: ask_token(client_assertion=assertion(sub="tpp")),
    "a token request in JSON": lambda: ask_token(headers={"Content-Type": "application/json"}, encode=json.dumps),
    "client_id beside the assertion": lambda: ask_token(client_id=CLIENT_ID),
    "a client secret": lambda: ask_token(client_assertion_type=None),
    "another grant": lambda: ask_token(grant_type="authorization_code"),
    "another scope": lambda: ask_token(scope="accounts"),
    "not the mTLS alias": lambda: ask_token(url=ISSUER + "/token"),
    "no token": lambda: products(authorization=None),
    "no Bearer": lambda: products(authorization=token()),
    "the token of another bank": lambda: send(
        "GET", PRODUCTS.replace("rs1.liwa.", "rs1.sidr."), fields()),
    "no customer's address": lambda: products(customer=None),
    "an address with a port": lambda: products(customer="203.0.113.7:443"),
    "no interaction id": lambda: products(interaction=None),
    "an interaction id of words": lambda: products(interaction="request-1"),
    "an interaction id used twice": lambda: twice(lambda: products(interaction=ONE_ID)),
    "Accept: text/html": lambda: products(accept="text/html"),
    "limit=5": lambda: products("?limit=5"),
    "True with a capital": lambda: products("?IsShariaCompliant=True"),
    "page=2": lambda: products("?page=2"),
    "Loan in v2.1": lambda: products("?ProductCategory=Loan"),
    "a lead without Data": lambda: lead(LEAD),
    "a lead without MarketingOptOut": lambda: lead(
        {"Data": {name: value for name, value in LEAD.items() if name != "MarketingOptOut"}}),
    "a lead with two names": lambda: lead({"Data": LEAD | {"Name": {"FullName": "S A", "GivenName": "S"}}}),
    "a lead as a form": lambda: lead("Email=a", content_type="application/x-www-form-urlencoded"),
    "a lead that is a Python dict": lambda: lead(str({"Data": LEAD})),
    "a lead by PUT": lambda: send("PUT", LEADS, fields(content_type="application/json"), json.dumps({"Data": LEAD})),
    "an older path": lambda: send("GET", PRODUCTS.replace("v2.1", "v1.0"), fields()),
}

CONTROL = ENV["OFP_SANDBOX_CONTROL_URL"]
for name, make in MISTAKES.items():
    make()
    report = json.loads(send("GET", CONTROL + "/report")[1])
    print(f"{name}: {', '.join(sorted(report['rulesBroken']))}")
    assert send("POST", CONTROL + "/reset")[0] == 204
