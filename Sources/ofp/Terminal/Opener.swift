import FoundationEssentials
import OpenFinance
import Subprocess

#if canImport(System)
import System
#else
import SystemPackage
#endif

/// An address that may be handed to the desktop: https, with a host, without user information, in plain ASCII.
struct WebAddress: Hashable {
    let text: String

    init?(_ text: String) {
        guard Endpoint(text) != nil else { return nil }
        self.text = text
    }
}

/// The desktop's way to show a page. The address is an argument of its own: no shell reads it.
struct Opener {
    let environment: [String: String]

    #if os(macOS)
    private static let program = "open"
    #else
    private static let program = "xdg-open"
    #endif

    func open(_ address: WebAddress) async throws(CommandFailure) {
        var variables: [Environment.Key: String] = [:]
        for (name, value) in ProcessEnvironment.forOthers(environment) {
            if let key = Environment.Key(rawValue: name) { variables[key] = value }
        }
        // What a browser of the terminal shows is no data of ours.
        let result = try? await Subprocess.run(
            .name(Self.program), arguments: [address.text], environment: .custom(variables),
            input: .fileDescriptor(.standardInput, closeAfterSpawningProcess: false),
            output: .fileDescriptor(.standardError, closeAfterSpawningProcess: false),
            error: .fileDescriptor(.standardError, closeAfterSpawningProcess: false))
        guard let result, result.terminationStatus.isSuccess else {
            throw CommandFailure(
                .unavailable, "\(Self.program) cannot open the page",
                advice: "Open it yourself: \(address.text)")
        }
    }
}
