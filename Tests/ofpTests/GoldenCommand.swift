import ArgumentParser
import Foundation
import Synchronization

@testable import OpenFinance
@testable import ofp
@testable import ofp_sandbox

/// A command that is run in process, where nothing but what is given here can show.
struct Seen: Sendable {
    private let arguments: [String]
    /// What a person types, line by line; nil where there is no person.
    private let answers: [String]?
    private let variables: [String: String]

    init(_ arguments: [String], answers: [String]? = nil, variables: [String: String] = [:]) {
        self.arguments = arguments
        self.answers = answers
        self.variables = variables
    }

    /// As it is typed.
    var line: String { "$ " + (["ofp"] + arguments).map(\.quotedWhereNeeded).joined(separator: " ") }

    func parsed() throws -> any ParsableCommand { try OFP.parseAsRoot(arguments.map(GoldenFiles.inPlace)) }

    func text(columns: Int?, isColoured: Bool) async throws -> String {
        try await text(of: Result { try parsed() }, columns: columns, isColoured: isColoured)
    }

    /// What arrives on both streams, and the exit code where it is not 0.
    ///
    /// - Parameter columns: of the terminal that both are; nil where there is none.
    func text(
        of parsed: Result<any ParsableCommand, any Error>, columns: Int?, isColoured: Bool
    ) async throws -> String {
        let (output, errors) = (Sink(), Sink())
        let console = Console(
            writeOutput: { output.write($0) }, writeError: { errors.write($0) },
            outputTerminal: Terminal(width: columns), errorTerminal: Terminal(width: columns))
        var questions = Questions.nobody
        if let answers {
            let left = Mutex(answers)
            questions.ask = { prompt in
                errors.write(Data(prompt.utf8))
                let answer = left.withLock { $0.isEmpty ? nil : $0.removeFirst() }
                errors.write(Data("\(answer ?? "(end of input)")\n".utf8))
                return answer
            }
        }
        var variables = ["HOME": "/home/sara"].merging(variables) { $1 }
        if !isColoured { variables["NO_COLOR"] = "1" }
        let context = CommandContext(console: console, environment: variables, questions: questions)
        var status = CommandStatus.success
        do {
            guard let command = try parsed.get() as? any OFPCommand else { throw CancellationError() }
            status = try await command.run(in: context)
        } catch let failure as CommandFailure {
            console.error(failure)
            status = failure.status
        } catch {
            let failure = CommandFailure(error, typed: arguments)
            console.error(failure)
            status = failure.status
        }
        // Progress takes itself away again.
        let told = errors.text.replacing(/\r\e\[K[^\r\e]*/, with: "")
        return GoldenFiles.masked(
            output.text + (told.isEmpty ? "" : "--- standard error\n\(told)")
                + (status == .success ? "" : "--- exit code \(status.rawValue)\n"))
    }
}

/// Files that commands name in golden files, under the names that they have there.
private enum GoldenFiles {
    /// Written once for all cases, and removed when the process ends.
    private static let folder = Result {
        let folder = FileManager.default.temporaryDirectory.appending(path: "ofp-golden-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        removedAtExit = folder.path
        atexit { GoldenFiles.removedAtExit.map { try? FileManager.default.removeItem(atPath: $0) } }
        let contents = [
            "list.json": try GoldenWorld.list(), "later.json": try GoldenWorld.laterList(),
            "participants.json": try GoldenWorld.participants(),
            "broken.json": Data("{".utf8),
            "customer.json": Data(#"{"category": "SavingsAccount", "age": 17, "on": "2026-11-26"}"#.utf8),
            "lead.json": Data(
                #"{"Email": "sara.ahmed.example.ae", "EmiratesId": "784-1990", "MarketingOptOut": false}"#.utf8),
        ]
        for (name, content) in contents { try content.write(to: folder.appending(path: name)) }
        return folder
    }
    nonisolated(unsafe) private static var removedAtExit: String?

    /// An argument that names one of them, as it has to be given.
    static func inPlace(_ argument: String) throws -> String {
        let isFile = ["list.json", "later.json", "participants.json", "broken.json", "lead.json", "customer.json"]
            .contains(argument)
        return isFile ? try folder.get().appending(path: argument).path : argument
    }

    /// Text in which they have the names that they have in golden files.
    static func masked(_ text: String) -> String {
        guard let folder = try? folder.get() else { return text }
        return text.replacing("\(folder.path)/", with: "")
    }
}

/// The sandbox's banks and products, as a directory and as a list that was saved.
enum GoldenWorld {
    private static func world() throws -> World {
        try Fixtures(path: URL(filePath: #filePath).appending(path: "../../../fixtures").standardized.path).world()
    }

    static func participants() throws -> Data { Data(try world().participants(port: 8443).utf8) }

    private static let known = Result {
        try Directory(participants: participants(), now: Date(timeIntervalSince1970: 1_795_000_000))
    }

    static func directory() throws -> Directory { try known.get() }

    static func lfi(_ name: String) throws -> LFI {
        guard let lfi = try directory().lfis.first(where: { $0.name.hasPrefix(name) }) else {
            throw CocoaError(.fileNoSuchFile)
        }
        return lfi
    }

    /// Those whose products are listed: enough for every kind of product, name and figure.
    private static let banks = ["liwa", "waha", "falaj", "sidr", "qurm", "dhow", "jebel"]

    /// What `ofp products --format json` would have saved, had one bank failed and another one answered oddly.
    static func list() throws -> Data { try keptList.get() }

    private static let keptList = Result<Data, any Error> {
        let lfis = try directory().lfis
        var products: [String] = []
        for hub in try world().hubs {
            guard banks.contains(hub.code),
                let lfi = lfis.first(where: { $0.issuer.description.contains(".\(hub.code).") })
            else { continue }
            products += hub.products.map { product in
                let own = #""LFIName":"\#(lfi.name)","AuthorisationServerId":"\#(lfi.id)""#
                return #"{"LFIId":"\#(hub.lfiID)","LFIBrandId":"\#(product.brandID)",\#(own),"#
                    + String(decoding: product.json.drop { $0 != UInt8(ascii: "{") }.dropFirst(), as: UTF8.self)
            }
        }
        let hajar = #""LFIName":"Hajar National Bank","AuthorisationServerId":"\#(try lfi("Hajar").id)""#
        let saqr = #""LFIName":"Saqr","AuthorisationServerId":"\#(try lfi("Saqr").id)""#
        let asked = String(decoding: JSONOutput.encode(lfis.map(SavedLFI.init)), as: UTF8.self)
        let document = """
            {"Products":[\(products.joined(separator: ","))],
            "Failures":[{\(hajar),"Stage":"products","Reason":"http","Status":503,"Message":"the service is down",\
            "InteractionId":"6d4ee8a6-1f0a-4a0e-9d39-0f3b2a4f9b11","Attempts":4}],
            "Warnings":[{\(saqr),"Message":"one product was passed over: it has no id","Incomplete":true}],
            "Meta":{"LFIsAsked":\(lfis.count),"LFIsAnswered":\(lfis.count - 1),"Products":\(products.count),\
            "RetrievedAt":"2026-11-23T08:00:00Z","LFIs":\(asked)}}
            """
        return Data(document.utf8)
    }
}

extension GoldenWorld {
    /// The same list some days later: a rate, a fee, a name and an id are others, a product is gone and another one there, and
    /// much is only spelled otherwise. A bank that had answered has failed.
    static func laterList() throws -> Data { try keptLaterList.get() }

    private static let keptLaterList = Result<Data, any Error> {
        let changes = [
            ("\"MaxRate\": 2.17", "\"MaxRate\": 2.420"), ("\"MinRate\": 0.90", "\"MinRate\": 9e-1"),
            ("\"315.00\"", "\"420\""), ("\"Noor Savings\"", "\"Noor Savings Plus\""), ("\"FIB-S-04\"", "\"FIB-S-14\""),
            ("\"q-sav-joint\"", "\"q-sav-pair\""), ("Family Pot 👨‍👩‍👧", "Pair Pot"),
            (
                "\"Hajar National Bank\",\"AuthorisationServerId\":\"\(try lfi("Hajar").id)\",\"Stage\"",
                "\"Ghaf Finance\",\"AuthorisationServerId\":\"\(try lfi("Ghaf").id)\",\"Stage\""
            ),
            ("2026-11-23T08:00:00Z\",\"LFIs", "2026-12-01T08:00:00Z\",\"LFIs"),
        ]
        var text = String(decoding: try list(), as: UTF8.self)
        for (old, new) in changes {
            guard text.contains(old) else { throw CocoaError(.formatting) }
            text = text.replacing(old, with: new)
        }
        return Data(text.utf8)
    }
}

private final class Sink: Sendable {
    private let data = Mutex(Data())
    var text: String { data.withLock { String(decoding: $0, as: UTF8.self) } }
    func write(_ bytes: Data) { data.withLock { $0.append(bytes) } }
}

extension String {
    /// As people type it: quotes only where a shell needs some.
    fileprivate var quotedWhereNeeded: String {
        isEmpty || contains(/[\s'"*?$&;|<>()\\]/) ? "'\(replacing("'", with: #"'\''"#))'" : self
    }
}
