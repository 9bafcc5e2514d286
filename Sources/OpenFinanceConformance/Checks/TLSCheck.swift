import FoundationEssentials
import OpenFinance
import OpenFinanceTransport

/// What the connections themselves showed.
package enum TLSCheck {
    private static let fewestDays = 14.0

    package static func check(_ seen: [Seen], _ deviations: inout Deviations) {
        for one in seen {
            guard let connection = one.connection else { continue }
            let evidence = Deviations.Evidence(interactionID: one.interactionID, time: one.time)
            let needsCertificate = one.purpose == .token || one.purpose == .products
            if needsCertificate, connection.wasCertificateRequested == false {
                deviations.add(
                    .clientCertificate, at: "/\(one.purpose.rawValue)", value: "no request for a certificate",
                    expected: "a request for the client's certificate in the handshake", by: evidence)
            }
            if let end = connection.serverCertificate?.validUntil {
                let days = end.timeIntervalSince(one.time) / 86_400
                if days < fewestDays {
                    deviations.add(
                        .certificateDays, at: "/\(one.purpose.rawValue)", value: "\(max(0, Int(days))) days left",
                        expected: "14 days or more", by: evidence)
                }
            }
        }
    }
}
