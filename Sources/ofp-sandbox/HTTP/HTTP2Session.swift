import CNGHTTP2
import HTTPTypes

/// The server's side of one connection of HTTP/2 (RFC 9113), by nghttp2: bytes go in and come out, and events say what
/// they mean.
final class HTTP2Session {
    enum Event {
        case request(HTTPRequest)
        case bodyPiece([UInt8])
        case bodyEnd
        /// Both sides are done with the stream, or one has given it up.
        case closed
    }

    /// What is still to be sent of an answer's body.
    private struct Outgoing {
        var unsent: ArraySlice<UInt8> = []
        var hasEnded = false
    }

    private let session: OpaquePointer
    private var events: [(stream: Int32, Event)] = []
    private var fields: [Int32: [(name: String, value: String)]] = [:]
    private var outgoing: [Int32: Outgoing] = [:]

    init() throws {
        var callbacks: OpaquePointer?
        var option: OpaquePointer?
        nghttp2_session_callbacks_new(&callbacks)
        nghttp2_option_new(&option)
        defer {
            nghttp2_session_callbacks_del(callbacks)
            nghttp2_option_del(option)
        }
        Self.setCallbacks(callbacks)
        // A client may send more when somebody has read what it sent.
        nghttp2_option_set_no_auto_window_update(option, 1)
        // An answer's head may be as large as a fault wants it.
        nghttp2_option_set_max_send_header_block_length(option, 64 << 20)
        var session: OpaquePointer?
        guard nghttp2_session_server_new2(&session, callbacks, nil, option) == 0, let session else {
            throw PKIError("start")
        }
        self.session = session
        nghttp2_session_set_user_data(session, Unmanaged.passUnretained(self).toOpaque())
        var settings = nghttp2_settings_entry(
            settings_id: Int32(NGHTTP2_SETTINGS_MAX_CONCURRENT_STREAMS.rawValue), value: 100)
        nghttp2_submit_settings(session, UInt8(NGHTTP2_FLAG_NONE.rawValue), &settings, 1)
    }

    deinit { nghttp2_session_del(session) }

    /// False when nothing more is to be read or sent, such as after a GOAWAY.
    var isOpen: Bool { nghttp2_session_want_read(session) != 0 || nghttp2_session_want_write(session) != 0 }

    // MARK: - Bytes

    /// - Throws: an ``HTTP2Failure`` for what is no HTTP/2.
    func receive(_ bytes: [UInt8]) throws(HTTP2Failure) -> [(stream: Int32, Event)] {
        let count = nghttp2_session_mem_recv(session, bytes, bytes.count)
        guard count >= 0 else { throw HTTP2Failure(code: Int32(count)) }
        defer { events = [] }
        return events
    }

    /// All that can be sent now.
    func output() throws(HTTP2Failure) -> [UInt8] {
        var output: [UInt8] = []
        while true {
            var bytes: UnsafePointer<UInt8>?
            let count = nghttp2_session_mem_send(session, &bytes)
            guard count >= 0 else { throw HTTP2Failure(code: Int32(count)) }
            guard count > 0 else { return output }
            output.append(contentsOf: UnsafeBufferPointer(start: bytes, count: count))
        }
    }

    // MARK: - Streams

    func isOpen(_ stream: Int32) -> Bool { nghttp2_session_find_stream(session, stream) != nil }

    /// Somebody has read so much of a request's body: as much may follow.
    func consume(_ count: Int, on stream: Int32) { nghttp2_session_consume(session, stream, count) }

    func respond(_ head: HTTPResponse, hasBody: Bool, on stream: Int32) throws(HTTP2Failure) {
        let lines =
            [(":status", "\(head.status.code)")] + head.headerFields.map { ($0.name.canonicalName, $0.value) }
        var text = lines.flatMap { Array($0.0.utf8) + Array($0.1.utf8) }
        var body = nghttp2_data_provider(
            source: nghttp2_data_source(),
            read_callback: { _, stream, room, length, flags, _, data in
                guard let session = HTTP2Session.from(data), let room, let flags else {
                    return Int(NGHTTP2_ERR_CALLBACK_FAILURE.rawValue)
                }
                return session.fill(UnsafeMutableBufferPointer(start: room, count: length), of: stream, &flags.pointee)
            })
        if hasBody { outgoing[stream] = Outgoing() }
        let status = text.withUnsafeMutableBufferPointer { text in
            var next = text.baseAddress
            func place(_ part: String) -> (UnsafeMutablePointer<UInt8>?, Int) {
                defer { next = next?.advanced(by: part.utf8.count) }
                return (next, part.utf8.count)
            }
            let fields = lines.map { name, value in
                let (name, nameLength) = place(name)
                let (value, valueLength) = place(value)
                return nghttp2_nv(
                    name: name, value: value, namelen: nameLength, valuelen: valueLength,
                    flags: UInt8(NGHTTP2_NV_FLAG_NONE.rawValue))
            }
            return hasBody
                ? nghttp2_submit_response(session, stream, fields, fields.count, &body)
                : nghttp2_submit_response(session, stream, fields, fields.count, nil)
        }
        guard status == 0 else { throw HTTP2Failure(code: status) }
    }

    /// Puts a piece behind what is still to be sent of an answer's body.
    func queue(_ piece: [UInt8], on stream: Int32) {
        outgoing[stream]?.unsent.append(contentsOf: piece)
        nghttp2_session_resume_data(session, stream)
    }

    func endBody(on stream: Int32) {
        outgoing[stream]?.hasEnded = true
        nghttp2_session_resume_data(session, stream)
    }

    /// Whether the client has still to make room for what was queued.
    func hasUnsent(on stream: Int32) -> Bool { outgoing[stream]?.unsent.isEmpty == false }

    /// As if nothing of the request had been looked at (RFC 9113 §8.7).
    func refuse(_ stream: Int32) {
        nghttp2_submit_rst_stream(
            session, UInt8(NGHTTP2_FLAG_NONE.rawValue), stream, NGHTTP2_REFUSED_STREAM.rawValue)
    }

    /// What nghttp2 calls when there is room for some of an answer's body.
    private func fill(_ room: UnsafeMutableBufferPointer<UInt8>, of stream: Int32, _ flags: inout UInt32) -> Int {
        guard var body = outgoing[stream] else { return Int(NGHTTP2_ERR_CALLBACK_FAILURE.rawValue) }
        guard !body.unsent.isEmpty || body.hasEnded else { return Int(NGHTTP2_ERR_DEFERRED.rawValue) }
        let piece = body.unsent.prefix(room.count)
        piece.withUnsafeBytes { UnsafeMutableRawBufferPointer(room).copyMemory(from: $0) }
        body.unsent = body.unsent.dropFirst(piece.count)
        if body.unsent.isEmpty {
            body.unsent = []
            if body.hasEnded { flags |= UInt32(NGHTTP2_DATA_FLAG_EOF.rawValue) }
        }
        outgoing[stream] = body
        return piece.count
    }
}

// MARK: - What nghttp2 calls

extension HTTP2Session {
    private static func from(_ data: UnsafeMutableRawPointer?) -> HTTP2Session? {
        data.map { Unmanaged<HTTP2Session>.fromOpaque($0).takeUnretainedValue() }
    }

    private static func setCallbacks(_ callbacks: OpaquePointer?) {
        nghttp2_session_callbacks_set_on_header_callback(callbacks) {
            _, frame, name, nameLength, value, valueLength, _, data in
            guard let stream = frame?.pointee.hd.stream_id else { return 0 }
            let name = String(decoding: UnsafeBufferPointer(start: name, count: nameLength), as: UTF8.self)
            let value = String(decoding: UnsafeBufferPointer(start: value, count: valueLength), as: UTF8.self)
            HTTP2Session.from(data)?.fields[stream, default: []].append((name, value))
            return 0
        }
        nghttp2_session_callbacks_set_on_data_chunk_recv_callback(callbacks) { _, _, stream, bytes, count, data in
            HTTP2Session.from(data)?.events.append(
                (stream, .bodyPiece(Array(UnsafeBufferPointer(start: bytes, count: count)))))
            return 0
        }
        nghttp2_session_callbacks_set_on_frame_recv_callback(callbacks) { _, frame, data in
            if let frame = frame?.pointee { HTTP2Session.from(data)?.received(frame) }
            return 0
        }
        nghttp2_session_callbacks_set_on_stream_close_callback(callbacks) { _, stream, _, data in
            guard let session = HTTP2Session.from(data) else { return 0 }
            session.fields[stream] = nil
            session.outgoing[stream] = nil
            session.events.append((stream, .closed))
            return 0
        }
    }

    private func received(_ frame: nghttp2_frame) {
        let stream = frame.hd.stream_id
        switch UInt32(frame.hd.type) {
        case NGHTTP2_HEADERS.rawValue:
            let lines = fields.removeValue(forKey: stream) ?? []
            // Others are trailers, which nobody asks for.
            if frame.headers.cat == NGHTTP2_HCAT_REQUEST { events.append((stream, .request(Self.head(of: lines)))) }
        case NGHTTP2_DATA.rawValue: break
        default: return
        }
        if UInt32(frame.hd.flags) & NGHTTP2_FLAG_END_STREAM.rawValue != 0 { events.append((stream, .bodyEnd)) }
    }

    /// nghttp2 lets no request through that lacks a part (RFC 9113 §8.3.1).
    private static func head(of lines: [(name: String, value: String)]) -> HTTPRequest {
        var head = HTTPRequest(method: .get, scheme: nil, authority: nil, path: nil)
        for (name, value) in lines {
            switch name {
            case ":method": head.method = HTTPRequest.Method(value) ?? .get
            case ":scheme": head.scheme = value
            case ":authority": head.authority = value
            case ":path": head.path = value
            default:
                if let name = HTTPField.Name(name) { head.headerFields.append(HTTPField(name: name, value: value)) }
            }
        }
        return head
    }
}

/// The connection cannot go on, in nghttp2's words.
struct HTTP2Failure: Error, CustomStringConvertible {
    let description: String

    fileprivate init(code: Int32) { description = String(cString: nghttp2_strerror(code)) }
}
