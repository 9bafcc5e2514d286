import FoundationEssentials
import OpenFinance

/// Whether signing key and kid are what the Trust Framework has of the organisation. The commonest mistake of a rotation is an
/// old kid with a new key, or the reverse, and every bank refuses it with the same word.
enum PublishedKeyRules {
    static let check = "signing key id"

    static func finding(_ keys: [Keystore.Key], kid: String, modulus: Data, exponent: Data) -> Finding {
        let named = keys.filter { $0.id == kid }
        let own = keys.filter { $0.modulus == modulus && $0.exponent == exponent }
        if named.contains(where: own.contains) { return .ok(check, "The kid is that of the signing key") }
        switch (named.isEmpty, own.first) {
        case (_, let right?):
            let what = named.isEmpty ? "belongs to no published key" : "belongs to another key"
            return .failure(
                check, "The kid \(what): the signing key is published as '\(right.id)'",
                advice: "Give that with --signing-key-id, or the key that the kid names")
        case (false, nil):
            return .failure(
                check, "The kid is that of another key, and the signing key is not published",
                advice: "Give the key that was published under this kid, or publish this one and give its kid")
        case (true, nil):
            let like = keys.first { $0.id.lowercased() == kid.lowercased() }
            return .failure(
                check, "Neither the kid nor the signing key is among the organisation's \(keys.count) published keys",
                advice: like.map { "Write the kid as it is published, '\($0.id)': its case counts" }
                    ?? "Publish the signing certificate in the Trust Framework, and give its kid")
        }
    }
}
