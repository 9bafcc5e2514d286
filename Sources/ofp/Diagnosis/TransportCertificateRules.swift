import FoundationEssentials
import OpenFinanceCrypto

/// What the Trust Framework says of a transport certificate: subject with C=AE, O the legal name, OU the organisation's id, CN
/// the application's client id; RSA with 2048 bits.
enum TransportCertificateRules {
    static let check = "transport certificate"

    /// - Parameter clientID: nil where it is not known.
    static func findings(commonName: String?, organisationalUnit: String?, rsaBits: Int?, clientID: String?)
        -> [Finding]
    {
        [subject(commonName, clientID), organisation(organisationalUnit), key(rsaBits)].compactMap(\.self)
    }

    private static func subject(_ commonName: String?, _ clientID: String?) -> Finding? {
        guard let clientID else { return nil }
        guard let commonName else {
            return .warning(
                check, "The certificate names no client (CN)",
                advice: "Check that it is the transport certificate of this application")
        }
        // A client id may be an address that ends with it.
        return commonName == clientID || clientID.hasSuffix("/\(commonName)")
            ? .ok(check, "Issued to this client")
            : .failure(
                check, "The certificate is that of client '\(commonName)' (CN), the client id is another",
                advice: "Give the certificate of this application, or the client id of that one")
    }

    private static func organisation(_ unit: String?) -> Finding? {
        guard let unit, UUID(uuidString: unit) != nil else {
            return .warning(
                check, "The certificate names no organisation by its id (OU)",
                advice: "Check that it was issued by the Trust Framework")
        }
        return nil
    }

    private static func key(_ bits: Int?) -> Finding? {
        guard let bits else {
            return .failure(
                check, "The certificate's key is not an RSA key", advice: "Have one issued for an RSA key of 2048 bits")
        }
        return bits >= 2_048
            ? nil
            : .failure(
                check, "The certificate's key has \(bits) bits", advice: "Have one issued for an RSA key of 2048 bits")
    }
}
