import OpenFinance

/// The settings that are values of the ecosystem, read from their text.
extension SettingsReader {
    func customerIPAddress() throws(CommandFailure) -> CustomerIPAddress {
        _ = try required(.customerIP)
        let address = try value(
            .customerIP, expected: "the IPv4 or IPv6 address of the customer in session", CustomerIPAddress.init)
        guard let address else { preconditionFailure("required above") }
        return address
    }

    /// A path counts as one only where it could not be a mistyped URL.
    func directory() throws(CommandFailure) -> DirectorySource {
        let source = try value(
            .directory, expected: "'sandbox', 'preprod', 'production', an https URL or the path of a file"
        ) { text -> DirectorySource? in
            switch text {
            case "sandbox": .sandbox
            case "preprod": .preproduction
            case "production": .production
            // Nobody's file: a word that was cut, or written otherwise.
            case "prod", "live", "test", "preproduction", "pre-production", "Sandbox", "Production": nil
            case _ where text.contains("://"): Endpoint(text).map(DirectorySource.endpoint)
            default: .file(path: text)
            }
        }
        return source ?? .sandbox
    }

    /// Where the public keys of organisations stand: the Trust Framework's of the chosen directory, unless another is
    /// given; nil for a directory of another kind.
    func keystore() throws(CommandFailure) -> Endpoint? {
        if let given = try value(.keystore, expected: "an https URL", Endpoint.init) { return given }
        return switch try directory() {
        case .sandbox, .preproduction: Keystore.sandbox
        case .production: Keystore.production
        default: nil
        }
    }

    func scope() throws(CommandFailure) -> String {
        // RFC 6749 §3.3: printable ASCII without '"' and '\', words apart by single spaces.
        try value(.scope, expected: "words with one space between them, without quotes") { text in
            let words = text.split(separator: " ", omittingEmptySubsequences: false)
            let isValid = words.allSatisfy { word in
                !word.isEmpty && word.utf8.allSatisfy { (0x21...0x7E).contains($0) && $0 != 0x22 && $0 != 0x5C }
            }
            return isValid ? text : nil
        } ?? "products"
    }

    /// The only banks that may be contacted at all. One a line, or with commas between them.
    /// - Throws: a ``CommandFailure`` where a list is given, and names nobody: that everybody may be asked is the last thing
    ///   that its writer has meant.
    func allowedLFIs() throws(CommandFailure) -> LFISelection {
        func names(_ setting: Setting) -> [String] {
            guard let text = text(setting) else { return [] }
            return text.split(separator: text.contains("\n") ? "\n" : ",").map { String($0).withoutBlankEnds }
                .filter { !$0.isEmpty }
        }
        let allowed = names(.allowedLFIs)
        if allowed.isEmpty, let layer = source(of: .allowedLFIs) {
            throw CommandFailure(
                .configuration, "The \(Setting.allowedLFIs.noun) (\(layer)) names no bank",
                advice:
                    "Name those that may be asked, or remove '\(layer == SettingsReader.environmentLayer ? "OFP_LFI" : "lfi")'"
            )
        }
        let barred = names(.barredLFIs)
        if barred.isEmpty, text(.barredLFIs) != nil {
            throw CommandFailure(
                .configuration, "The \(Setting.barredLFIs.noun) (\(source(of: .barredLFIs) ?? "")) names no bank",
                advice: "Name those that may not be asked, or remove the list")
        }
        return LFISelection(included: allowed, excluded: barred)
    }

    func timePerLFI() throws(CommandFailure) -> Duration { try seconds(.timeout) ?? .seconds(30) }

    func deadline() throws(CommandFailure) -> Duration? { try seconds(.deadline) }

    func color() throws(CommandFailure) -> ColorChoice {
        try value(.color, expected: "auto, always or never", ColorChoice.init(rawValue:)) ?? .auto
    }

    func isPaged() throws(CommandFailure) -> Bool {
        try value(.noPager, expected: "'true' or 'false'", \.asSwitch) != true
    }

    /// The cache of this user, unless it is switched off.
    func cache() throws(CommandFailure) -> FileCacheStore? {
        let isOff = try value(.noCache, expected: "'true' or 'false'", \.asSwitch)
        return isOff == true ? nil : cacheStore
    }

    private func seconds(_ setting: Setting) throws(CommandFailure) -> Duration? {
        try value(setting, expected: "a number of seconds, above 0 and at most 86400") { text in
            Double(text).flatMap { $0 > 0 && $0 <= 86_400 ? .seconds($0) : nil }
        }
    }
}

extension String {
    /// Yes or no, as settings say it; nil for anything else.
    var asSwitch: Bool? {
        switch lowercased() {
        case "true", "yes", "1": true
        case "false", "no", "0": false
        default: nil
        }
    }
}
