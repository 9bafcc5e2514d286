public import FoundationEssentials

/// At which LFIs this client was registered from here, and when: a JSON document of this user's alone. It holds no secret.
///
/// LFIs do not say what they have taken. Without it, one that has yet to activate a client looks like one that never heard
/// of it.
public struct RegistrationJournal: Sendable {
    /// That a client was registered at an LFI.
    public struct Entry: Sendable, Hashable, Codable {
        /// The application's id in the Trust Framework.
        public let clientID: String
        /// The LFI's ``LFI/issuer``, by which the entry is found again.
        public let issuer: String
        /// How the LFI called itself then.
        public let lfiName: String
        /// In whole seconds.
        public let registeredAt: Date
        /// Of the request that the LFI has taken; its support finds it by that.
        public let interactionID: String

        /// For a test: usually it comes out of a journal.
        public init(clientID: String, issuer: String, lfiName: String, registeredAt: Date, interactionID: String) {
            self.clientID = clientID
            self.issuer = issuer
            self.lfiName = lfiName
            self.registeredAt = registeredAt
            self.interactionID = interactionID
        }

        private enum CodingKeys: String, CodingKey {
            case clientID = "ClientId", issuer = "Issuer", lfiName = "LFIName", registeredAt = "RegisteredAt"
            case interactionID = "InteractionId"
        }
    }

    private let folder: URL
    private var path: String { folder.appending(path: "registrations.json").path }

    /// - Parameter folder: need not be there yet: the first entry makes it.
    public init(folder: URL) { self.folder = folder }

    /// The latest one of that client at that LFI.
    public func entry(of lfi: LFI, clientID: String) -> Entry? {
        entries.last { $0.clientID == clientID && $0.issuer == lfi.issuer.description }
    }

    /// Why what was written down before cannot be used, with the file's name; nil where it can, or where nothing was.
    ///
    /// Without it nobody knows who has taken this client already: to be asked before anything is sent, or said of it.
    public var fault: String? {
        do throws(Unusable) {
            _ = try read()
            return nil
        } catch {
            return "'\(path)' \(error.reason)"
        }
    }

    private struct Unusable: Error { let reason: String }

    /// In the order in which they were made; none where nothing can be read: see ``fault``.
    private var entries: [Entry] { (try? read()) ?? [] }

    private func read() throws(Unusable) -> [Entry] {
        switch PrivateFile.presence(of: path) {
        case .absent: return []
        case .hidden(let reason): throw Unusable(reason: "cannot be read: \(reason)")
        case .there: break
        }
        guard let data = PrivateFile.read(path) else {
            throw Unusable(reason: "is not a plain file that this user alone can read")
        }
        let decoder = JSONDecoder()
        decoder.dateDecodingStrategy = .iso8601
        do {
            return try decoder.decode([Entry].self, from: data)
        } catch {
            throw Unusable(reason: "is not a list of registrations")
        }
    }

    /// Writes down what an LFI has taken. The entry is there even where it could not be written: see ``isWritable``.
    func add(_ lfi: LFI, clientID: String, at date: Date, _ interactionID: InteractionID) async -> Entry {
        let entry = Entry(
            clientID: clientID, issuer: lfi.issuer.description, lfiName: lfi.name,
            // The document has whole seconds.
            registeredAt: Date(timeIntervalSince1970: date.timeIntervalSince1970.rounded(.down)),
            interactionID: interactionID.description)
        await BlockingWork.run { write(entry) }
        return entry
    }

    private func write(_ entry: Entry) {
        guard PrivateFile.makeFolder(folder.path),
            let lock = ProcessLock(folder.appending(path: ".registrations.lock").path)
        else { return }
        defer { withExtendedLifetime(lock) {} }
        // What cannot be read is not replaced: it says who has taken this client.
        guard let known = try? read() else { return }
        let encoder = JSONEncoder()
        encoder.dateEncodingStrategy = .iso8601
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        if let data = try? encoder.encode(known + [entry]) { PrivateFile.replace(path, with: data) }
    }

    /// Whether entries can be written: to be asked before anything is sent. It is tried with as much as there will be, since a
    /// full disk takes an empty file.
    ///
    /// - Parameter count: of new ones.
    package func isWritable(for count: Int) -> Bool {
        guard PrivateFile.makeFolder(folder.path), fault == nil else { return false }
        let probe = folder.appending(path: ".registrations.probe").path
        let length = (PrivateFile.size(path) ?? 0) + 1_024 * (count + 4)
        defer { try? FileManager.default.removeItem(atPath: probe) }
        return PrivateFile.make(folder.appending(path: ".registrations.lock").path)
            && PrivateFile.replace(probe, with: Data(repeating: UInt8(ascii: " "), count: length))
    }
}
