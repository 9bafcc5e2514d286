import OpenFinanceCrypto

/// What to do with a file that was given for a private key or a certificate and is something else: the one table from kind to
/// the line that converts it.
struct KeyAdvice {
    enum Wanted {
        case privateKey
        /// Of ours.
        case certificate
        case trustRoots
    }

    private let wanted: Wanted
    /// As a shell reads it.
    private let file: String
    private let howToGive: String
    /// What the converted file is called, in the folder that one is in.
    private let result: String

    init(_ wanted: Wanted, in file: String, with howToGive: String) {
        (self.wanted, self.file, self.howToGive) = (wanted, file, howToGive)
        let usual = wanted == .privateKey ? "key.pem" : "chain.pem"
        // A line that writes where it reads from leaves nothing of either.
        let name = file.split(separator: "/").last.map { $0.filter { !"'\"\\".contains($0) } }
        result = name == usual ? "converted-\(usual)" : usual
    }

    /// A sentence without final stop.
    func text(on code: SigningError.Code) -> String {
        switch (wanted, code) {
        case (.privateKey, .der): convert("openssl pkey -inform DER -in \(file) -out \(result)")
        case (.privateKey, .pkcs12):
            convert("openssl pkcs12 -in \(file) -nocerts -out \(result)") + legacy
        case (.privateKey, .openSSHKey):
            convert("cp \(file) \(result) && ssh-keygen -p -m PKCS8 -f \(result)")
        case (.privateKey, .oldCipher):
            convert("openssl pkcs8 -topk8 -provider legacy -provider default -in \(file) -out \(result)")
        case (.privateKey, .restrictedToPSS):
            convert(
                "openssl rsa -in \(file) -traditional -outform DER | openssl rsa -inform DER -out \(result)")
        case (.privateKey, .json):
            "Have it exported as a private key in PEM (PKCS#8) where it was made, as openssl reads no JWK; "
                + "give that with \(howToGive)"
        case (.privateKey, .notRSA), (.privateKey, .keyTooShort):
            "Make a new one (openssl genrsa -aes256 -out \(result) 2048), have a certificate issued for it in the Trust "
                + "Framework, and give it with \(howToGive)"
        case (.privateKey, .certificate), (.privateKey, .certificateRequest), (.privateKey, .publicKey),
            (.privateKey, .pkcs7):
            "Give the private key that belongs to it, with \(howToGive)"
        case (.privateKey, _): "Give an RSA private key in PEM with \(howToGive)"

        case (.certificate, .der), (.trustRoots, .der): convert("openssl x509 -inform DER -in \(file) -out \(result)")
        case (.certificate, .pkcs12), (.trustRoots, .pkcs12):
            convert("openssl pkcs12 -in \(file) -nokeys -out \(result)") + legacy
        case (.certificate, .pkcs7), (.trustRoots, .pkcs7):
            convert("openssl pkcs7 -print_certs -in \(file) -out \(result)") + "; one in DER takes -inform DER, too"
        case (.certificate, .privateKey), (.certificate, .openSSHKey), (.certificate, .publicKey):
            "Give the certificate that was issued for it, in PEM, with \(howToGive)"
        case (.certificate, .certificateRequest):
            "Have the certificate issued in the Trust Framework, and give that in PEM with \(howToGive)"
        case (.certificate, _), (.trustRoots, _): "Give a PEM file with \(howToGive)"
        }
    }

    /// - Parameter isReversed: whether the key's certificate is the last.
    func order(isReversed: Bool) -> String {
        let order = "the key's own certificate first, then its issuer's, and so on"
        guard isReversed else { return "Put \(order), and give them with \(howToGive)" }
        let line =
            #"awk '/-BEGIN /{n++} {c[n] = c[n] $0 "\n"} END {while (n) printf "%s", c[n--]}' \#(file) > \#(result)"#
        return "Turn them round (\(line)), and give \(result) with \(howToGive): \(order)"
    }

    private func convert(_ line: String) -> String {
        return "Convert it (\(line)), and give \(result) with \(howToGive)"
    }

    private var legacy: String { "; an old one takes openssl's -legacy, too" }
}
