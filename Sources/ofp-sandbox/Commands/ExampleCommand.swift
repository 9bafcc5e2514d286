import ArgumentParser

/// A client to begin with, which needs no `ofp`.
enum ClientExample: String, CaseIterable, ExpressibleByArgument {
    case curl, python

    var text: String {
        switch self {
        case .curl: Self.curlText
        case .python: Self.pythonText
        }
    }
}

/// `ofp-sandbox example`: a client that works as it is printed, since it is told where the sandbox is by the variables.
struct ExampleCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "example",
        abstract: "Print a client that gets products and leaves a lead, in shell with curl or in Python.",
        discussion: """
            It finds the sandbox by the variables that 'serve' prints and 'run' sets:
              ofp-sandbox example python > client.py
              ofp-sandbox run -- python3 client.py
              ofp-sandbox example curl | ofp-sandbox run -- sh
            """)

    @Argument(help: "Which one: curl or python.")
    var example: ClientExample

    func run() throws { try StandardOutput.write(example.text + "\n") }
}
