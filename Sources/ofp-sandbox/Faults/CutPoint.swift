import Hummingbird
import NIOCore

/// Where the connection of a lead breaks.
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

extension Response {
    /// The same answer, which ends halfway through its body.
    var brokenOff: Response {
        let length = body.contentLength ?? 0
        let whole = body
        return Response(
            status: status, headers: headers,
            body: ResponseBody(contentLength: length) { writer in
                try await whole.write(HalfWriter(base: writer, left: length / 2))
            })
    }
}

/// Writes the first bytes, then fails.
private struct HalfWriter: ResponseBodyWriter {
    var base: any ResponseBodyWriter
    var left: Int

    mutating func write(_ buffer: ByteBuffer) async throws {
        var buffer = buffer
        let part = buffer.readSlice(length: min(left, buffer.readableBytes)) ?? ByteBuffer()
        try await base.write(part)
        throw ConnectionCut()
    }

    consuming func finish(_: HTTPFields?) async throws {}
}
