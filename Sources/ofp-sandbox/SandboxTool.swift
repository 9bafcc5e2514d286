import ArgumentParser

@main
struct SandboxTool: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ofp-sandbox",
        abstract: "A local Trust Framework with many API Hubs, as strict as the real ones.",
        subcommands: [RunCommand.self, ServeCommand.self, FaultsCommand.self])
}
