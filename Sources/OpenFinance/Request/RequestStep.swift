/// What a request is for. An LFI's steps stand in their order; for a failure they say how far its line had come.
public enum RequestStep: String, Sendable, Hashable, Codable, JSONReadable {
    /// The directory, which is asked for all LFIs at once.
    case directory
    /// An LFI's discovery document.
    case discovery
    /// That an LFI takes the client (`POST /tpp-registration`).
    case registration
    /// An access token.
    case token
    /// A page of an LFI's products (`GET /products`).
    case products
    /// That an LFI takes a lead (`POST /leads`).
    case leads
}
