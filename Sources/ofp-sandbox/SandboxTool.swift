import ArgumentParser

@main
struct SandboxTool: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ofp-sandbox",
        abstract: "A local Trust Framework with many API Hubs, as strict as the real ones.",
        subcommands: [RunCommand.self, ServeCommand.self, FaultsCommand.self])

    static func main() async {
        OpenFiles.raiseLimit()
        do {
            var command = try parseAsRoot()
            if var command = command as? any AsyncParsableCommand {
                try await command.run()
            } else {
                try command.run()
            }
        } catch let error as SandboxError {
            StandardError.write("error: \(error)")
            exit(withError: ExitCode(error.status))
        } catch {
            exit(withError: error)
        }
    }
}
