package import FoundationEssentials
package import OpenFinance
package import OpenFinanceTransport

/// What the connections themselves showed.
package enum TLSCheck {
    private static let fewestDays = 14.0

    package static func check(_ seen: [Seen], _ deviations: inout Deviations) {
        for one in seen {
            guard let connection = one.connection else { continue }
            let evidence = Deviations.Evidence(interactionID: one.interactionID, time: one.time)
            deviations.look(at: [.certificateTrust])
            let needsCertificate = one.purpose == .token || one.purpose == .products
            if needsCertificate, connection.wasCertificateRequested != nil {
                deviations.look(at: [.clientCertificate])
            }
            if needsCertificate, connection.wasCertificateRequested == false {
                deviations.add(
                    .clientCertificate, at: "/\(one.purpose.rawValue)", value: "no request for a certificate",
                    expected: "a request for the client's certificate in the handshake", by: evidence)
            }
            if let end = connection.serverCertificate?.validUntil {
                deviations.look(at: [.certificateDays])
                let days = end.timeIntervalSince(one.time) / 86_400
                if days < fewestDays {
                    deviations.add(
                        .certificateDays, at: "/\(one.purpose.rawValue)", value: "\(max(0, Int(days))) days left",
                        expected: "14 days or more", by: evidence)
                }
            }
        }
    }

    /// A server that is not trusted has no answer to look at.
    package static func check(_ failure: LFIFailure, at time: Date, _ deviations: inout Deviations) {
        guard failure.isServerUntrusted else { return }
        deviations.look(at: [.certificateTrust])
        deviations.add(
            .certificateTrust, at: "/\(failure.stage.rawValue)", value: failure.message,
            expected: "a certificate that is good today, for the host's name, and from a trusted authority",
            by: .init(interactionID: failure.interactionID, time: time))
    }

    /// - Parameter place: `token` or `products`.
    package static func checkWithoutCertificate(
        at place: String, isAccepted: Bool, at time: Date, _ deviations: inout Deviations
    ) {
        deviations.look(at: [.certificateRequired])
        guard isAccepted else { return }
        deviations.add(
            .certificateRequired, at: "/\(place)", value: "a handshake without a certificate, taken",
            expected: "an alert that ends the connection", by: .init(time: time))
    }

    /// What an endpoint said to a handshake that it should refuse.
    package struct Told: Sendable {
        /// `token` or `products`.
        package var place: String
        package var offer: TLSOffer
        package var answer: TLSOffer.Answer

        package init(place: String, offer: TLSOffer, answer: TLSOffer.Answer) {
            self.place = place
            self.offer = offer
            self.answer = answer
        }
    }

    package static func check(_ told: Told, at time: Date, _ deviations: inout Deviations) {
        let rule = told.offer == .otherSuites ? RuleID.cipherSuite : .oldTLS
        deviations.look(at: [rule])
        guard case .accepted(let suite) = told.answer else { return }
        let number = String(suite, radix: 16, uppercase: true)
        let code = "0x" + String(repeating: "0", count: max(0, 4 - number.count)) + number
        deviations.add(
            rule, at: "/\(told.place)",
            value: told.offer == .otherSuites ? "suite \(code)" : told.offer.rawValue,
            expected: told.offer == .otherSuites ? "a refusal, or TLS 1.3" : "a refusal", by: .init(time: time))
    }
}
