import HTTPTypes

/// Answers the requests of one connection of HTTP/2 (RFC 9113), each in a task of its own.
actor HTTP2Connection<Service: HTTPService> {
    /// What has come of a request's body, and who waits for more.
    private struct Body {
        var pieces: ArraySlice<[UInt8]> = []
        var hasEnded = false
        var reader: CheckedContinuation<Void, Never>?
    }

    private let stream: TLSStream
    private let peer: TLSStream.Peer
    private let service: Service
    private let session: HTTP2Session
    private var bodies: [Int32: Body] = [:]
    private var writers: [Int32: CheckedContinuation<Void, Never>] = [:]

    init(stream: TLSStream, peer: TLSStream.Peer, service: Service) throws {
        (self.stream, self.peer, self.service) = (stream, peer, service)
        session = try HTTP2Session()
    }

    /// Returns when the client has gone, or has said that it goes.
    ///
    /// - Throws: where the connection is to break.
    func serve() async throws {
        try await withThrowingDiscardingTaskGroup { group in
            defer {
                group.cancelAll()
                // Nobody takes answers any more.
                if !bodies.isEmpty { stream.cut() }
                for id in Array(bodies.keys) { forget(id) }
            }
            try await flush()
            while session.isOpen, let bytes = try await stream.read() {
                do {
                    for (id, event) in try session.receive(bytes) {
                        if case .request(let head) = event {
                            bodies[id] = Body()
                            group.addTask { try await self.answer(head, on: id) }
                        } else {
                            handle(event, on: id)
                        }
                    }
                } catch {
                    // The client is told why (GOAWAY).
                    try await flush()
                    throw error
                }
                try await flush()
            }
        }
    }

    private func handle(_ event: HTTP2Session.Event, on id: Int32) {
        switch event {
        case .request: return
        case .bodyPiece(let piece): bodies[id]?.pieces.append(piece)
        case .bodyEnd: bodies[id]?.hasEnded = true
        case .closed: return forget(id)
        }
        bodies[id]?.reader.take()?.resume()
    }

    /// Nobody waits any more for what this stream brings or takes.
    private func forget(_ id: Int32) {
        guard let body = bodies.removeValue(forKey: id) else { return }
        session.consume(body.pieces.reduce(0) { $0 + $1.count }, on: id)
        body.reader?.resume()
        writers.removeValue(forKey: id)?.resume()
    }

    // MARK: - One stream

    /// The stream has ended before its answer has.
    private struct StreamClosed: Error {}

    private func answer(_ head: HTTPRequest, on id: Int32) async throws {
        do {
            let request = Request(head: head, body: RequestBody { try await self.bodyPiece(of: id) })
            let http2 = Exchange.HTTP2(stream: UInt32(id)) { [stream] in try await stream.write($0) }
            let response = try await service.respond(to: request, on: Exchange(peer: peer, http2: http2))
            guard bodies[id] != nil else { return }
            let (head, hasBody) = response.head(answering: head.method)
            try session.respond(head, hasBody: hasBody, on: id)
            try await flush()
            if hasBody {
                try await response.body.write { try await self.write($0, on: id) }
                session.endBody(on: id)
                try await flush()
            }
            // What nobody has asked for is read over, so that the client gets rid of it.
            while try await bodyPiece(of: id) != nil {}
        } catch is StreamRefused {
            session.refuse(id)
            try await flush()
        } catch is StreamClosed {
        } catch {
            // Whoever waits for the client is not to wait any longer.
            stream.cut()
            throw error
        }
    }

    private func bodyPiece(of id: Int32) async throws -> [UInt8]? {
        while let body = bodies[id] {
            if let piece = bodies[id]?.pieces.popFirst() {
                session.consume(piece.count, on: id)
                try await flush()
                return piece
            }
            if body.hasEnded { return nil }
            await withCheckedContinuation { bodies[id]?.reader = $0 }
        }
        throw StreamClosed()
    }

    /// Returns when nghttp2 has taken the piece, and the system what that led to.
    private func write(_ piece: [UInt8], on id: Int32) async throws {
        session.queue(piece, on: id)
        try await flush()
        while bodies[id] != nil, session.hasUnsent(on: id) {
            await withCheckedContinuation { writers[id] = $0 }
        }
        guard bodies[id] != nil else { throw StreamClosed() }
    }

    /// Sends what there is to send.
    private func flush() async throws {
        let bytes = try session.output()
        for id in writers.keys where !session.hasUnsent(on: id) { writers.removeValue(forKey: id)?.resume() }
        try stream.queue(bytes)
        try await stream.flush()
    }
}
