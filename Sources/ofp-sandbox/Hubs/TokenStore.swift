import Foundation
import Synchronization

/// The access tokens that hubs gave out.
final class TokenStore: Sendable {
    struct Grant: Sendable {
        var hub: String
        /// Of the certificate that asked: whoever uses the token has to show the same one (RFC 8705 §3).
        var thumbprint: Thumbprint
        var scopes: Set<String>
        var expiresAt: Date
    }

    /// Seconds.
    let lifetime: Int
    private let grants = Mutex<[String: Grant]>([:])

    init(lifetime: Int) { self.lifetime = lifetime }

    func issue(to thumbprint: Thumbprint, by hub: Hub, scopes: Set<String>) -> String {
        let bytes = (0..<32).map { _ in UInt8.random(in: .min ... .max) }
        let token = Data(bytes).base64EncodedString()
            .replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
        let grant = Grant(
            hub: hub.code, thumbprint: thumbprint, scopes: scopes,
            expiresAt: Date(timeIntervalSinceNow: Double(lifetime)))
        grants.withLock { $0[token] = grant }
        return token
    }

    func grant(for token: String) -> Grant? { grants.withLock { $0[token] } }
}
