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
        response.body =
            switch spoiling {
            case .half: body.cutInHalf
            case .drip(let milliseconds): body.dripping(pause: .milliseconds(milliseconds))
            }
        return response
    }
}

extension ResponseBody {
    fileprivate var cutInHalf: ResponseBody {
        let half = (length ?? 0) / 2
        return .pieces(length: length) { write in
            try await self.write { piece in
                try await write(Array(piece.prefix(half)))
                throw ConnectionCut()
            }
        }
    }

    fileprivate func dripping(pause: Duration) -> ResponseBody {
        .pieces(length: length) { write in
            try await self.write { piece in
                for byte in piece {
                    try await write([byte])
                    try await Task.sleep(for: pause)
                }
            }
        }
    }
}
