import FoundationEssentials
import Synchronization

/// The directory once more, for LFIs that may have moved since it answered: asked when the first of them needs it, and
/// once for all.
public actor DirectoryRefresh {
    private var lfis: Task<[LFI.ID: LFI], Never>?
    private let ask: @Sendable () async -> [LFI.ID: LFI]

    /// - Parameter directory: as it was asked, or kept. One that was asked a moment ago is not asked again.
    public init(_ directory: Directory, from source: DirectorySource, client: OpenFinanceClient) {
        @Sendable func byID(_ directory: Directory) -> [LFI.ID: LFI] {
            Dictionary(directory.lfis.map { ($0.id, $0) }) { first, _ in first }
        }
        lfis = directory.isKept ? nil : Task { byID(directory) }
        ask = { byID((try? await client.directory(from: source, isAskedAnew: true)) ?? directory) }
    }

    /// The LFI as the directory has it now; nil where it is not in it any more.
    func entry(of lfi: LFI) async -> LFI? {
        let task = lfis ?? Task { await ask() }
        lfis = task
        return await task.value[lfi.id]
    }
}

/// For how long the directory's answer may be used without asking, as it said last: what says nothing of itself is taken to
/// be as lasting.
final class DirectoryLifetime: Sendable {
    private let stated = Mutex<TimeInterval>(0)

    var seconds: TimeInterval { stated.withLock { $0 } }

    func set(_ seconds: TimeInterval?) { stated.withLock { $0 = seconds ?? 0 } }
}

extension LFIFailure {
    /// Whether it looks as if the LFI were not where it was looked for.
    var mayMeanMoved: Bool {
        switch reason {
        case .issuerMismatch, .connection: true
        case .tls: !isRefusal
        case .http: status == 404 || status == 410
        default: false
        }
    }
}
