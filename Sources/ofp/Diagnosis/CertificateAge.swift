import FoundationEssentials
import OpenFinance

/// How long a certificate is still good, judged by the ecosystem's key policy: expiry watched, keys rotated at least
/// every 13 months.
enum CertificateAge {
    private static let day: TimeInterval = 86_400
    /// A month of warning before a lapsed certificate silences every bank.
    private static let warningDays = 30
    private static let rotationMonths = 13

    /// That a certificate is not good now: no bank answers to it.
    struct Lapse: Equatable {
        /// What follows its name; a sentence's end without final stop.
        let complaint: String
        /// A sentence without final stop.
        let advice: String
    }

    /// - Returns: nil where it is good, or does not say.
    static func lapse(of validity: ClosedRange<Date>?, now: Date) -> Lapse? {
        guard let validity else { return nil }
        if now < validity.lowerBound {
            return Lapse(
                complaint: "is valid only from \(moment(validity.lowerBound, now: now))",
                advice: "Check this machine's clock, or wait: no bank accepts it before")
        }
        if now > validity.upperBound {
            return Lapse(
                complaint: "has expired on \(moment(validity.upperBound, now: now))",
                advice: "Have a new one issued in the Trust Framework: no bank accepts this one")
        }
        return nil
    }

    /// The day; on that very day, which alone would say nothing, with the time.
    private static func moment(_ date: Date, now: Date) -> String {
        date.dayInUAE == now.dayInUAE ? "\(date.dayInUAE) at \(date.timeInUAE) UAE time" : date.dayInUAE
    }

    /// When the key policy wants a new one: after thirteen months of 365.25 / 12 days.
    static func rotation(of validity: ClosedRange<Date>) -> Date {
        validity.lowerBound.addingTimeInterval(Double(rotationMonths) * 30.4375 * day)
    }

    static func finding(_ check: String, validity: ClosedRange<Date>?, now: Date) -> Finding {
        guard let validity else {
            return .failure(
                check, "The certificate's validity cannot be read", advice: "Have a new one issued")
        }
        if let lapse = lapse(of: validity, now: now) {
            return .failure(check, "The certificate \(lapse.complaint)", advice: lapse.advice)
        }
        let until = validity.upperBound.formatted(.iso8601)
        let days = Int(validity.upperBound.timeIntervalSince(now) / day)
        if days < warningDays {
            return .warning(
                check, "The certificate expires in \(days) \(days == 1 ? "day" : "days"), on \(until)",
                advice: "Have a new one issued in the Trust Framework before then")
        }
        if now > rotation(of: validity) {
            return .warning(
                check, "The certificate is older than \(rotationMonths) months, though valid until \(until)",
                advice: "Rotate the key and the certificate, as the key policy asks")
        }
        return .ok(check, "Valid until \(until), for \(days) more days")
    }
}
