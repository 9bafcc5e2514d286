import FoundationEssentials
import OpenFinance
import OpenFinanceCrypto

/// Looks at every key and certificate that the settings name, each for itself: one that is missing hides no other.
struct KeyInventory {
    let reader: SettingsReader
    let keys: KeyFiles
    let now: Date

    var report: KeysReport {
        var report = KeysReport()
        report.add(key(.signingKey, passphrase: .signingKeyPassphrase, use: "signing"))
        report.add(certificate)
        report.add(key(.transportKey, passphrase: .transportKeyPassphrase, use: "transport"))
        return report
    }

    private func key(_ setting: Setting, passphrase: Setting, use: String) -> KeysReport.Entry {
        var entry = KeysReport.Entry(use: use, kind: "key", outcome: .ok, message: "readable")
        do throws(CommandFailure) {
            entry.at = try KeySource(setting, reader).location
            let key = try keys.privateKey(setting, passphrase: passphrase)
            if let token = key.token { entry.message = token.sentence }
            (entry.bits, entry.thumbprint) = (key.bits, key.publicThumbprint)
            if setting == .signingKey { entry.keyID = try reader.required(.signingKeyID) }
            if let file = KeyFilePermissions.all(reader).first(where: { $0.setting == setting && !$0.isForOwnerAlone })
            {
                (entry.outcome, entry.message, entry.advice) = (.warning, file.complaint, file.advice)
            }
        } catch {
            entry.tell(error)
        }
        return entry
    }

    private var certificate: KeysReport.Entry {
        var entry = KeysReport.Entry(use: "transport", kind: "certificate", outcome: .ok, message: "")
        do throws(CommandFailure) {
            entry.at = try KeySource(.transportCertificate, reader).location
            let certificate = try keys.identity().certificate
            (entry.bits, entry.thumbprint) = (certificate.rsaBits, certificate.thumbprint)
            (entry.commonName, entry.organisationalUnit) = (certificate.commonName, certificate.organisationalUnit)
            (entry.validFrom, entry.validUntil) = (certificate.validity?.lowerBound, certificate.validity?.upperBound)
            entry.rotateBy = certificate.validity.map { CertificateAge.rotation(of: $0) }
            let finding = CertificateAge.finding("certificate", validity: certificate.validity, now: now)
            (entry.outcome, entry.message, entry.advice) = (finding.outcome, finding.message, finding.advice)
        } catch {
            entry.tell(error)
        }
        return entry
    }
}

extension PrivateKey.Token {
    /// Where a key stays, without final stop.
    var sentence: String { "in the token '\(label.forTerminal)' (\(model.forTerminal)), by OpenSSL's \(door)" }
}

extension KeysReport.Entry {
    fileprivate mutating func tell(_ failure: CommandFailure) {
        (outcome, message, advice) = (.failure, failure.message, failure.advice)
    }
}
