import COpenSSL
package import FoundationEssentials

/// What was given for a private key or a certificate, told by its outside: for saying what is wrong with it, once it could
/// not be read.
struct KeyMaterial {
    enum Kind {
        case privateKey, publicKey, certificate, certificateRequest, openSSHKey, pkcs12, pkcs7, json
    }

    /// Nil for what is nothing of all this.
    let kind: Kind?
    let isPEM: Bool

    init(_ data: Data) {
        let labels = Self.labels(data)
        isPEM = !labels.isEmpty
        kind = isPEM ? Self.kind(labels) : Self.kind(unlabelled: data.withoutByteOrderMark)
    }

    /// Why it is not the private key that was asked for.
    var whyNoPrivateKey: SigningError {
        switch kind {
        case .privateKey:
            isPEM
                ? SigningError(.noPrivateKey, "the PEM private key in it cannot be read")
                : SigningError(.der, "it is a private key in DER, not in PEM")
        case nil: SigningError(.noPrivateKey, "there is no PEM private key in it")
        case let other?: Self.wrongKind(other, wanted: "a PEM private key")
        }
    }

    /// Why it is not the certificates that were asked for.
    var whyNoCertificate: SigningError {
        switch kind {
        case .certificate:
            isPEM
                ? SigningError(.noCertificate, "a PEM certificate in it cannot be read")
                : SigningError(.der, "it is a certificate in DER, not in PEM")
        case nil: SigningError(.noCertificate, "there is no PEM certificate in it")
        case let other?: Self.wrongKind(other, wanted: "a PEM certificate")
        }
    }

    private static func wrongKind(_ kind: Kind, wanted: String) -> SigningError {
        let (code, what): (SigningError.Code, String) =
            switch kind {
            case .privateKey: (.privateKey, "a private key")
            case .publicKey: (.publicKey, "a public key")
            case .certificate: (.certificate, "a certificate")
            case .certificateRequest: (.certificateRequest, "a request for a certificate")
            case .openSSHKey: (.openSSHKey, "a private key in the format of OpenSSH")
            case .pkcs12: (.pkcs12, "a PKCS#12 container")
            case .pkcs7: (.pkcs7, "a PKCS#7 container of certificates")
            case .json: (.json, "JSON, as a JWK is")
            }
        return SigningError(code, "it is \(what), not \(wanted)")
    }

    // MARK: PEM

    /// What stands between `-----BEGIN ` and `-----` (RFC 7468 §2), of every object in its order.
    private static func labels(_ data: Data) -> [String] {
        data.split(separator: UInt8(ascii: "\n")).compactMap { line in
            guard let start = line.firstRange(of: Data("-----BEGIN ".utf8))?.upperBound,
                let end = line[start...].firstRange(of: Data("-----".utf8))?.lowerBound
            else { return nil }
            return String(decoding: line[start..<end], as: UTF8.self)
        }
    }

    private static func kind(_ labels: [String]) -> Kind? {
        let kinds = labels.compactMap(kind)
        // A private key that others accompany is what the file is about.
        return kinds.contains(.privateKey) ? .privateKey : kinds.first
    }

    private static func kind(_ label: String) -> Kind? {
        switch label {
        case "OPENSSH PRIVATE KEY": .openSSHKey
        case _ where label.hasSuffix("PRIVATE KEY"): .privateKey
        case _ where label.hasSuffix("PUBLIC KEY"): .publicKey
        case _ where label.hasSuffix("CERTIFICATE REQUEST"): .certificateRequest
        case _ where label.hasSuffix("CERTIFICATE"): .certificate
        case "PKCS7", "CMS": .pkcs7
        default: nil
        }
    }

    // MARK: Other formats

    private static func kind(unlabelled bytes: Data) -> Kind? {
        switch bytes.first(where: { !" \t\r\n".utf8.contains($0) }) {
        case UInt8(ascii: "{"), UInt8(ascii: "["): .json
        case _ where bytes.starts(with: "ssh-".utf8) || bytes.starts(with: "ecdsa-sha2-".utf8): .publicKey
        // A SEQUENCE, which everything is that has a DER encoding here.
        case 0x30: kind(der: bytes)
        default: nil
        }
    }

    private static func kind(der bytes: Data) -> Kind? {
        defer { ERR_clear_error() }
        // Where it lies: it may be a private key, of which nothing is to stay behind.
        func isRead<Object>(
            _ read: (inout UnsafePointer<UInt8>?, Int) -> Object?, _ free: (Object) -> Void
        ) -> Bool {
            bytes.withUnsafeBytes { buffer in
                var position = buffer.bindMemory(to: UInt8.self).baseAddress
                guard let object = read(&position, buffer.count) else { return false }
                free(object)
                return true
            }
        }
        if isRead({ d2i_X509(nil, &$0, $1) }, { X509_free($0) }) { return .certificate }
        if isRead({ d2i_PKCS12(nil, &$0, $1) }, { PKCS12_free($0) }) { return .pkcs12 }
        if isRead({ d2i_PKCS7(nil, &$0, $1) }, { PKCS7_free($0) }) { return .pkcs7 }
        if isRead({ d2i_X509_REQ(nil, &$0, $1) }, { X509_REQ_free($0) }) { return .certificateRequest }
        if isRead({ d2i_PUBKEY(nil, &$0, $1) }, { EVP_PKEY_free($0) }) { return .publicKey }
        if isRead({ d2i_AutoPrivateKey(nil, &$0, $1) }, { EVP_PKEY_free($0) }) { return .privateKey }
        // OpenSSL's name for the shape that an encrypted private key has (RFC 5958 §3).
        if isRead({ d2i_X509_SIG(nil, &$0, $1) }, { X509_SIG_free($0) }) { return .privateKey }
        return nil
    }
}

extension Data {
    /// Without the mark that some put before UTF-8: behind it OpenSSL and libcurl find no PEM, and JSON has to do without it
    /// (RFC 8259 §8.1).
    package var withoutByteOrderMark: Data {
        starts(with: [0xEF, 0xBB, 0xBF]) ? Data(dropFirst(3)) : self
    }
}
