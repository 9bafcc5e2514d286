import FoundationEssentials
import OpenFinance
import OpenFinanceCrypto
import OpenFinanceTransport

/// What can be checked without asking anybody: settings, key files, certificates.
struct LocalChecks {
    private(set) var findings: [Finding] = []
    /// Nil where something that asking needs is not usable.
    private(set) var credentials: ClientCredentials?
    private(set) var transport: KeyFiles.TransportIdentity?

    init(_ reader: SettingsReader, signingCertificate: String?, prompt: PassphrasePrompt, now: Date) {
        let keys = KeyFiles(reader: reader, prompt: prompt)
        let faults = faultsOfValues(reader)
        checkPermissions(reader)
        checkSigningKey(keys, signingCertificate, now)
        checkTransport(keys, now, clientID: reader.text(.clientID))
        // Keys are settings, too: one that is missing is a finding of its own, beside which this would be untrue.
        let isAllThere = faults.isEmpty && hasSigningKey && transport != nil
        findings.insert(contentsOf: isAllThere ? [.ok("settings", "All there and readable")] : faults, at: 0)
    }

    private var hasSigningKey = false

    /// Settings that are values: each that cannot be read is a finding of its own.
    private func faultsOfValues(_ reader: SettingsReader) -> [Finding] {
        var failures: [Finding] = []
        func check(_ body: () throws(CommandFailure) -> Void) {
            do throws(CommandFailure) {
                try body()
            } catch {
                failures.append(.failure("settings", error))
            }
        }
        check { () throws(CommandFailure) in _ = try reader.required(.clientID) }
        check { () throws(CommandFailure) in _ = try reader.required(.signingKeyID) }
        check { () throws(CommandFailure) in _ = try reader.directory() }
        check { () throws(CommandFailure) in _ = try reader.keystore() }
        check { () throws(CommandFailure) in _ = try reader.scope() }
        check { () throws(CommandFailure) in _ = try reader.timePerLFI() }
        check { () throws(CommandFailure) in _ = try reader.deadline() }
        check { () throws(CommandFailure) in _ = try KeyFiles(reader: reader, prompt: .nobody).trustRoots() }
        if reader.text(.customerIP) == nil {
            failures.append(
                .warning(
                    "settings", "There is no customer IP address",
                    advice: "Each call has to give one with --customer-ip"))
        } else {
            check { () throws(CommandFailure) in _ = try reader.customerIPAddress() }
        }
        // Two of them may come upon the same setting.
        return failures.enumerated().filter { !failures[..<$0.offset].contains($0.element) }.map(\.element)
    }

    private mutating func checkPermissions(_ reader: SettingsReader) {
        for file in KeyFilePermissions.all(reader) {
            let check = "\(file.setting.noun) file"
            findings.append(
                file.isForOwnerAlone
                    ? .ok(check, "For its owner alone") : .failure(check, file.complaint, advice: file.advice))
        }
    }

    private mutating func checkSigningKey(_ keys: KeyFiles, _ certificate: String?, _ now: Date) {
        let check = "signing key"
        do throws(CommandFailure) {
            let key = try keys.privateKey(.signingKey, passphrase: .signingKeyPassphrase)
            hasSigningKey = true
            let place = key.token.map { ", \($0.sentence)" } ?? ""
            findings.append(.ok(check, "RSA, \(key.bits) bits\(place)"))
            if let certificate { try checkSigningCertificate(keys, certificate, key, now) }
            credentials = try? keys.credentials(signingKey: key)
        } catch {
            findings.append(.failure(check, error))
        }
    }

    private mutating func checkSigningCertificate(
        _ keys: KeyFiles, _ path: String, _ key: PrivateKey, _ now: Date
    ) throws(CommandFailure) {
        let check = "signing certificate"
        let certificate = try keys.certificate(at: path, check)
        findings.append(
            certificate.matches(key)
                ? .ok(check, "Belongs to the signing key")
                : .failure(
                    check, "The signing key does not belong to '\(path)'",
                    advice: "Give the key with which the certificate was requested"))
        findings.append(CertificateAge.finding(check, validity: certificate.validity, now: now))
    }

    private mutating func checkTransport(_ keys: KeyFiles, _ now: Date, clientID: String?) {
        let check = "transport certificate"
        do throws(CommandFailure) {
            let transport = try keys.identity()
            let place = transport.token.map { ", which is \($0.sentence)" } ?? ""
            findings.append(.ok(check, "Belongs to the transport key\(place)"))
            findings.append(CertificateAge.finding(check, validity: transport.certificate.validity, now: now))
            let certificate = transport.certificate
            findings += TransportCertificateRules.findings(
                commonName: certificate.commonName, organisationalUnit: certificate.organisationalUnit,
                rsaBits: certificate.rsaBits, clientID: clientID)
            self.transport = transport
        } catch {
            findings.append(.failure(check, error))
        }
    }
}
