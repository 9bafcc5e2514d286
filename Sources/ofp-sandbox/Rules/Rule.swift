/// A rule that clients can break, by the id that reports have for it: `place.rule`.
///
/// What each says, where that is written and what to do about it stands in ``Rule/entry``, the one table.
enum Rule: String, CaseIterable, Sendable {
    case serverName = "tls.server-name"
    case clientCertificate = "tls.client-certificate"
    case host = "http.host"
    case path = "http.path"

    case directoryMethod = "directory.method"
    case keystoreMethod = "keystore.method"
    case discoveryMethod = "discovery.method"

    case registrationMethod = "registration.method"
    case registrationCertificate = "registration.certificate"
    case registrationContentType = "registration.content-type"
    case registrationInteractionID = "registration.interaction-id"
    case registrationTooLarge = "registration.too-large"
    case registrationBody = "registration.body"

    case tokenMethod = "token.method"
    case tokenCertificate = "token.certificate"
    case tokenContentType = "token.content-type"
    case tokenTooLarge = "token.too-large"
    case tokenForm = "token.form"
    case tokenClientID = "token.client-id"
    case tokenGrantType = "token.grant-type"
    case tokenAssertionType = "token.assertion-type"
    case tokenScope = "token.scope"
    case tokenUnregistered = "token.unregistered"
    case tokenNotActivated = "token.not-activated"

    case assertionForm = "assertion.form"
    case assertionCrit = "assertion.crit"
    case assertionAlg = "assertion.alg"
    case assertionKid = "assertion.kid"
    case assertionSignature = "assertion.signature"
    case assertionClient = "assertion.client"
    case assertionAud = "assertion.aud"
    case assertionIat = "assertion.iat"
    case assertionNbf = "assertion.nbf"
    case assertionExp = "assertion.exp"
    case assertionLifetime = "assertion.lifetime"
    case assertionJti = "assertion.jti"

    case bearerCertificate = "bearer.certificate"
    case bearerUnknown = "bearer.unknown"
    case bearerOtherLFI = "bearer.other-lfi"
    case bearerOtherCertificate = "bearer.other-certificate"
    case bearerExpired = "bearer.expired"
    case bearerScope = "bearer.scope"
    case bearerElsewhere = "bearer.elsewhere"

    case accept = "header.accept"
    case interactionID = "header.interaction-id"
    case interactionIDReused = "header.interaction-id-reused"
    case customerIP = "header.customer-ip"

    case productsMethod = "products.method"
    case productsPage = "products.page"
    case queryForm = "query.form"
    case queryRepeated = "query.repeated"
    case queryUndocumented = "query.undocumented"
    case queryValue = "query.value"
    case queryPage = "query.page"

    case leadsMethod = "leads.method"
    case leadsQuery = "leads.query"
    case leadsContentType = "leads.content-type"
    case leadsContentEncoding = "leads.content-encoding"
    case leadsTooLarge = "leads.too-large"
    case leadsJSON = "leads.json"
    case leadsSchema = "leads.schema"
}

extension Rule {
    /// What a report says of a rule.
    struct Entry: Sendable {
        let sentence: String
        /// The section of the standard that has it.
        let source: String
        /// What whoever wrote the client does about it.
        let remedy: String

        init(_ sentence: String, source: String, remedy: String) {
            (self.sentence, self.source, self.remedy) = (sentence, source, remedy)
        }
    }

    private static let productAPI = "UAE Open Finance, Product API v2.1"
    private static let onboardingAPI = "UAE Open Finance, TPP Onboarding API, POST /tpp-registration"
    private static let clientAssertion = "UAE Open Finance, Client Assertion"

    private static func method(_ method: String, _ what: String, source: String) -> Entry {
        Entry(
            "\(what) is asked for with \(method), and no other method.", source: source,
            remedy: "Send the request with the method \(method).")
    }

    private static func tooLarge(_ what: String, _ limit: String) -> Entry {
        Entry(
            "The body of \(what) is no longer than \(limit).", source: "RFC 9110 §15.5.14",
            remedy: "Look at what the body is made of: a right one has a few kilobytes at most.")
    }

    // The table. A new rule is a case above and a row here; the compiler asks for the row.
    var entry: Entry {
        switch self {
        case .serverName:
            Entry(
                "The TLS handshake names (SNI) a host that the sandbox serves.", source: "RFC 6066 §3",
                remedy:
                    """
                    Connect by the host names of the directory and the discovery document. Where *.localhost does not \
                    resolve, connect to 127.0.0.1 and give the host as the server name.
                    """
            )
        case .clientCertificate:
            Entry(
                "The hosts of tokens and of resources are connected to with the client's transport certificate.",
                source: "RFC 8705 §2; FAPI 1.0 Advanced §5.2.2",
                remedy:
                    "Give the TLS client the transport certificate of this very sandbox with its chain, and its key."
            )
        case .host:
            Entry(
                "The request's host and port are those that the connection was made for.",
                source: "RFC 9110 §7.4 and §15.5.20",
                remedy: "Leave the Host field to the HTTP library, and share no connection between hosts.")
        case .path:
            Entry(
                "The path is one that the host serves.", source: "RFC 9110 §15.5.5; \(Self.productAPI), paths",
                remedy:
                    """
                    Take URLs from the directory and the discovery document as they are. A version that the bank does \
                    not list, and /leads where it lists none, is not there.
                    """
            )

        case .directoryMethod: Self.method("GET", "The directory", source: "RFC 9110 §15.5.6")
        case .keystoreMethod: Self.method("GET", "The keystore", source: "RFC 9110 §15.5.6; RFC 7517 §5")
        case .discoveryMethod:
            Self.method("GET", "The discovery document", source: "OpenID Connect Discovery 1.0 §4.1")

        case .registrationMethod: Self.method("POST", "A registration", source: Self.onboardingAPI)
        case .registrationCertificate:
            Entry(
                "A TPP registers with its transport certificate.", source: Self.onboardingAPI,
                remedy: "Give the TLS client the transport certificate with its chain, and its key.")
        case .registrationContentType:
            Entry(
                "A registration's body is application/json.", source: Self.onboardingAPI,
                remedy: "Set 'Content-Type: application/json'.")
        case .registrationInteractionID:
            Entry(
                "An x-fapi-interaction-id of a registration is a UUID.", source: Self.onboardingAPI,
                remedy: "Send a new UUID (version 4), or leave the field out.")
        case .registrationTooLarge: Self.tooLarge("a registration", "64 KiB")
        case .registrationBody:
            Entry(
                "A registration's body is the empty object.", source: Self.onboardingAPI,
                remedy: "Send '{}': the certificate says who registers.")

        case .tokenMethod: Self.method("POST", "A token", source: "RFC 6749 §3.2")
        case .tokenCertificate:
            Entry(
                "A token is asked for over mutual TLS, at the endpoint that is meant for it.",
                source: "RFC 8705 §3 and §5; FAPI 1.0 Advanced §5.2.2",
                remedy:
                    """
                    Take the token endpoint of 'mtls_endpoint_aliases' where the discovery document has one, and give \
                    the TLS client the transport certificate.
                    """
            )
        case .tokenContentType:
            Entry(
                "A token request is a form.", source: "RFC 6749 §4.4.2",
                remedy: "Send the parameters as application/x-www-form-urlencoded, and not as JSON.")
        case .tokenTooLarge: Self.tooLarge("a token request", "64 KiB")
        case .tokenForm:
            Entry(
                "Each parameter of a token request stands there once, and is encoded as a form's.",
                source: "RFC 6749 §3.2 and appendix B",
                remedy: "Let a library encode the form, and give it every parameter once.")
        case .tokenClientID:
            Entry(
                "A token request that has a client assertion has no client_id.",
                source: "\(Self.clientAssertion), token request; RFC 7521 §4.2",
                remedy: "Leave client_id out: the assertion's sub says who asks.")
        case .tokenGrantType:
            Entry(
                "The grant type of products and leads is client_credentials.", source: "RFC 6749 §4.4.2",
                remedy: "Send 'grant_type=client_credentials'.")
        case .tokenAssertionType:
            Entry(
                "The client authenticates by a signed JWT.", source: "RFC 7523 §2.2; OpenID Connect Core 1.0 §9",
                remedy:
                    """
                    Send 'client_assertion_type=urn:ietf:params:oauth:client-assertion-type:jwt-bearer' beside the \
                    assertion, and no client secret.
                    """
            )
        case .tokenScope:
            Entry(
                "The scope is products, with or without openid.",
                source: "\(Self.productAPI), security; RFC 6749 §3.3",
                remedy: "Send 'scope=products'.")
        case .tokenUnregistered:
            Entry(
                "A client registers with each bank before it asks for a token there.", source: Self.onboardingAPI,
                remedy: "POST '{}' to the registration_endpoint of the discovery document first, with the certificate.")
        case .tokenNotActivated:
            Entry(
                "A client that has registered waits until the bank has activated it.", source: Self.onboardingAPI,
                remedy: "Treat invalid_client at a new bank as 'not yet', and ask the bank; do not register again.")

        case .assertionForm:
            Entry(
                """
                The client assertion is a JWT in compact form with iss, sub, aud, jti, iat, nbf and exp, each of its \
                own type.
                """,
                source: "RFC 7515 §7.1; RFC 7519 §4.1; \(Self.clientAssertion)",
                remedy:
                    """
                    Make the assertion with a JWT library: times as whole numbers, aud as one string, base64url without \
                    padding.
                    """
            )
        case .assertionCrit:
            Entry(
                "The assertion's header has no critical extensions.", source: "RFC 7515 §4.1.11",
                remedy: "Leave 'crit' out of the header.")
        case .assertionAlg:
            Entry(
                "The assertion is signed with PS256.", source: "FAPI 1.0 Advanced §8.6; RFC 7518 §3.5",
                remedy:
                    """
                    Choose PS256 (RSASSA-PSS with SHA-256) in the JWT library; RS256 is another algorithm with the same \
                    key.
                    """
            )
        case .assertionKid:
            Entry(
                "The assertion's kid is that of a signing key of the client.", source: "RFC 7515 §4.1.4",
                remedy: "Take the kid that the keystore has for the signing key (here: OFP_SIGNING_KEY_ID).")
        case .assertionSignature:
            Entry(
                "The assertion's signature fits the key of its kid.",
                source: "RFC 7523 §3, no. 9; RFC 7518 §3.5",
                remedy:
                    """
                    Sign with the signing key, not the transport key; PSS with SHA-256, MGF1 with SHA-256 and a salt of \
                    32 bytes, over header and claims as they are sent.
                    """
            )
        case .assertionClient:
            Entry(
                "The assertion's iss and sub are the client's id.", source: "RFC 7523 §3, no. 1 and 2",
                remedy: "Set both iss and sub to the client id (here: OFP_CLIENT_ID).")
        case .assertionAud:
            Entry(
                "The assertion's aud is the bank's issuer, as a string.",
                source: "\(Self.clientAssertion); RFC 7523 §3, no. 3",
                remedy:
                    """
                    Set aud to the 'issuer' of that bank's discovery document, letter by letter; not to the token \
                    endpoint.
                    """
            )
        case .assertionIat:
            Entry(
                "The assertion's iat and nbf are not in the future.", source: "RFC 7523 §3, no. 5 and 6",
                remedy: "Set the clock by NTP; iat is now, in seconds since 1970.")
        case .assertionNbf:
            Entry(
                "The assertion's nbf is ten seconds before its iat.", source: Self.clientAssertion,
                remedy: "Set nbf to iat - 10.")
        case .assertionExp:
            Entry(
                "The assertion has not expired, and its exp is after its iat.", source: "RFC 7523 §3, no. 4",
                remedy: "Make an assertion for each request; exp is seconds since 1970, not a duration.")
        case .assertionLifetime:
            Entry(
                "The assertion lives for 300 seconds at most.", source: Self.clientAssertion,
                remedy: "Set exp to iat + 300 or less.")
        case .assertionJti:
            Entry(
                "The assertion's jti is a UUID that was never used before.", source: "RFC 7523 §3, no. 7",
                remedy: "Make a new assertion, with a new UUID, for every token request, retries included.")

        case .bearerCertificate:
            Entry(
                "A resource is asked for over mutual TLS.", source: "RFC 8705 §3",
                remedy: "Give the TLS client the transport certificate with its chain, and its key.")
        case .bearerUnknown:
            Entry(
                "A resource is asked for with an access token of the bank's.", source: "RFC 6750 §2.1 and §3.1",
                remedy: "Send 'Authorization: Bearer ' and the access_token of the answer, unchanged.")
        case .bearerOtherLFI:
            Entry(
                "An access token goes to the bank that gave it, and to no other.", source: "RFC 9700 §2.3",
                remedy: "Keep one token for each bank (for each authorisation server), and never share them.")
        case .bearerOtherCertificate:
            Entry(
                "An access token is used with the certificate that it was asked for with.", source: "RFC 8705 §3",
                remedy: "Use the same transport certificate at the token endpoint and at the resource.")
        case .bearerExpired:
            Entry(
                "An access token is not used after its time.", source: "RFC 6749 §5.1 (expires_in); RFC 6750 §3.1",
                remedy: "Count expires_in from the moment of the request, and fetch a new token before it is over.")
        case .bearerScope:
            Entry(
                "The access token covers products.", source: "RFC 6750 §3.1",
                remedy: "Ask for 'scope=products' at the token endpoint.")
        case .bearerElsewhere:
            Entry(
                "An access token goes to the host of the bank's resources, and to no other host.",
                source: "RFC 6750 §5.2 and §5.3",
                remedy: "Send it to the endpoint that the directory names, and follow no link to another host with it.")

        case .accept:
            Entry(
                "The client takes JSON.", source: "RFC 9110 §12.5.1 and §15.5.7",
                remedy: "Send 'Accept: application/json', or no Accept at all.")
        case .interactionID:
            Entry(
                "Every request to a resource has an x-fapi-interaction-id, a UUID of version 4.",
                source: "\(Self.productAPI), header parameters; RFC 9562 §5.4",
                remedy: "Send a new random UUID with every request, and log it before it is sent.")
        case .interactionIDReused:
            Entry(
                "An x-fapi-interaction-id is used once.", source: "\(Self.productAPI), header parameters",
                remedy: "Make the UUID where the request is made, retries and further pages included.")
        case .customerIP:
            Entry(
                "Every request to a resource has the customer's address in x-fapi-customer-ip-address.",
                source: "\(Self.productAPI), header parameters; FAPI 1.0 Baseline §6.2.2",
                remedy: "Send the IPv4 or IPv6 address of the customer in session: no port, no name, no brackets.")

        case .productsMethod: Self.method("GET", "A list of products", source: "\(Self.productAPI), GET /products")
        case .productsPage:
            Entry(
                "A page that is asked for exists.", source: "\(Self.productAPI), GET /products",
                remedy: "Follow Links.Next for as long as there is one, and no further.")
        case .queryForm:
            Entry(
                "The query consists of names and values.", source: "RFC 3986 §3.4",
                remedy: "Let a library encode the query: NAME=VALUE, with '&' between.")
        case .queryRepeated:
            Entry(
                "No parameter of the query is given twice.", source: "\(Self.productAPI), GET /products",
                remedy: "Ask once for each value, or filter the whole list yourself.")
        case .queryUndocumented:
            Entry(
                "The query has documented parameters alone.", source: "\(Self.productAPI), GET /products",
                remedy:
                    """
                    Send ProductCategory, IsShariaCompliant, LastUpdatedDateTime, SortField and SortOrder, and nothing \
                    else; do the rest yourself.
                    """
            )
        case .queryValue:
            Entry(
                "Each parameter of the query has a value of its type.", source: "\(Self.productAPI), GET /products",
                remedy:
                    """
                    Look the values up in the API's document: 'true' and 'false' in small letters, date-times of RFC \
                    3339 with an offset and '+' as '%2B'.
                    """
            )
        case .queryPage:
            Entry(
                "A page is reached by the link that the bank gave.", source: "\(Self.productAPI), Links",
                remedy: "Follow Links.Next as it is; make up no page numbers.")

        case .leadsMethod: Self.method("POST", "A lead", source: "\(Self.productAPI), POST /leads")
        case .leadsQuery:
            Entry(
                "A lead has no query.", source: "\(Self.productAPI), POST /leads",
                remedy: "Leave the question mark and what follows it out; everything stands in the body.")
        case .leadsContentType:
            Entry(
                "A lead is application/json, in UTF-8.", source: "\(Self.productAPI), POST /leads; RFC 8259 §8.1",
                remedy: "Set 'Content-Type: application/json'.")
        case .leadsContentEncoding:
            Entry(
                "A lead is not compressed.", source: "RFC 9110 §8.4",
                remedy: "Send the body without Content-Encoding.")
        case .leadsTooLarge: Self.tooLarge("a lead", "256 KiB")
        case .leadsJSON:
            Entry(
                "A lead is JSON that every reader takes in the same way.", source: "RFC 8259 §2, §4 and §8.1",
                remedy:
                    "Let a library write the JSON: no byte order mark, no trailing comma, no name twice in an object.")
        case .leadsSchema:
            Entry(
                "A lead is as the schema of the bank's version has it.",
                source: "\(Self.productAPI), schema LeadRequest",
                remedy:
                    """
                    Look up the member that the answer names: whether it is required, is known at all, and has its form. \
                    Everything stands within 'Data'.
                    """
            )
        }
    }
}
