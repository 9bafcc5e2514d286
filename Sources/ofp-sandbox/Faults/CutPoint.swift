/// Where a connection breaks; only leads know more places than the head.
enum CutPoint: Sendable, CaseIterable {
    /// At the ClientHello.
    case connection
    /// Before the body is read.
    case head
    /// When all has been read, and nothing taken.
    case beforeTaking
    /// When the lead is taken, and nothing answered.
    case afterTaking
    /// In the middle of the answer.
    case answer
}

/// The connection ends here, without an answer.
struct ConnectionCut: Error {}
