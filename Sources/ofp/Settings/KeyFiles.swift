import FoundationEssentials
import OpenFinance
import OpenFinanceCrypto
import OpenFinanceTransport

/// The keys and certificates that the settings name, read from their files and checked against each other.
struct KeyFiles {
    let reader: SettingsReader
    let prompt: PassphrasePrompt

    /// What client assertions are made with.
    func credentials() throws(CommandFailure) -> ClientCredentials {
        // In this order: what is missing is told before what is wrong.
        _ = try reader.required(.clientID)
        return try credentials(signingKey: privateKey(.signingKey, passphrase: .signingKeyPassphrase))
    }

    func credentials(signingKey: PrivateKey) throws(CommandFailure) -> ClientCredentials {
        ClientCredentials(
            clientID: try reader.required(.clientID), signingKey: signingKey,
            signingKeyID: try reader.required(.signingKeyID))
    }

    func privateKey(_ setting: Setting, passphrase: Setting) throws(CommandFailure) -> PrivateKey {
        let source = try KeySource(setting, reader)
        if case .token(let uri) = source.place {
            return try TokenKeys(reader: reader, prompt: prompt).privateKey(uri, source, pin: passphrase)
        }
        var pem = try source.contents()
        defer { pem.cleanse() }
        do throws(SigningError) {
            do throws(SigningError) {
                return try PrivateKey(pem: pem, passphrase: reader.text(passphrase))
            } catch  where error.code == .passphraseMissing {
                guard let answer = prompt.ask("Passphrase of \(source.name): ") else { throw error }
                return try PrivateKey(pem: pem, passphrase: answer)
            }
        } catch {
            let advice =
                switch error.code {
                case .passphraseMissing, .passphraseWrong: "Give the \(passphrase.noun) with \(passphrase.howToGive)"
                default: KeyAdvice(.privateKey, in: source.shellName, with: setting.howToGive).text(on: error.code)
                }
            throw source.unusable(error, advice: advice)
        }
    }

    /// What mutual TLS is done with, and the certificate itself.
    struct TransportIdentity {
        let identity: ClientIdentity
        let certificate: Certificate
        /// That the key stays in; nil for a file's.
        let token: PrivateKey.Token?
    }

    /// The certificate and key for mutual TLS, which have to be a pair.
    func identity() throws(CommandFailure) -> TransportIdentity {
        let source = try KeySource(.transportCertificate, reader)
        let chain = try certificates(source)
        let key = try privateKey(.transportKey, passphrase: .transportKeyPassphrase)
        do throws(SigningError) {
            let leaf = try Certificate.leaf(of: chain.certificates, for: key)
            return TransportIdentity(
                identity: try ClientIdentity(chain: chain.certificates, pem: chain.pem, key: key), certificate: leaf,
                token: key.token)
        } catch {
            switch error.code {
            case .notThisKeys:
                throw CommandFailure(
                    .configuration, "The transport key does not belong to the transport certificate",
                    advice: "Give the key with which \(source.name) was requested, with "
                        + Setting.transportKey.howToGive)
            case .notLeafFirst:
                let isLast = chain.certificates.last?.matches(key) == true
                throw source.unusable(error, advice: source.certificateAdvice.order(isReversed: isLast))
            case .staysInToken:
                throw CommandFailure(
                    .configuration, "The transport key stays in its token, and libcurl here does not use OpenSSL",
                    advice: "Install libcurl with the OpenSSL of this system")
            default: throw CommandFailure(.internal, error.message, advice: "Please report it")
            }
        }
    }

    func trustRoots() throws(CommandFailure) -> TrustRoots {
        guard reader.text(.trustRoots) != nil else { return .system }
        return .pem(try certificates(KeySource(.trustRoots, reader)).pem)
    }

    /// The first certificate of a file that is no setting's.
    func certificate(at path: String, _ noun: String) throws(CommandFailure) -> Certificate {
        do throws(SigningError) {
            guard let data = try? InputFile(path).contents(limit: InputFile.smallFile),
                let first = try Certificate.chain(pem: data).first
            else { throw SigningError(.noCertificate, "it cannot be read") }
            return first
        } catch {
            let advice = KeyAdvice(.certificate, in: path.shellQuoted, with: "the path of a PEM file")
            throw CommandFailure(
                .configuration, "The \(noun) '\(path.forTerminal)' cannot be used: \(error.message)",
                advice: advice.text(on: error.code))
        }
    }

    private func certificates(
        _ source: KeySource
    ) throws(CommandFailure) -> (certificates: [Certificate], pem: Data) {
        let pem = try source.contents()
        do {
            return (try Certificate.chain(pem: pem), pem.withoutByteOrderMark)
        } catch {
            throw source.unusable(error, advice: source.certificateAdvice.text(on: error.code))
        }
    }
}

extension KeySource {
    fileprivate var certificateAdvice: KeyAdvice {
        KeyAdvice(setting == .trustRoots ? .trustRoots : .certificate, in: shellName, with: setting.howToGive)
    }

    func unusable(_ error: SigningError, advice: String) -> CommandFailure {
        CommandFailure(
            .configuration, "The \(setting.noun) \(name) cannot be used: \(error.message)", advice: advice)
    }
}
