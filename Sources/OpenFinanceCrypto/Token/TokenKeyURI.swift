import CP11Kit

/// Where a private key lies in a token that speaks PKCS#11, such as an HSM: `pkcs11:token=ofp;object=signing` (RFC 7512).
public struct TokenKeyURI: Sendable, Hashable, CustomStringConvertible {
    /// The URI without what it says of a PIN.
    public let description: String
    /// The same, with the type of what is meant: OpenSSL's doors would take a certificate of the same name, too.
    let ofPrivateKey: String
    /// The file that holds the PIN (`pin-source`); nil where the URI names none.
    public let pinFile: String?

    /// Whether a text is meant as one.
    public static func isMeant(by text: String) -> Bool { text.prefix(scheme.count).lowercased() == scheme }

    private static let scheme = "pkcs11:"

    /// - Throws: ``SigningError/Code/wrongTokenURI``.
    public init(_ text: String) throws(SigningError) {
        let parsed = try Parsed(text)
        let uri = parsed.uri
        guard p11_kit_uri_any_unrecognized(uri) == 0 else {
            throw Self.wrong("it has an attribute that RFC 7512 does not know, or one without a meaning for keys")
        }
        guard p11_kit_uri_get_pin_value(uri) == nil else {
            throw Self.wrong("it has a PIN in it (pin-value), which whoever sees the URI can read")
        }
        guard p11_kit_uri_get_module_path(uri) == nil, p11_kit_uri_get_module_name(uri) == nil else {
            throw Self.wrong("it names a module, which is a setting of its own")
        }
        let path = text.prefix { $0 != "?" }.dropFirst(Self.scheme.count)
        let names = path.split(separator: ";").map { $0.prefix { $0 != "=" } }
        guard Set(names).count == names.count else { throw Self.wrong("it has an attribute twice") }
        if let type = path.split(separator: ";").first(where: { $0.hasPrefix("type=") }), type != "type=private" {
            throw Self.wrong("it is of a thing of another type than a private key")
        }
        pinFile = try p11_kit_uri_get_pin_source(uri).map { (source) throws(SigningError) in
            let source = String(cString: source)
            // A file's URI (RFC 8089), or its path alone.
            let path =
                ["file://", "file:"].first(where: source.hasPrefix).map { source.dropFirst($0.count) } ?? source[...]
            guard path.hasPrefix("/") else { throw Self.wrong("its pin-source is not the whole path of a file") }
            return String(path)
        }
        description = "\(Self.scheme)\(path)"
        ofPrivateKey = names.contains("type") ? description : "\(description)\(path.isEmpty ? "" : ";")type=private"
    }

    private static func wrong(_ reason: String) -> SigningError { SigningError(.wrongTokenURI, reason) }

    /// A URI as p11-kit reads it.
    final class Parsed {
        let uri: OpaquePointer

        init(_ text: String) throws(SigningError) {
            guard let uri = p11_kit_uri_new() else { throw .openSSL("allocate memory") }
            self.uri = uri
            let result = UInt32(bitPattern: p11_kit_uri_parse(text, P11_KIT_URI_FOR_ANY, uri))
            guard result == P11_KIT_URI_OK.rawValue, !text.utf8.contains(0) else {
                throw TokenKeyURI.wrong("it is not a valid PKCS#11 URI (RFC 7512)")
            }
        }

        deinit { p11_kit_uri_free(uri) }
    }
}
