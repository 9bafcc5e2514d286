/// Where the participants come from.
public enum DirectorySource: Sendable, Hashable {
    /// The URL of a `GET /participants`.
    case endpoint(Endpoint)
    /// A file in the shape of `GET /participants`.
    case file(path: String)
    /// The banks' pre-production: they stand in the Trust Framework's sandbox, beside the model bank, on hosts of their own.
    case preproduction

    /// The Trust Framework's sandbox.
    public static let sandbox = endpoint(wellKnown("https://data.sandbox.directory.openfinance.ae/participants"))
    /// The Trust Framework's production directory.
    public static let production = endpoint(wellKnown("https://data.directory.openfinance.ae/participants"))

    /// `sandbox`, `production`, or the address or path of another one.
    public var name: String {
        switch self {
        case .sandbox: "sandbox"
        case .production: "production"
        case .preproduction: "preprod"
        case .endpoint(let endpoint): endpoint.description
        case .file(let path): path
        }
    }

    private static func wellKnown(_ url: StaticString) -> Endpoint {
        guard let endpoint = Endpoint(url.description) else { preconditionFailure("\(url) is an https URL") }
        return endpoint
    }
}
