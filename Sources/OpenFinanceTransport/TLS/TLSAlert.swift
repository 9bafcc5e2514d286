/// A TLS alert (RFC 8446 §6) that the server sent, out of the code by which OpenSSL reports it.
///
/// In TLS 1.3 the client's certificate is judged after the client's side of the handshake is done (§4.4.2.4), so that a
/// refusal may come while the answer is read, under any of libcurl's codes: its text is the one place that tells. Only
/// what OpenSSL wrote into it counts: a server's certificate may have the words of an alert for a name.
struct TLSAlert {
    /// As the registry numbers them (RFC 8446 §6, appendix B.2).
    let number: Int

    init?(in text: String) {
        let text = text.hasPrefix(Self.newerWords) ? text.dropFirst(Self.newerWords.count) : text[...]
        guard let words = text.firstRange(of: "error:"), Self.isOpenSSLs(text[..<words.lowerBound]) else { return nil }
        let digits = text[words.upperBound...].utf8.prefix(8)
        guard let code = UInt32(String(decoding: digits, as: UTF8.self), radix: 16) else { return nil }
        // OpenSSL's library 20 is its TLS; reasons from 1000 on are alerts that came from the other side.
        let (library, reason) = (code >> 23 & 0xFF, Int(code & 0x7F_FFFF))
        guard library == 20, (1_000..<1_256).contains(reason) else { return nil }
        number = reason - 1_000
    }

    /// Whether what follows these words of libcurl's (in its releases from 7.87 to 8.14) is OpenSSL's.
    private static func isOpenSSLs(_ words: Substring) -> Bool {
        words.isEmpty || words.hasPrefix("OpenSSL")
    }

    /// Of libcurl from 8.10 on.
    private static let newerWords = "TLS connect error: "

    /// `decrypt error` is among them since all that a server verifies in a handshake is what the client signed.
    var isAboutOurCertificate: Bool { [42, 43, 44, 45, 46, 48, 49, 51, 116].contains(number) }

    /// The server speaks no version that was offered.
    var isAboutVersion: Bool { number == 70 }

    /// For a sentence.
    var name: String { Self.names[number] ?? "alert \(number)" }

    private static let names = [
        0: "close notify", 10: "unexpected message", 20: "bad record mac", 22: "record overflow",
        40: "handshake failure, often for want of a cipher suite that both sides have", 41: "no certificate",
        42: "bad certificate", 43: "unsupported certificate",
        44: "certificate revoked", 45: "certificate expired", 46: "certificate unknown", 47: "illegal parameter",
        48: "unknown ca", 49: "access denied", 50: "decode error", 51: "decrypt error", 70: "protocol version",
        71: "insufficient security", 80: "internal error", 86: "inappropriate fallback", 90: "user canceled",
        100: "no renegotiation", 109: "missing extension", 110: "unsupported extension", 112: "unrecognized name",
        113: "bad certificate status response", 115: "unknown PSK identity", 116: "certificate required",
        120: "no application protocol",
    ]
}
