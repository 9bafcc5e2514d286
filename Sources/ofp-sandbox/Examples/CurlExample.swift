extension ClientExample {
    /// Secrets go by standard input: arguments of commands can be read by everybody on the machine.
    static let curlText = #"""
        #!/bin/sh
        # A token, products and a lead of one bank, with curl and openssl alone. It needs the variables that
        # 'ofp-sandbox serve' prints. It does what a real bank asks for; only the addresses are the sandbox's.
        set -eu

        # Without padding (RFC 7515, section 2).
        base64url() { openssl base64 -A | tr '+/' '-_' | tr -d '='; }

        # A random one, of version 4.
        uuid() {
            openssl rand -hex 16 |
                sed 's/^\(.\{8\}\)\(.\{4\}\).\(.\{3\}\).\(.\{3\}\)\(.\{12\}\)$/\1-\2-4\3-a\4-\5/'
        }

        # Mutual TLS on every connection. The hosts *.localhost are this machine, whether the system's resolver knows it or
        # not: that is what --connect-to says, which real banks do not want.
        ask() {
            curl --silent --show-error --fail-with-body --noproxy '*' --connect-to ::127.0.0.1: \
                --cacert "$OFP_CA_FILE" --cert "$OFP_TRANSPORT_CERT" --key "$OFP_TRANSPORT_KEY" "$@"
        }

        # The client assertion: a JWT for this bank, signed with PS256, good for one request.
        now=$(date +%s)
        header=$(printf '{"alg":"PS256","kid":"%s"}' "$OFP_SIGNING_KEY_ID" | base64url)
        claims=$(printf '{"iss":"%s","sub":"%s","aud":"%s","iat":%d,"nbf":%d,"exp":%d,"jti":"%s"}' \
            "$OFP_CLIENT_ID" "$OFP_CLIENT_ID" "$OFP_SANDBOX_ISSUER" "$now" $((now - 10)) $((now + 300)) "$(uuid)" | base64url)
        signature=$(printf '%s.%s' "$header" "$claims" |
            openssl dgst -sha256 -sigopt rsa_padding_mode:pss -sigopt rsa_pss_saltlen:32 -sign "$OFP_SIGNING_KEY" -binary |
            base64url)

        # The token; where there is none, the answer is shown, and nothing else is asked.
        answer=$(printf '%s.%s.%s' "$header" "$claims" "$signature" |
            ask --data grant_type=client_credentials --data scope=products \
                --data-urlencode client_assertion_type=urn:ietf:params:oauth:client-assertion-type:jwt-bearer \
                --data-urlencode client_assertion@- "$OFP_SANDBOX_TOKEN_ENDPOINT") || { echo "$answer"; exit 1; }
        token=$(printf '%s' "$answer" | sed 's/.*"access_token" *: *"\([^"]*\)".*/\1/')

        # What every request to a resource has, with an interaction id of its own.
        resource() {
            printf 'header = "Authorization: Bearer %s"\n' "$token" |
                ask --config - --header 'Accept: application/json' --header "x-fapi-interaction-id: $(uuid)" \
                    --header "x-fapi-customer-ip-address: $OFP_CUSTOMER_IP" "$@"
        }

        resource "$OFP_SANDBOX_PRODUCTS_ENDPOINT?ProductCategory=SavingsAccount"
        echo

        # Where the bank takes leads. The person is invented.
        [ -z "${OFP_SANDBOX_LEADS_ENDPOINT:-}" ] || resource "$OFP_SANDBOX_LEADS_ENDPOINT" \
            --header 'Content-Type: application/json' --data '{"Data": {
                "Name": {"GivenName": "Sara", "LastName": "Ahmed"}, "Email": "sara.ahmed@example.ae",
                "EmiratesId": "784-1990-1234567-6", "MarketingOptOut": true, "ProductCategories": ["SavingsAccount"]}}'
        echo
        """#
}
