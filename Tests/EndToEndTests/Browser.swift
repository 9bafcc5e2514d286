import Foundation
import Subprocess
import Testing

#if canImport(System)
import System
#else
import SystemPackage
#endif

/// Chromium without a window, driven over WebDriver (W3C) by curl: Foundation cannot read chromedriver's header fields, which
/// have no blank behind the colon. On Debian they are in chromium, chromium-driver and curl.
struct Browser: Sendable {
    private let session: String

    private static func program(_ names: String...) -> String? {
        let folders = ["/usr/bin", "/usr/local/bin", "/snap/bin", "/opt/homebrew/bin"]
        return folders.flatMap { folder in names.map { "\(folder)/\($0)" } }
            .first { FileManager.default.isExecutableFile(atPath: $0) }
    }

    private static let driver = program("chromedriver")
    private static let chromium = program("chromium", "chromium-browser", "google-chrome")
    private static let curl = program("curl")
    static var isInstalled: Bool { driver != nil && chromium != nil && curl != nil }

    /// - Parameter body: gets a browser with nothing opened yet.
    static func run(_ body: @Sendable (Browser) async throws -> Void) async throws {
        let driver = try #require(driver)
        let configuration = Configuration(executable: .path(FilePath(driver)), arguments: ["--port=0"])
        _ = try await Subprocess.run(configuration, input: .none, output: .sequence, error: .discarded) { execution in
            defer { try? execution.send(signal: .terminate) }
            for try await line in execution.standardOutput.strings() {
                guard let match = line.firstMatch(of: /successfully on port (\d+)/) else { continue }
                let browser = try await Browser(port: String(match.1))
                do {
                    try await body(browser)
                } catch {
                    try? await browser.end()
                    throw error
                }
                try await browser.end()
                return
            }
        }
    }

    private init(port: String) async throws {
        struct Session: Decodable { let sessionId: String }
        let server = "http://127.0.0.1:\(port)/session"
        let body = """
            {"capabilities":{"alwaysMatch":{"timeouts":{"script":300000},"goog:loggingPrefs":{"browser":"ALL"},"goog:chromeOptions":{\
            "binary":"\(Self.chromium ?? "")","args":["--headless=new","--no-sandbox","--disable-gpu",\
            "--disable-dev-shm-usage","--window-size=1280,900"]}}}}
            """
        let answer: Session = try await Self.send("POST", server, Data(body.utf8))
        session = "\(server)/\(answer.sessionId)"
    }

    private func end() async throws { let _: Nothing? = try await Self.send("DELETE", session, nil) }

    // MARK: - What a person does

    func open(_ file: URL) async throws { try await post("url", ["url": file.absoluteString]) }

    func resize(width: Int, height: Int = 900) async throws {
        try await post("window/rect", ["width": width, "height": height])
    }

    /// As somebody has it who likes it dark, or light.
    func prefer(colours scheme: String) async throws {
        let feature = ["name": "prefers-color-scheme", "value": scheme]
        let _: Nothing? = try await tools("Emulation.setEmulatedMedia", ["features": [feature]])
    }

    /// Keys one after the other, to whatever has the focus.
    func press(_ keys: String...) async throws {
        struct Action: Encodable { let type, value: String }
        struct Source: Encodable { let type = "key", id = "keyboard"; let actions: [Action] }
        let actions = keys.flatMap { [Action(type: "keyDown", value: $0), Action(type: "keyUp", value: $0)] }
        try await post("actions", ["actions": [Source(actions: actions)]])
    }

    static let (tab, enter, space, shift) = ("\u{E004}", "\u{E007}", " ", "\u{E008}")

    // MARK: - What is seen

    /// What a function with this body gives back.
    ///
    /// - Parameter waits: whether it gives it to its last argument, once it is known.
    func evaluate<Value: Decodable>(
        _ body: String, as type: Value.Type = Value.self, waits: Bool = false
    ) async throws -> Value {
        return try await Self.send(
            "POST", "\(session)/execute/\(waits ? "async" : "sync")",
            JSONEncoder().encode(Script(script: body)))
    }

    func run(_ body: String) async throws { let _: Nothing? = try await evaluate(body) }

    /// What the browser has complained about since it was last asked.
    func complaints() async throws -> [String] {
        struct Entry: Decodable { let message: String }
        let entries: [Entry] = try await Self.send(
            "POST", "\(session)/se/log", Data(#"{"type":"browser"}"#.utf8))
        return entries.map(\.message)
    }

    func pdf() async throws -> Data {
        let text: String = try await Self.send("POST", "\(session)/print", Data("{}".utf8))
        return try #require(Data(base64Encoded: text))
    }

    /// Seconds of the processor that scripts, styles and layout have taken: others may have work on this machine, too.
    func workTime() async throws -> Double {
        let _: Nothing? = try await tools("Performance.enable", ["timeDomain": "threadTicks"])
        let metrics: Metrics = try await tools("Performance.getMetrics", [String: String]())
        let parts = ["ScriptDuration", "LayoutDuration", "RecalcStyleDuration"]
        return metrics.metrics.filter { parts.contains($0.name) }.map(\.value).reduce(0, +)
    }

    private struct Metrics: Decodable {
        struct Metric: Decodable {
            let name: String
            let value: Double
        }
        let metrics: [Metric]
    }

    // MARK: - The wire

    private struct Nothing: Decodable {}
    private struct Answer<Value: Decodable>: Decodable { let value: Value }

    private struct Command<Parameters: Encodable>: Encodable {
        let cmd: String
        let params: Parameters
    }

    private struct Script: Encodable {
        let script: String
        let args: [String] = []
    }

    private func post(_ path: String, _ body: some Encodable) async throws {
        let _: Nothing? = try await Self.send("POST", "\(session)/\(path)", JSONEncoder().encode(body))
    }

    /// A command of Chromium's own protocol.
    private func tools<Value: Decodable>(_ name: String, _ parameters: some Encodable) async throws -> Value {
        try await Self.send(
            "POST", "\(session)/goog/cdp/execute", JSONEncoder().encode(Command(cmd: name, params: parameters)))
    }

    private static func send<Value: Decodable>(_ method: String, _ url: String, _ data: Data?) async throws -> Value {
        let curl = try #require(curl)
        let body = data.map { _ in ["--json", "@-"] } ?? []
        let result = try await Subprocess.run(
            .path(FilePath(curl)), arguments: Arguments(["-sS", "--noproxy", "*", "-X", method, url] + body),
            input: .array(Array(data ?? Data())), output: .string(limit: 256 << 20), error: .string(limit: 1 << 20))
        guard let answer = try? JSONDecoder().decode(Answer<Value>.self, from: Data(result.standardOutput.utf8)) else {
            throw Failure(message: String((result.standardOutput + result.standardError).prefix(1_000)))
        }
        return answer.value
    }

    struct Failure: Error { let message: String }
}
