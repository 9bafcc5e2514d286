import FoundationEssentials

/// JWS in its compact form (RFC 7515 §7.1), signed with PS256.
package enum JSONWebSignature {
    /// - Parameters:
    ///   - header: the JOSE header as JSON, `alg` included.
    ///   - payload: the bytes to sign.
    /// - Returns: `header.payload.signature`, each part in base64url.
    package static func compact(
        header: some Sequence<UInt8>, payload: some Sequence<UInt8>, key: PrivateKey
    ) throws(SigningError) -> String {
        let signingInput = "\(base64URL(header)).\(base64URL(payload))"
        let signature = try key.ps256Signature(for: signingInput.utf8)
        return "\(signingInput).\(base64URL(signature))"
    }

    /// Whether a JWS in its compact form is signed with this key.
    package static func isSigned(_ compactForm: String, with key: PrivateKey) -> Bool {
        guard let point = compactForm.lastIndex(of: "."), let signature = bytes(compactForm[point...].dropFirst())
        else {
            return false
        }
        return key.isPS256Signature(signature, for: compactForm[..<point].utf8)
    }

    /// What ``base64URL(_:)`` stands for.
    private static func bytes(_ text: Substring) -> Data? {
        let padding = String(repeating: "=", count: (4 - text.utf8.count % 4) % 4)
        return Data(base64Encoded: text.replacing("-", with: "+").replacing("_", with: "/") + padding)
    }

    /// Base64 with the URL-safe alphabet and without padding (RFC 7515 §2).
    static func base64URL(_ bytes: some Sequence<UInt8>) -> String {
        let base64 = Data(bytes).base64EncodedString()
        return String(
            base64.compactMap { character in
                switch character {
                case "+": "-"
                case "/": "_"
                case "=": nil
                default: character
                }
            })
    }
}
