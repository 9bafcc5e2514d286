/// What a request is for. An LFI's steps stand in their order; for a failure they say how far its line had come.
public enum RequestStep: String, Sendable, Hashable, Codable, JSONReadable {
    /// The directory, which is asked for all LFIs at once.
    case directory
    case discovery, registration, token, products, leads
}
