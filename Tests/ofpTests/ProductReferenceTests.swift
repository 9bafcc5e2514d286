import Foundation
import Testing

@testable import OpenFinance
@testable import ofp
@testable import ofp_sandbox

@Suite("A product's name on the command line")
struct ProductReferenceTests {
    /// A saved list with these products, each with whose it is, and the commands that read it.
    private struct List {
        let path: String

        init(_ products: [(lfi: String, server: String, lfiID: String, id: String, name: String)], meta: String = "{}")
            throws
        {
            let folder = FileManager.default.temporaryDirectory.appending(path: "ofp-references-\(UUID())")
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            path = folder.appending(path: "list.json").path
            let objects = products.map { product in
                #"{"LFIId":"\#(product.lfiID)","LFIBrandId":"B","LFIName":"\#(product.lfi)","AuthorisationServerId":"\#(product.server)","ProductId":"\#(product.id)","ProductName":"\#(product.name)"}"#
            }
            try Data(#"{"Products":[\#(objects.joined(separator: ","))],"Failures":[],"Meta":\#(meta)}"#.utf8)
                .write(to: URL(filePath: path))
        }

        func run(_ arguments: String...) async throws -> SandboxWorld.Outcome {
            try await SandboxWorld.run(arguments + ["--from", path])
        }
    }

    private func list() throws -> List {
        try List([
            ("Liwa Bank", "as-1", "LIW", "S1", "Liwa one"), ("Liwa Bank", "as-1", "LIW", "S2", "Liwa two"),
            ("Sidr Bank", "as-2", "SID", "S1", "Sidr one"), ("Sidr Bank", "as-2", "SID", "S2", "Sidr two"),
            ("A/B", "as-3", "AB", "C/D", "Slashed"), ("A", "as-4", "A", "B/C/D", "Other"),
            ("Sidr Bank", "as-2", "SID", "X/Y", "Sidr slash"), ("Waha", "as-5", "WAH", "-n", "Dash"),
        ])
    }

    @Test(
        "has the bank before a slash: its name, its id, or its LFIId",
        arguments: [
            ("Liwa Bank/S1", "Liwa one"), ("liwa  bank/S1", "Liwa one"), ("as-2/S1", "Sidr one"),
            ("SID/S2", "Sidr two"), ("sid/S2", "Sidr two"),
            ("as-2/S1", "Sidr one"), ("A/B/C/D", "Slashed"), ("as-4/B/C/D", "Other"), ("X/Y", "Sidr slash"),
            ("Sidr Bank/X/Y", "Sidr slash"), ("Waha/-n", "Dash"),
        ])
    func qualified(reference: String, name: String) async throws {
        let outcome = try await list().run("product", reference)
        #expect(outcome.status == .success)
        #expect(outcome.output.hasPrefix("\(name)\n"))
    }

    @Test("means the bank that is called so, and not another one that takes its name for an LFIId")
    func takenName() async throws {
        let list = try List([
            ("Liwa Bank", "as-1", "LIW", "S1", "Liwa one"), ("Evil", "as-9", "Liwa Bank", "S1", "Evil one"),
            ("Evil", "as-9", "Liwa Bank", "Z1", "Evil two"),
        ])
        #expect(try await list.run("product", "Liwa Bank/S1").output.hasPrefix("Liwa one\n"))
        for command in ["product", "apply"] {
            #expect(try await list.run(command, "liwa bank/Z1").status == .notFound)
        }
    }

    @Test("compares products of which each bank has both ids")
    func compare() async throws {
        let outcome = try await list().run("compare", "Liwa Bank/S1", "SID/S2")
        #expect(outcome.status == .success)
        #expect(outcome.output.contains("Liwa one") && outcome.output.contains("Sidr two"))
        let ambiguous = try await list().run("compare", "S1", "S2", "--lfi", "Liwa Bank", "--lfi", "Sidr Bank")
        #expect(ambiguous.status == .notFound)
        #expect(ambiguous.errors.contains("as in 'Liwa Bank/S"))
    }

    @Test("that one bank uses twice means both, which is said")
    func repeated() async throws {
        let list = try List([("Liwa", "as-1", "L", "S1", "One"), ("Liwa", "as-1", "L", "S1", "Two")])
        for command in ["product", "apply"] {
            let outcome = try await list.run(command, "S1")
            #expect(outcome.status == .success)
            #expect(outcome.output.contains("One") && outcome.output.contains("Two"))
            #expect(outcome.errors.contains("2 different products with the id 'S1'"))
        }
        let same = try List([("Liwa", "as-1", "L", "S1", "One"), ("Liwa", "as-1", "L", "S1", "One")])
        let outcome = try await same.run("product", "S1")
        #expect(outcome.status == .success && !outcome.errors.contains("different"))
    }

    @Test("that is of two categories is no name for a lead, which names bank and category then")
    func twoCategories() async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "ofp-categories-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let list = folder.appending(path: "list.json").path
        let products = ["CreditCard", "Loan", "SomethingElse"].map {
            #"{"LFIName":"Liwa Bank","AuthorisationServerId":"as-1","ProductId":"X","ProductCategory":"\#($0)"}"#
        }
        try Data(#"{"Products":[\#(products.joined(separator: ","))]}"#.utf8).write(to: URL(filePath: list))
        let outcome = try await SandboxWorld.run(["product", "X", "--from", list])
        #expect(outcome.status == .success)
        let leads = outcome.output.split(separator: "\n").filter { $0.contains("ofp lead") }
            .map { $0.replacing("Be contacted", with: "").trimmingCharacters(in: .whitespaces) }
        #expect(
            Set(leads) == [
                "ofp lead --lfi 'Liwa Bank' --category CreditCard", "ofp lead --lfi 'Liwa Bank' --category Finance",
            ])
    }

    @Test("is suggested as it can be pasted, whatever stands in it")
    func suggestions() async throws {
        let list = try List([
            ("Liwa's Bank", "as-1", "L", "-x", "Dash"), ("-Odd", "-as", "O", "y", "Odd bank"),
            ("Twin", "as-3", "T", "z", "Twin one"), ("twin", "as-4", "T", "zz", "Twin two"),
            ("A bank with a name of many words that goes over the edge", "as-6", "M", "id with blanks", "Many words"),
        ])
        for (id, command) in [
            ("as-1/-x", #"ofp lead --product 'Liwa'\''s Bank/-x'"#), ("y", "ofp lead --product=-as/y"),
            ("z", "ofp lead --product as-3/z"),
            (
                "id with blanks",
                "ofp lead --product 'A bank with a name of many words that goes over the edge/id with blanks'"
            ),
        ] {
            let outcome = try await list.run("product", id)
            #expect(outcome.output.contains("\(command)\n"))
        }
    }

    @Test("is not sent to a bank that takes no leads")
    func noLeads() async throws {
        let list = try List(
            [("Liwa", "as-1", "L", "S1", "One")],
            meta:
                #"{"LFIs":[{"LFIName":"Liwa","AuthorisationServerId":"as-1","OrganisationName":"Liwa PJSC","TakesLeads":false}]}"#
        )
        for command in ["product", "apply"] {
            let outcome = try await list.run(command, "Liwa PJSC/S1")
            #expect(outcome.status == .success)
            #expect(!outcome.output.contains("ofp lead"))
        }
    }

    @Test("works against banks, with every name that a bank has, in lists that are saved, too")
    func live() async throws {
        try await SandboxWorld.with { world in
            let all = try await world.run(["products", "--lfi", "Liwa Bank", "--format", "json"])
            #expect(all.status == .success)
            let product = try #require(
                try JSONDecoder().decode(Saved.self, from: Data(all.output.utf8)).Products.first)
            let asked = world.sandbox.journal.report.requests["products"] ?? 0
            for bank in [product.LFIName, product.AuthorisationServerId] {
                let outcome = try await world.run(["product", "\(bank)/\(product.ProductId)", "--format", "json"])
                #expect(outcome.status == .success && outcome.output.contains(product.ProductId))
            }
            // Whoever names the bank asks nobody else.
            #expect(world.sandbox.journal.report.requests["products"] == asked + 2)
            let byID = try await world.run(["product", "\(product.LFIId)/\(product.ProductId)", "--format", "json"])
            #expect(byID.status == .success && byID.output.contains(product.AuthorisationServerId))
            let listed = try await world.run(["products", "--lfi", product.LFIId, "--format", "json"])
            #expect(listed.status == .success)
            let products = try JSONDecoder().decode(Saved.self, from: Data(listed.output.utf8)).Products
            #expect(!products.isEmpty && products.allSatisfy { $0.LFIId == product.LFIId })
            let nobody = try await world.run(["products", "--lfi", "no-such-id"])
            #expect(nobody.status == .notFound)

            let path = world.home.appending(path: "saved.json").path
            try FileManager.default.createDirectory(at: world.home, withIntermediateDirectories: true)
            try Data(all.output.utf8).write(to: URL(filePath: path))
            let organisation = try #require(
                world.sandbox.world.participants(port: 1).contains("Liwa") ? product.LFIId : nil)
            let saved = try await world.run(["products", "--from", path, "--lfi", organisation, "--format", "json"])
            #expect(saved.status == .success && saved.output.contains(product.ProductId))
            #expect(all.output.contains(#""OrganisationName":"#))
        }
    }

    private struct Saved: Decodable {
        struct Product: Decodable { var LFIId, LFIName, AuthorisationServerId, ProductId: String }
        var Products: [Product]
    }

    @Test("of a lead that nobody can take is found out before anybody is asked a question")
    func leadLooksFirst() async throws {
        try await SandboxWorld.with { world in
            for arguments in [["--product", "no-such-product"], ["--lfi", "Nobody Bank", "--category", "Mortgage"]] {
                let outcome = try await world.run(["lead"] + arguments, answers: [])
                #expect(outcome.status == .notFound)
                #expect(!outcome.errors.contains("E-mail address"))
            }
            guard let silent = world.sandbox.world.hubs.first(where: { !$0.takesLeads }) else { return }
            let product = try #require(silent.products.first)
            let outcome = try await world.run(["lead", "--product", "\(silent.lfiID)/\(product.id)"], answers: [])
            #expect(outcome.status == .notFound && outcome.errors.contains("takes no leads"))
            #expect(!outcome.errors.contains("E-mail address"))
        }
    }
}
