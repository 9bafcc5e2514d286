import Foundation
import HTTPTypes
import OpenFinanceTransport
import Testing

@testable import ofp_sandbox

@Suite("The control endpoint")
struct ControlTests {
    /// Asks as a program on this machine would.
    private struct Controller {
        let endpoint: ControlEndpoint
        var host = "127.0.0.1:7"
        var fields: HTTPFields = [:]

        init(_ sandbox: Sandbox) { endpoint = ControlEndpoint(sandbox: sandbox, port: 7) }

        func ask(
            _ method: HTTPRequest.Method, _ path: String, _ body: String = ""
        ) async throws -> Answer {
            let head = HTTPRequest(method: method, scheme: "http", authority: host, path: path, headerFields: fields)
            let pieces = Pieces([Array(body.utf8)])
            let response = await endpoint.respond(to: Request(head: head, body: RequestBody { await pieces.next() }))
            let written = Pieces([])
            try await response.body.write { await written.add($0) }
            return Answer(response.status.code, String(decoding: await written.all, as: UTF8.self))
        }
    }

    private struct Answer: Equatable {
        let status: Int
        let body: String

        init(_ status: Int, _ body: String) { (self.status, self.body) = (status, body) }
    }

    private actor Pieces {
        private var pieces: [[UInt8]]
        init(_ pieces: [[UInt8]]) { self.pieces = pieces }
        var all: [UInt8] { pieces.flatMap(\.self) }
        func next() -> [UInt8]? { pieces.isEmpty ? nil : pieces.removeFirst() }
        func add(_ piece: [UInt8]) { pieces.append(piece) }
    }

    @Test("changes faults while the sandbox runs, and takes them away again")
    func faults() async throws {
        try await HubClient.with { client in
            let control = Controller(client.sandbox)
            let token = try await client.token()
            func status() async throws -> Int {
                try await client.transport.send(client.productsRequest(token: token)).head.status.code
            }
            #expect(try await status() == 200)
            let faults = #"{"faults":["*:products:status:500","liwa:products:status:403*1"]}"#
            let answer = try await control.ask(.put, "/faults", faults)
            #expect(answer == Answer(200, faults))
            // The last one wins, for as long as it strikes; it stands there after that.
            #expect(try await [status(), status()] == [403, 200])
            #expect(try await control.ask(.get, "/faults") == Answer(200, faults))
            #expect(try await control.ask(.put, "/faults", #"{"faults":["liwa:products:status:400"]}"#).status == 200)
            #expect(try await status() == 400)
            #expect(try await control.ask(.delete, "/faults") == Answer(200, #"{"faults":[]}"#))
            #expect(try await status() == 200)
        }
    }

    @Test("changes how TLS is done, for the connections that follow")
    func handshakes() async throws {
        try await HubClient.with { client in
            let control = Controller(client.sandbox)
            let request = client.request(.get, client.hub.authorisationHost, "/.well-known/openid-configuration")
            let answer = try await control.ask(.put, "/faults", #"{"faults":["liwa:discovery:wrong-name"]}"#)
            #expect(answer.status == 200)
            await #expect(throws: TransportError.self) { try await client.withoutCertificate.send(request) }
            #expect(try await control.ask(.delete, "/faults").status == 200)
            #expect(try await client.withoutCertificate.send(request).head.status == .ok)
        }
    }

    @Test("changes the think time")
    func thinkTime() async throws {
        let sandbox = try await Self.sandbox()
        let control = Controller(sandbox)
        #expect(try await control.ask(.get, "/think-time") == Answer(200, #"{"milliseconds":0}"#))
        #expect(
            try await control.ask(.put, "/think-time", #"{"milliseconds": 250}"#)
                == Answer(200, #"{"milliseconds":250}"#))
        #expect(sandbox.pace.thinkTime == .milliseconds(250))
    }

    @Test("lists leads, and says whom they are about where that is asked for")
    func leads() async throws {
        try await HubClient.with { client in
            let control = Controller(client.sandbox)
            #expect(try await control.ask(.get, "/leads") == Answer(200, #"{"leads":[]}"#))
            for hub in [client.hub, try #require(client.sandbox.world.hubs.first { $0.version == "v2.0" })] {
                var client = client
                client.hub = hub
                #expect(
                    try await client.transport.send(client.leadRequest(token: client.token())).head.status == .created)
            }
            let lines = try await control.ask(.get, "/leads").body
            #expect(
                lines.contains(#""productCategories":["Finance"]"#) && lines.contains(#""productCategories":["Loan"]"#))
            #expect(lines.contains(#""lfi":"liwa""#) && lines.contains(client.sandbox.leads.all[0].id))
            #expect(!lines.contains("a@b.ae") && !lines.contains("784-"))
            #expect(try await control.ask(.get, "/leads?persons=true").body.contains(#""Email":"a@b.ae""#))
            #expect(try await control.ask(.get, "/report").body.contains("a@b.ae") == false)
            #expect(try await control.ask(.get, "/report?persons=true&format=text").body.contains("a@b.ae"))
        }
    }

    @Test("forgets what was seen, and goes back to how the sandbox was started")
    func reset() async throws {
        try await HubClient.with(registrations: { Registrations(unregistered: $0) }) { client in
            let control = Controller(client.sandbox)
            #expect(try await client.transport.send(client.tokenRequest()).head.status == .unauthorized)
            client.sandbox.registrations.register(at: client.hub)
            #expect(try await client.transport.send(client.leadRequest(token: client.token())).head.status == .created)
            client.sandbox.pace.thinkTime = .seconds(1)
            client.sandbox.faults.replace(by: [try Fault("liwa:token:hang", in: client.sandbox.world)])
            #expect(try await control.ask(.get, "/report").body.contains("token.unregistered"))
            #expect(try await control.ask(.post, "/reset") == Answer(204, ""))
            let report = client.sandbox.journal.report
            #expect(report.requests.isEmpty && report.rulesBroken.isEmpty && report.leadsTaken.isEmpty)
            // What is open is still open.
            #expect(report.peakConnections > 0)
            #expect(client.sandbox.leads.all.isEmpty && client.sandbox.faults.all.isEmpty)
            #expect(client.sandbox.pace.thinkTime == .zero)
            #expect(try await client.transport.send(client.tokenRequest()).head.status == .unauthorized)
        }
    }

    @Test("counts a fault's strikes anew after a reset")
    func strikesAnew() throws {
        let world = try Fixtures(path: Self.fixtures).world()
        let faults = Faults(all: [try Fault("liwa:token:hang*1", in: world)])
        for _ in 0..<2 {
            #expect(
                [faults.strike(at: .token, of: world.hubs[0]), faults.strike(at: .token, of: world.hubs[0])] == [
                    .hang, nil,
                ])
            faults.reset()
        }
    }

    @Test(
        "says what is wrong with a request and what would be right, and changes nothing",
        arguments: [
            (.get, "/", "", 404, "GET /report, GET /leads"), (.get, "/report/", "", 404, "nothing at this path"),
            (.post, "/faults", "", 405, "GET, PUT, DELETE"),
            (.get, "/report?format=pdf", "", 400, "format=text|json|junit"),
            (.get, "/faults?all", "", 400, "Send none."), (.put, "/faults", "", 400, "not JSON"),
            (.put, "/faults", "[]", 400, #"Send {\"faults\""#),
            (.put, "/faults", #"{"faults":[],"x":1}"#, 400, "names no faults"),
            (.put, "/faults", #"{"faults":[1]}"#, 400, "A fault is a string"),
            (.put, "/faults", #"{"faults":["liwa:token:hang","liwa:token:hnag"]}"#, 400, "no fault 'hnag'"),
            (.put, "/faults", #"{"faults":["nobody:token:hang"]}"#, 400, "Name one of liwa, "),
            (.put, "/faults", #"{"faults":[],"faults":[]}"#, 400, "not JSON"),
            (.put, "/faults", String(repeating: " ", count: 1 << 17), 400, "longer than 64 KiB"),
            (.put, "/think-time", "{}", 400, "N from 0 to 600000"),
            (.put, "/think-time", #"{"milliseconds":-1}"#, 400, "N from 0"),
            (.put, "/think-time", #"{"milliseconds":1e300}"#, 400, "N from 0"),
            (.put, "/think-time", #"{"milliseconds":0.5}"#, 400, "N from 0"),
            (.put, "/think-time", #"{"milliseconds":"5"}"#, 400, "N from 0"),
        ] as [(HTTPRequest.Method, String, String, Int, String)])
    func wrong(method: HTTPRequest.Method, path: String, body: String, status: Int, says: String) async throws {
        let sandbox = try await Self.sandbox()
        let answer = try await Controller(sandbox).ask(method, path, body)
        #expect(answer.status == status && answer.body.contains(says), "\(answer)")
        #expect(
            try JSONDecoder().decode([String: String].self, from: Data(answer.body.utf8)).keys.elementsEqual(["error"]))
        #expect(sandbox.faults.all.isEmpty && sandbox.pace.thinkTime == .zero)
    }

    @Test("answers nobody who came by another name, and no page of a browser")
    func senders() async throws {
        var control = Controller(try await Self.sandbox())
        let hosts = [
            ("localhost:7", 200), ("LOCALHOST:7", 200), ("127.0.0.1:7", 200), ("[::1]:7", 200), ("localhost", 421),
            ("localhost:8", 421), ("rebound.example:7", 421), ("127.0.0.1.rebound.example:7", 421), ("", 421),
        ]
        for (host, status) in hosts {
            control.host = host
            #expect(try await control.ask(.get, "/report").status == status, "\(host)")
        }
        control.host = "localhost:7"
        control.fields = [.origin: "https://rebound.example"]
        #expect(try await control.ask(.post, "/reset").status == 403)
    }

    private static let fixtures = URL(filePath: #filePath).appending(path: "../../../fixtures").standardized.path

    private static func sandbox() async throws -> Sandbox {
        Sandbox(
            world: try Fixtures(path: fixtures).world(), pki: try HubClient.pki.get(), faults: Faults(all: []),
            thinkTime: .zero, tokenLifetime: 600)
    }
}
