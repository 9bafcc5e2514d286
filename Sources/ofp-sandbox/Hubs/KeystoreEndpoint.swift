import Foundation
import HTTPTypes

/// `GET /<OrganisationId>/application.jwks`: the public keys of an organisation's applications (RFC 7517 §5).
struct KeystoreEndpoint {
    let tpp: SandboxPKI.TPP

    func respond(to request: Request) throws(Refusal) -> Response {
        guard request.method == .get else {
            throw Refusal(.keystoreMethod, status: .methodNotAllowed, headers: [.allow: "GET"])
        }
        let key = tpp.signingKey.publicNumbers
        return .cacheable(
            Data(
                """
                {"keys":[{"kty":"RSA","use":"sig","kid":"\(tpp.signingKeyID)","n":"\(key.modulus.base64URL)",\
                "e":"\(key.exponent.base64URL)"}]}
                """.utf8), for: request)
    }
}

extension [UInt8] {
    /// Base64url without padding (RFC 7515 §2).
    fileprivate var base64URL: String {
        Data(self).base64EncodedString().replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
    }
}
