extension ClientExample {
    static let pythonText = #"""
        """The products of every bank, and a lead to one of them.

        It needs PyJWT (pip install 'pyjwt[crypto]') and the variables that 'ofp-sandbox serve' prints. It does what a real
        bank asks for, and works there as it is.
        """

        import http.client
        import json
        import os
        import socket
        import ssl
        import sys
        import time
        import urllib.parse
        import uuid

        import jwt

        CLIENT_ID = os.environ["OFP_CLIENT_ID"]
        SIGNING_KEY = open(os.environ["OFP_SIGNING_KEY"]).read()

        # Mutual TLS on every connection.
        TLS = ssl.create_default_context(cafile=os.environ["OFP_CA_FILE"])
        TLS.load_cert_chain(os.environ["OFP_TRANSPORT_CERT"], os.environ["OFP_TRANSPORT_KEY"])


        def ask(method, url, headers=None, body=None):
            """The JSON of an answer; ends the program where there is none."""
            parts = urllib.parse.urlsplit(url)
            connection = http.client.HTTPSConnection(parts.hostname, parts.port or 443, context=TLS)
            if parts.hostname.endswith(".localhost"):
                # The sandbox. Not every resolver knows that this is here; TLS still asks for the host by its name.
                plain = socket.create_connection(("127.0.0.1", parts.port))
                connection.sock = TLS.wrap_socket(plain, server_hostname=parts.hostname)
            path = parts.path + ("?" + parts.query if parts.query else "")
            connection.request(method, path, body, headers or {})
            answer = connection.getresponse()
            text = answer.read().decode()
            connection.close()
            if answer.status not in (200, 201):
                sys.exit(f"{method} {url}: {answer.status} {text}")
            return json.loads(text)


        def banks():
            """Of the directory: each active server that offers products, with its endpoints."""
            for organisation in ask("GET", os.environ["OFP_DIRECTORY_URL"]):
                for server in organisation.get("AuthorisationServers") or []:
                    urls = [
                        endpoint["ApiEndpoint"]
                        for resource in server.get("ApiResources") or []
                        if resource["ApiFamilyType"] == "product" and resource["Status"] == "Active"
                        for endpoint in resource["ApiDiscoveryEndpoints"]
                    ]
                    # Where it has several versions, the latest.
                    products = max((url for url in urls if url.endswith("/products")), default=None)
                    if products and organisation["Status"] == server["Status"] == "Active":
                        leads = products.removesuffix("products") + "leads"
                        yield server, products, leads if leads in urls else None


        def token(server):
            """An access token of this bank: good for it alone, and for this certificate."""
            metadata = ask("GET", server["OpenIDDiscoveryDocument"])
            if metadata["issuer"] != server["Issuer"]:
                sys.exit("The discovery document is another issuer's.")
            now = int(time.time())
            claims = {
                "iss": CLIENT_ID, "sub": CLIENT_ID, "aud": metadata["issuer"],
                "iat": now, "nbf": now - 10, "exp": now + 300, "jti": str(uuid.uuid4()),
            }
            form = {
                "grant_type": "client_credentials",
                "scope": "products",
                "client_assertion_type": "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
                "client_assertion": jwt.encode(
                    claims, SIGNING_KEY, algorithm="PS256", headers={"kid": os.environ["OFP_SIGNING_KEY_ID"]}),
            }
            endpoint = metadata.get("mtls_endpoint_aliases", {}).get("token_endpoint") or metadata["token_endpoint"]
            headers = {"Content-Type": "application/x-www-form-urlencoded"}
            return ask("POST", endpoint, headers, urllib.parse.urlencode(form))["access_token"]


        def headers(access_token):
            """What every request to a resource has, with an interaction id of its own."""
            return {
                "Authorization": "Bearer " + access_token,
                "Accept": "application/json",
                "x-fapi-interaction-id": str(uuid.uuid4()),
                "x-fapi-customer-ip-address": os.environ["OFP_CUSTOMER_IP"],
            }


        lead_is_sent = False
        for server, products, leads in banks():
            access_token = token(server)
            count = 0
            host, pages = urllib.parse.urlsplit(products)[:2], set()
            while products:
                # The token is for this host alone, and no page has to be asked for twice.
                if urllib.parse.urlsplit(products)[:2] != host or products in pages or len(pages) == 1000:
                    sys.exit(f"{server['CustomerFriendlyName']}: the next page cannot be {products}")
                pages.add(products)
                page = ask("GET", products, headers(access_token))
                count += sum(len(group["Products"]) for group in page["Data"])
                products = page.get("Links", {}).get("Next")
            print(f"{server['CustomerFriendlyName']}: {count} products")
            if leads and "/v2.1/" in leads and not lead_is_sent:
                # The person is invented.
                lead = {
                    "Name": {"GivenName": "Sara", "LastName": "Ahmed"}, "Email": "sara.ahmed@example.ae",
                    "EmiratesId": "784-1990-1234567-6", "MarketingOptOut": True, "ProductCategories": ["SavingsAccount"],
                }
                with_type = headers(access_token) | {"Content-Type": "application/json"}
                answer = ask("POST", leads, with_type, json.dumps({"Data": lead}))
                print(f"{server['CustomerFriendlyName']}: lead {answer['Data']['LeadId']}")
                lead_is_sent = True
        """#
}
