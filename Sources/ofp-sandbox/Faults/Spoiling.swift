import Hummingbird
import NIOCore

/// What happens to the right answer on its way.
enum Spoiling: Sendable, Equatable {
    /// It ends halfway through its body.
    case half
    /// It comes a byte at a time.
    case drip(milliseconds: Int)
}

extension Response {
    func spoiled(_ spoiling: Spoiling) -> Response {
        var response = self
        let whole = body
        let length = body.contentLength ?? 0
        response.body = ResponseBody(contentLength: length) { writer in
            switch spoiling {
            case .half: try await whole.write(HalfWriter(base: writer, left: length / 2))
            case .drip(let milliseconds):
                try await whole.write(DrippingWriter(base: writer, pause: .milliseconds(milliseconds)))
            }
        }
        return response
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

/// Writes byte by byte, with pauses.
private struct DrippingWriter: ResponseBodyWriter {
    var base: any ResponseBodyWriter
    var pause: Duration

    mutating func write(_ buffer: ByteBuffer) async throws {
        var buffer = buffer
        while let byte = buffer.readSlice(length: 1) {
            try await base.write(byte)
            try await Task.sleep(for: pause)
        }
    }

    consuming func finish(_ trailers: HTTPFields?) async throws { try await base.finish(trailers) }
}
