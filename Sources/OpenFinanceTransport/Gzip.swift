import CZlib
package import FoundationEssentials

/// Members of gzip (RFC 1952), one after the other.
package enum Gzip {
    package enum Failure: Error {
        /// What comes out is larger than the limit.
        case tooLarge
        /// It is cut off, or no gzip.
        case broken
    }

    /// Whether it begins like gzip (§2.3.1).
    package static func isGzip(_ data: Data) -> Bool { data.starts(with: [0x1F, 0x8B]) }

    // MARK: - Unpacking

    /// - Parameter limit: bytes of the result.
    package static func unpacked(_ packed: Data, limit: Int) throws(Failure) -> Data {
        // Foundation's `withUnsafeBytes` rethrows untyped, so the outcome travels as a value.
        let outcome = packed.withUnsafeBytes { bytes -> Result<Data, Failure> in
            Result { () throws(Failure) in try unpacked(bytes, limit: limit) }
        }
        return try outcome.get()
    }

    private static func unpacked(_ packed: UnsafeRawBufferPointer, limit: Int) throws(Failure) -> Data {
        var stream = z_stream()
        guard ofp_inflate_gzip_start(&stream) == Z_OK else { throw .broken }
        defer { inflateEnd(&stream) }
        stream.next_in = UnsafeMutablePointer(mutating: packed.bindMemory(to: UInt8.self).baseAddress)
        stream.avail_in = UInt32(clamping: packed.count)
        var piece = [UInt8](repeating: 0, count: 64 << 10)
        var body = Data()
        while true {
            let (status, count) = piece.withUnsafeMutableBufferPointer { piece in
                stream.next_out = piece.baseAddress
                stream.avail_out = UInt32(piece.count)
                let status = inflate(&stream, Z_NO_FLUSH)
                return (status, piece.count - Int(stream.avail_out))
            }
            guard count <= limit - body.count else { throw .tooLarge }
            body.append(contentsOf: piece[..<count])
            switch status {
            case Z_OK where count > 0 || stream.avail_in > 0: continue
            case Z_STREAM_END where stream.avail_in == 0: return body
            case Z_STREAM_END:
                guard inflateReset(&stream) == Z_OK else { throw .broken }
            default: throw .broken
            }
        }
    }

    // MARK: - Packing

    /// One member.
    ///
    /// - Parameter note: what stands in the field of its header that readers pass over (§2.3.1.1), once it is known how long
    ///   the member is; nil for a member without. Its length does not depend on the member's.
    package static func member(_ content: Data, note: ((_ length: Int) -> Data)? = nil) -> Data {
        let packed = deflated(content)
        let noteLength = note?(0).count
        let headLength = 10 + (noteLength.map { 6 + $0 } ?? 0)
        let length = headLength + packed.count + 8
        var member = Data([0x1F, 0x8B, 8, note == nil ? 0 : 4, 0, 0, 0, 0, 0, 255])
        if let note = note?(length) {
            member.append(littleEndian: UInt16(clamping: note.count + 4))
            member.append(contentsOf: noteName)
            member.append(littleEndian: UInt16(clamping: note.count))
            member.append(note)
        }
        member.append(packed)
        member.append(littleEndian: checksum(content))
        member.append(littleEndian: UInt32(truncatingIfNeeded: content.count))
        return member
    }

    /// By which a note is known among those that other programs leave.
    private static let noteName = Data("OF".utf8)

    /// The longest note that fits.
    package static let longestNote = 65_000

    /// The note of the member that begins with `data`; nil where it has none of ours.
    package static func note(of data: Data) -> Data? {
        guard isGzip(data), data.count > 16, data[data.startIndex + 3] & 4 != 0 else { return nil }
        let field = data.dropFirst(12)
        let count = Int(UInt16(littleEndian: field.dropFirst(2)))
        guard field.starts(with: noteName), field.count >= 4 + count else { return nil }
        return field.dropFirst(4).prefix(count)
    }

    /// CRC-32 (§8).
    package static func checksum(_ data: Data) -> UInt32 {
        data.withUnsafeBytes { bytes in
            UInt32(truncatingIfNeeded: crc32_z(0, bytes.bindMemory(to: UInt8.self).baseAddress, bytes.count))
        }
    }

    private static func deflated(_ content: Data) -> Data {
        var stream = z_stream()
        // Both fail only for want of memory, or where the library is another than it was built for.
        guard ofp_deflate_raw_start(&stream) == Z_OK else { preconditionFailure("zlib does not start") }
        defer { deflateEnd(&stream) }
        var packed = [UInt8](repeating: 0, count: Int(deflateBound(&stream, UInt(content.count))))
        let count = content.withUnsafeBytes { bytes in
            packed.withUnsafeMutableBufferPointer { packed in
                stream.next_in = UnsafeMutablePointer(mutating: bytes.bindMemory(to: UInt8.self).baseAddress)
                stream.avail_in = UInt32(clamping: bytes.count)
                stream.next_out = packed.baseAddress
                stream.avail_out = UInt32(clamping: packed.count)
                guard deflate(&stream, Z_FINISH) == Z_STREAM_END else { preconditionFailure("zlib does not pack") }
                return packed.count - Int(stream.avail_out)
            }
        }
        return Data(packed[..<count])
    }
}

extension Data {
    package mutating func append(littleEndian number: some FixedWidthInteger) {
        Swift.withUnsafeBytes(of: number.littleEndian) { append(contentsOf: $0) }
    }
}

extension FixedWidthInteger {
    /// Of the first bytes; of what is missing there, zeros.
    package init(littleEndian bytes: Data) {
        self = bytes.prefix(Self.bitWidth / 8).reversed().reduce(0) { $0 << 8 | Self(truncatingIfNeeded: $1) }
    }
}

extension Result {
    fileprivate init(_ body: () throws(Failure) -> Success) {
        do throws(Failure) {
            self = .success(try body())
        } catch {
            self = .failure(error)
        }
    }
}
