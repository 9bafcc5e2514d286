extension Rule {
    /// Every rule there is. A new version of the standard is a change of this table, and of the shapes.
    ///
    /// What a document says must be is an error, what it recommends, or what misleads a customer, a warning, and what is
    /// worth knowing a note.
    package static let all: [Rule] = directory + discovery + tls + token + products + filters + errors

    static let byID = Dictionary(uniqueKeysWithValues: all.map { ($0.id, $0) })

    // MARK: - The Trust Framework's directory

    private static let participants = "Open Finance Directory API, GET /participants"

    private static let directory = [
        Rule(
            .directoryEntry, .error, "\(participants), AuthorisationServers",
            "An active server that offers products has an id, an Issuer, a discovery document under it, and a products endpoint that is an https URL and names its version"
        ),
        Rule(
            .directoryLogo, .warning, "\(participants), CustomerFriendlyLogoUri",
            "The logo that customers are shown is at an https URL"),
        Rule(
            .directoryName, .note, "\(participants), CustomerFriendlyName",
            "No other server has the name that customers are shown"),
        Rule(
            .directoryVersion, .note, "\(participants), ApiResources",
            "The product API is offered in v2.1 or later"),
        // A note: whoever runs the directory may know more words than its description.
        Rule(
            .directoryShape, .note, "\(participants), AuthorisationServer",
            "Each member of a server's entry has the right type and form, and one of the listed words"),
    ]

    // MARK: - The authorisation server's metadata

    private static let oidc = "OpenID Connect Discovery 1.0"

    private static let discovery = [
        Rule(
            .discoveryAnswer, .error, "\(oidc) §4.2",
            "The discovery document is answered by 200 with a JSON object of media type application/json"),
        Rule(
            .discoveryPlace, .warning, "\(oidc) §4",
            "The discovery document is at the Issuer's URL with /.well-known/openid-configuration"),
        Rule(
            .discoveryShape, .error, "\(oidc) §3, RFC 8414 §2, RFC 8705 §5",
            "Each member of the document has the right type and is there once, and no required member is missing"
        ),
        Rule(
            .discoveryIssuer, .error, "\(oidc) §4.3",
            "The document's issuer is the directory's Issuer, letter by letter"),
        Rule(.tokenEndpoint, .error, "RFC 8414 §2, RFC 8705 §5", "The token endpoint is an https URL"),
        Rule(
            .tokenEndpointDomain, .warning, "UAE Open Finance API Hub, host names",
            "The token endpoint is on the bank's own domain, as its Issuer is"),
        Rule(
            .mutualTLSAlias, .note, "RFC 8705 §5",
            "The endpoints that need a client certificate stand under mtls_endpoint_aliases"),
        Rule(
            .clientAuthentication, .error, "FAPI 1.0 Advanced §5.2.2 (14)",
            "Clients can authenticate by private_key_jwt, and the document says so"),
        Rule(
            .weakAuthentication, .warning, "FAPI 1.0 Advanced §5.2.2 (14)",
            "Clients are offered no way to authenticate that the profile forbids: by a shared secret, or not at all"),
        Rule(
            .signingAlgorithm, .error, "FAPI 1.0 Advanced §8.6",
            "Client assertions can be signed by PS256, and the document says so"),
        Rule(
            .weakAlgorithm, .warning, "FAPI 1.0 Advanced §8.6",
            "Clients are offered no algorithms to sign with but PS256 and ES256"),
        Rule(
            .boundTokens, .error, "RFC 8705 §3.3, FAPI 1.0 Advanced §5.2.2 (5)",
            "Access tokens are bound to the client's certificate, and the document says so"),
        Rule(
            .grantType, .warning, "\(oidc) §3, grant_types_supported",
            "The grant types that are named have client_credentials among them"),
        Rule(
            .registrationEndpoint, .note, "API Hub TPP Onboarding, POST /tpp-registration",
            "The document names the registration endpoint"),
    ]

    // MARK: - TLS

    private static let tls = [
        Rule(
            .oldTLS, .error, "FAPI 1.0 Advanced §8.5, RFC 8996", "Token and resource endpoints refuse TLS 1.0 and 1.1"),
        Rule(
            .cipherSuite, .error, "FAPI 1.0 Advanced §8.5",
            "Token and resource endpoints speak TLS 1.2 only with the profile's cipher suites"),
        Rule(
            .certificateTrust, .error, "RFC 5280 §6, RFC 9110 §4.3.4",
            "The server's certificate is good today, for the host's name, and from an authority that is trusted"),
        Rule(
            .certificateDays, .warning, "RFC 5280 §4.1.2.5",
            "The server's certificate is good for fourteen days or more"),
        Rule(
            .clientCertificate, .error, "RFC 8705 §2, FAPI 1.0 Advanced §5.2.2 (5)",
            "Token and resource endpoints ask for the client's certificate in the handshake"),
        // A warning: a bank that refuses by an answer of HTTP, which is not asked for, is not wrong.
        Rule(
            .certificateRequired, .warning, "RFC 8705 §2, FAPI 1.0 Advanced §5.2.2 (5)",
            "Token and resource endpoints end the connection of a client without a certificate"),
    ]

    // MARK: - Tokens

    private static let token = [
        Rule(.tokenStatus, .error, "RFC 6749 §5.1", "A token is answered by 200"),
        Rule(.tokenMediaType, .error, "RFC 6749 §5.1", "A token comes as application/json"),
        Rule(
            .tokenShape, .error, "RFC 6749 §5.1, RFC 6750 §2.1",
            "The answer has the members of a token, each of its type"),
        Rule(.tokenType, .error, "RFC 6749 §7.1, RFC 6750", "The token is a Bearer token, and says so"),
        Rule(
            .tokenLifetime, .warning, "RFC 6749 §5.1, expires_in; API Hub: ten minutes",
            "The token says how long it lives, and that is no longer than ten minutes"),
        Rule(.tokenScope, .warning, "RFC 6749 §3.3, §5.1", "The token's scope has what was asked for in it"),
        Rule(.tokenNoStore, .error, "RFC 6749 §5.1", "The answer says Cache-Control: no-store"),
    ]

    // MARK: - Products

    private static let answer = "Products & Leads API, GET /products"
    private static let schema = "Products & Leads API, schema of the version that was asked"

    private static let products = [
        Rule(.productsStatus, .error, "\(answer), 200", "A request with all that is asked for is answered by 200"),
        Rule(.productsMediaType, .error, "\(answer), 200", "Products come as application/json"),
        Rule(
            .interactionID, .error, "FAPI 1.0 Baseline §6.2.1 (11)",
            "The answer's x-fapi-interaction-id is that of the request"),
        Rule(.productsJSON, .error, "RFC 8259", "The body is JSON, in UTF-8"),
        Rule(.repeatedName, .warning, "RFC 8259 §4", "The names within an object are unique"),
        Rule(.schemaType, .error, "\(schema), type", "A value is of its type"),
        Rule(.schemaRequired, .error, "\(schema), required", "A required member is there"),
        Rule(.schemaAdditional, .error, "\(schema), additionalProperties", "A closed object has no other members"),
        Rule(.schemaEnum, .error, "\(schema), enum", "A word is one of those that are listed"),
        Rule(.schemaPattern, .error, "\(schema), pattern", "A text matches its pattern"),
        Rule(.schemaFormat, .error, "\(schema), format", "A date, a date-time or a URI has a valid form"),
        Rule(.schemaLength, .error, "\(schema), minLength and maxLength", "A text is as long as it may be"),
        Rule(.schemaRange, .error, "\(schema), minimum and maximum", "A number is within its bounds"),
        Rule(
            .schemaCount, .error, "\(schema), minItems, maxItems and minProperties",
            "A list has as many elements as it may have, and an object that must not be empty has a member"),
        Rule(.schemaOneOf, .error, "\(schema), oneOf", "A value is exactly one of the kinds that it can be"),
        Rule(.productID, .error, "\(schema), Product.ProductId", "A ProductId is that of one product of the bank"),
        Rule(
            .blankText, .warning, "\(schema), Product.ProductId and ProductName",
            "Id and name of a product are not blank"),
        Rule(.secureURI, .warning, "\(schema), ProductLinks", "What a customer is led to is an https URI"),
        Rule(.minorUnits, .note, "ISO 4217", "An amount in dirhams has no more than two decimals"),
        Rule(
            .plausibleRate, .warning, "\(schema), rates in percent", "A rate is a percentage from 0 to 100"),
        Rule(
            .rangeOrder, .warning, "\(schema), minimum and maximum of one thing",
            "A minimum is no more than its maximum"),
        Rule(
            .validity, .warning, "\(schema), Product.EffectiveToDateTime",
            "A product that ends does not end before it begins"),
        Rule(
            .updateTime, .note, "\(schema), Product.LastUpdatedDateTime", "A product was not last changed in the future"
        ),
        Rule(
            .applyNow, .warning, "UAE Open Finance LFI rules, Apply Now",
            "A product says how to apply for it, in one way at least"),
        Rule(
            .ownCategory, .warning, "\(schema), Product.Product",
            "A product has the details of its own category and of no other"),
        Rule(
            .pageCount, .error, "\(answer), Meta.TotalPages",
            "There are as many pages as the answer says"),
        Rule(.pageLinks, .warning, "\(answer), Links", "Links to pages lead to the endpoint that was asked"),
    ]

    // MARK: - Filters and order

    private static let filters = [
        Rule(.filterAnswer, .error, "\(answer), parameters", "A documented parameter is answered by 200"),
        Rule(
            .filterCategory, .error, "\(answer), ProductCategory",
            "The answer has all products of the category, and no other"
        ),
        Rule(
            .filterSharia, .error, "\(answer), IsShariaCompliant",
            "The answer has all products that comply with Sharia, and no other"),
        Rule(
            .filterUpdated, .error, "\(answer), LastUpdatedDateTime",
            "The answer has all products that were changed since, and no other"),
        Rule(
            .sortOrder, .warning, "\(answer), SortField and SortOrder",
            "The products of a group are in the order that was asked for"),
        Rule(
            .defaultOrder, .warning, "\(answer), SortField and SortOrder, defaults",
            "Where no order is asked for, the product that was changed longest ago comes first"),
        Rule(
            .filterPage, .error, "\(answer), PageNumber and PageSize, of v2.0",
            "A page is the one that was asked for, with no more products than were asked for"),
    ]

    // MARK: - Errors

    private static let errors = [
        Rule(.errorNoToken, .error, "\(answer), 401", "A request without a token is answered by 401 without a body"),
        Rule(
            .errorForeignToken, .error, "\(answer), 401, RFC 6750 §3.1",
            "A request with a token that the bank has not given is answered by 401 without a body"),
        Rule(
            .errorNoAddress, .error, "\(answer), x-fapi-customer-ip-address",
            "A request without a required header is answered by 400"),
        Rule(
            .errorCategory, .error, "\(answer), ProductCategory",
            "A request for a category that does not exist is answered by 400"),
        Rule(
            .errorBody, .error, "\(answer), 400",
            "A 400 comes as application/json with the Errors of the schema in its body"),
    ]
}
