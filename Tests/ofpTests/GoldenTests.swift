import Foundation
import Testing

@testable import ofp

@Suite("What people see")
struct GoldenTests {
    private static let cases =
        GoldenCase.products + GoldenCase.journey + GoldenCase.commands + GoldenCase.reports + GoldenCase.conformance
        + GoldenCase.errors
        + GoldenCase.causes
        + GoldenCase.help

    @Test("is what the golden file says", arguments: cases)
    func golden(example: GoldenCase) async throws {
        try GoldenFile(name: example.name).check(try await example.render())
    }

    @Test("has a golden file for each case, and no other")
    func files() throws {
        let names = Self.cases.map(\.name)
        #expect(Set(names).count == names.count)
        let left = try GoldenFile.names().subtracting(names)
        if GoldenFile.isRenewed { for name in left { try GoldenFile(name: name).remove() } }
        #expect(GoldenFile.isRenewed || left.isEmpty, "nobody renews \(left.sorted())")
    }

    @Test("is compared line by line, and a file that is missing is a failure")
    func difference() throws {
        let changes = GoldenFile.Difference.changes(from: ["a", "b", "c"], to: ["a", "x", "c", "d"])
        #expect(changes == ["- 2: b", "+ 2: x", "+ 4: d"])
        // A letter and its mark are not the letter with the mark.
        #expect(GoldenFile.Difference.changes(from: ["e\u{301}"], to: ["é"]).count == 2)
        if !GoldenFile.isRenewed {
            #expect(throws: GoldenFile.Difference.self) { try GoldenFile(name: "nobody-wrote-this").check("x") }
        }
    }
}

/// One golden file, and what has to be in it.
struct GoldenCase: Sendable, CustomTestStringConvertible {
    let name: String
    let render: @Sendable () async throws -> String
    var testDescription: String { name }

    /// A command as somebody at a terminal sees it.
    static func command(
        _ name: String, _ arguments: [String], answers: [String]? = nil, variables: [String: String] = [:]
    ) -> GoldenCase {
        GoldenCase(name: name) {
            let seen = Seen(arguments, answers: answers, variables: variables)
            let command = Result { try seen.parsed() }
            return try await "\(seen.line)\n"
                + atEveryWidth { width, isColoured in
                    try await seen.text(of: command, columns: width, isColoured: isColoured)
                }
        }
    }

    /// Commands as a program or a file sees them.
    static func piped(_ name: String, _ commands: [[String]], variables: [String: String] = [:]) -> GoldenCase {
        GoldenCase(name: name) {
            var text = ""
            for arguments in commands {
                let seen = Seen(arguments, variables: variables)
                text += "\(seen.line)\n" + (try await seen.text(columns: nil, isColoured: false)) + "\n"
            }
            return text
        }
    }

    /// What is printed at the width of a usual and of a wide terminal; colours change nothing but the colour.
    static func atEveryWidth(
        _ text: (_ width: Int, _ isColoured: Bool) async throws -> String
    ) async throws -> String {
        let (usual, wide) = (try await text(80, false), try await text(160, false))
        let coloured = try await text(80, true)
        #expect(coloured.replacing(/\e\[[0-9;]*m|\e\]8;;[^\e]*\e\\/, with: "") == usual)
        return "\n=== 80 columns ===\n\(usual)\n=== 160 columns ===\n\(wide)"
            + "\n=== 80 columns, in colour ===\n\(coloured)"
    }
}
