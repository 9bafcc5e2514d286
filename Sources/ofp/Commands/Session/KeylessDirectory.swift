import OpenFinance
import OpenFinanceTransport

extension CommandStart {
    /// The directory, for commands that need no transport certificate: anybody may ask it.
    func directory() async throws(CommandFailure) -> Directory {
        let keys = KeyFiles(reader: reader, prompt: .nobody)
        let client = DirectoryClient(
            transport: try CurlTransport.start(trustRoots: keys.trustRoots()), cache: try reader.cache(),
            logger: logger, time: try reader.timePerLFI(), observers: observers)
        let source = try reader.directory()
        do throws(OpenFinanceError) {
            return try await client.directory(from: source)
        } catch {
            throw CommandFailure(error)
        }
    }
}

extension Directory {
    /// The one LFI that a name or an id means beyond doubt.
    func unmistakableLFI(_ name: String) throws(CommandFailure) -> LFI {
        let lfi: LFI
        do throws(OpenFinanceError) {
            lfi = try LFI.unmistakable(name, among: lfis + barred)
        } catch {
            throw CommandFailure(error)
        }
        guard !barred.contains(where: { $0.id == lfi.id }) else { throw .barred(lfi) }
        return lfi
    }
}
