/// What goes wrong.
enum FaultKind: Sendable, Equatable {
    /// Another answer in place of the right one.
    case answer(CannedAnswer)
    /// The right answer, which does not come through as it should.
    case spoiled(Spoiling)
    /// An answer that is right in form, and says something that must not be followed or used.
    case deceit(Deceit)
    /// The handshake fails.
    case handshake(HandshakeFault)
    /// Frames of HTTP/2 in place of an answer; a broken connection over HTTP/1.1.
    case frames(Frames)
    /// An error that gives away what it was asked with.
    case echo
    /// No answer, ever.
    case hang
    /// The connection breaks.
    case cut(CutPoint)
    /// The connection breaks anywhere, or nowhere.
    case randomCut(Dice)
}

/// What an answer of a hub may say to deceive a client.
enum Deceit: Sendable, Equatable {
    /// Discovery speaks for another issuer.
    case otherIssuer
    /// Discovery names an endpoint without TLS.
    case plainEndpoint
    /// A token that would end the header field it goes into.
    case tokenWithLineBreak
    /// A token of another type than Bearer.
    case otherTokenType
    /// The next page is this one.
    case pageLoop
    /// The next page is another party's.
    case foreignPage
    /// There is always a next page.
    case endlessPages
    /// A lead is taken, and its answer has no body.
    case noBody
}

/// What fails a TLS handshake, or lets one go through that should fail.
enum HandshakeFault: Sendable, Equatable {
    /// The server refuses the client's certificate.
    case refusedCertificate
    /// The server does not ask for the client's certificate, and serves whoever comes.
    case certificateNotAsked
    /// The server asks for the client's certificate, and goes on without.
    case certificateOptional
    /// The server's own is past its time.
    case expiredCertificate
    /// The server's own is another host's.
    case otherName
    /// The server's own is signed by nobody who is trusted.
    case unknownAuthority
}

extension FaultKind {
    /// Whether the connection of a lead breaks already when it is made.
    var cutsConnection: Bool {
        if case .randomCut(let dice) = self { dice.roll(of: CutPoint.allCases.count + 1) == 0 } else { false }
    }

    var frames: Frames? { if case .frames(let frames) = self { frames } else { nil } }

    /// Where the connection of a request that has come breaks; nil where it holds.
    var cutPoint: CutPoint? {
        switch self {
        case .cut(let point): return point
        // A lead is read and taken before its stream is refused.
        case .frames: return .afterTaking
        case .randomCut(let dice):
            // One side more than there are places left: then all goes well.
            let places = CutPoint.allCases.filter { $0 != .connection }
            let side = dice.roll(of: places.count + 1)
            return side < places.count ? places[side] : nil
        default: return nil
        }
    }

    var deceit: Deceit? { if case .deceit(let deceit) = self { deceit } else { nil } }

    var handshakeFault: HandshakeFault? { if case .handshake(let fault) = self { fault } else { nil } }
}
