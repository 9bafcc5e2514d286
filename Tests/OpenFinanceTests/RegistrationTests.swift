import FoundationEssentials
import HTTPTypes
import Logging
import Synchronization
import OpenFinanceTestSupport
import Testing
import OpenFinanceTransport

@testable import OpenFinance

@Suite("Registering at an LFI")
struct RegistrationTests {
    /// What the LFI does: whether its metadata say where to register, what it answers there, and whether it gives tokens.
    private struct Bank: Sendable {
        var endpoint: String? = "https://rs1.liwa.example/tpp-registration"
        var answer = TransportResponse.answer(204)
        var token = TransportResponse.answer(401, #"{"error":"invalid_client"}"#)

        var transport: StubTransport {
            StubTransport { [self] (request) async throws(TransportError) in
                let host = request.head.authority ?? ""
                switch request.head.path ?? "" {
                case "/.well-known/openid-configuration":
                    let registration = endpoint.map { #","registration_endpoint":"\#($0)""# } ?? ""
                    return .ok(
                        #"{"issuer":"https://\#(host)","token_endpoint":"https://\#(host)/token"\#(registration)}"#)
                case "/token": return token
                default: return answer
                }
            }
        }
    }

    private static let token = TransportResponse.ok(#"{"access_token":"t","token_type":"Bearer","expires_in":600}"#)

    private func outcome(
        _ bank: Bank, _ step: OpenFinanceClient.RegistrationStep, in folder: URL, _ transport: StubTransport? = nil
    ) async throws -> Registration {
        let client = try Example.client(transport ?? bank.transport)
        let journal = RegistrationJournal(folder: folder)
        for await outcome in client.registrations(at: [Example.lfi()], step, journal: journal) { return outcome }
        throw CancellationError()
    }

    @Test("sends an empty object to the endpoint that the metadata name, once, and then asks for a token")
    func request() async throws {
        try await Example.withFolder { folder in
            let bank = Bank()
            let transport = bank.transport
            let outcome = try await self.outcome(bank, .register, in: folder, transport)
            #expect(outcome.state == .registered && outcome.journalEntry != nil)
            let sent = transport.requests.filter { $0.head.path == "/tpp-registration" }
            #expect(sent.count == 1)
            let request = try #require(sent.first)
            #expect(request.head.method == .post && request.head.authority == "rs1.liwa.example")
            #expect(request.body == Data("{}".utf8) && !request.isRepeatable)
            #expect(request.head.headerFields[.contentType] == "application/json")
            #expect(request.head.headerFields[.authorization] == nil)
            #expect(outcome.journalEntry?.interactionID == request.head.headerFields[.interactionID])
        }
    }

    @Test(
        "says where the client stands, by the token and by what was taken before",
        arguments: [
            (false, 200, Registration.State.activated), (true, 200, .activated), (true, 401, .registered),
            (false, 401, .refused), (false, 503, .failed), (true, 503, .registered), (true, 400, .refused),
        ])
    func states(isTaken: Bool, status: Int, state: Registration.State) async throws {
        try await Example.withFolder { folder in
            let journal = RegistrationJournal(folder: folder)
            let clientID = try Example.credentials().clientID
            if isTaken {
                _ = await journal.add(
                    Example.lfi(), clientID: clientID, at: Date(timeIntervalSince1970: 1_800_000_000), InteractionID())
                // Another client's is nobody else's.
                #expect(journal.entry(of: Example.lfi(), clientID: "other") == nil)
                #expect(journal.entry(of: Example.lfi("waha"), clientID: clientID) == nil)
            }
            var bank = Bank()
            bank.token =
                status == 200
                ? Self.token
                : .answer(
                    status, [401: #"{"error":"invalid_client"}"#, 400: #"{"error":"invalid_scope"}"#][status] ?? "")
            let outcome = try await self.outcome(bank, .ask, in: folder)
            #expect(outcome.state == state)
            #expect((outcome.journalEntry != nil) == isTaken)
        }
    }

    @Test(
        "takes no refusal and no page for a yes, whatever their status",
        arguments: [
            (#"{"error":"invalid_client_metadata"}"#, Registration.State.refused),
            (#"{"Errors":[{"Code":"E"}]}"#, .refused), ("<html><title>Sign in</title></html>", .failed),
            ("", .registered), (#"{"message":"created"}"#, .registered),
        ])
    func otherSuccess(body: String, state: Registration.State) async throws {
        try await Example.withFolder { folder in
            var bank = Bank()
            bank.answer = .answer(200, body)
            let outcome = try await self.outcome(bank, .register, in: folder)
            #expect(outcome.state == state)
            #expect((outcome.journalEntry == nil) == (state != .registered))
        }
    }

    @Test(
        "goes to nobody else of the directory, whatever the metadata name",
        arguments: ["https://rs1.waha.hub.example/tpp-registration", "https://as1.waha.hub.example/tpp-registration"])
    func foreignEndpoint(endpoint: String) async throws {
        let banks = Directory(lfis: ["liwa.hub", "waha.hub"].map { Example.lfi($0) }).lfis
        var bank = Bank()
        bank.endpoint = endpoint
        for step in [OpenFinanceClient.RegistrationStep.register, .lookUp] {
            try await Example.withFolder { folder in
                let transport = bank.transport
                let client = try Example.client(transport)
                let journal = RegistrationJournal(folder: folder)
                for await outcome in client.registrations(at: [banks[0]], step, journal: journal) {
                    #expect(outcome.state == .failed && outcome.failure?.reason == .issuerMismatch)
                    #expect(outcome.endpoint == nil)
                }
                #expect(transport.requests.map { $0.head.authority } == ["auth1.liwa.hub.example"])
            }
        }
        // Its own, and somebody's who is in no directory, are its own affair.
        for own in ["https://rs9.liwa.hub.example/r", "https://as.vendor.example/liwa"] {
            bank.endpoint = own
            try await Example.withFolder { folder in
                let client = try Example.client(bank.transport)
                for await outcome in client.registrations(
                    at: [banks[0]], .lookUp, journal: RegistrationJournal(folder: folder))
                { #expect(outcome.endpoint == own) }
            }
        }
    }

    @Test(
        "is looked up without a key: a place, none, or another bank's, which is a failure",
        arguments: [
            ("https://rs1.liwa.hub.example/r", "https://rs1.liwa.hub.example/r", false), (nil, nil, false),
            ("https://rs1.waha.hub.example/r", nil, true),
        ] as [(String?, String?, Bool)])
    func addresses(endpoint: String?, url: String?, hasFailed: Bool) async throws {
        let banks = Directory(lfis: ["liwa.hub", "waha.hub"].map { Example.lfi($0) }).lfis
        var bank = Bank()
        bank.endpoint = endpoint
        let addresses = RegistrationAddresses(
            transport: bank.transport, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() },
            time: .seconds(3_600))
        for await address in addresses.all(of: [banks[0]]) {
            #expect(address.url == url && (address.failure != nil) == hasFailed)
        }
    }

    @Test("knows hosts apart that stand in one domain, and shares what several have")
    func sharedDomain() {
        let banks = Directory(
            lfis: ["liwa", "waha"].map { code in
                let host = "https://\(code).platform.vendor.example"
                return LFI(
                    id: code, name: code, organisationID: code, organisationName: code, issuer: Issuer(host),
                    discoveryDocument: Example.endpoint("\(host)/.well-known/openid-configuration"),
                    products: Example.endpoint("https://api.vendor.example/\(code)/products"))
            }
        ).lfis
        let places = ["liwa.platform.vendor.example", "waha.platform.vendor.example", "x.platform.vendor.example"]
        #expect(places.map { banks[0].isForeign(Example.endpoint("https://\($0)/token")) } == [false, true, false])
        #expect(!banks[0].isForeign(Example.endpoint("https://API.vendor.example/token")))
        #expect(!banks[0].isForeign(Example.endpoint("https://login.vendor.example/token")))
    }

    @Test("asks no other bank of the directory for a token, whatever the metadata name")
    func foreignTokenEndpoint() async throws {
        let banks = Directory(lfis: ["liwa.hub", "waha.hub"].map { Example.lfi($0) }).lfis
        let transport = StubTransport { (request) async throws(TransportError) in
            .ok(
                #"{"issuer":"https://auth1.liwa.hub.example","token_endpoint":"https://as1.waha.hub.example/token"}"#)
        }
        let client = try Example.client(transport)
        for await outcome in client.products(matching: ProductQuery(), from: [banks[0]], onBehalfOf: Example.customer) {
            guard case .failed(let failure) = outcome else { throw CancellationError() }
            #expect(failure.stage == .discovery && failure.reason == .issuerMismatch)
            #expect(failure.message.contains("as1.waha.hub.example"))
        }
        #expect(transport.requests.count == 1)
    }

    @Test("was not refused a token where there was none")
    func refusedWithoutToken() async throws {
        try await Example.withFolder { folder in
            var bank = Bank()
            bank.answer = .answer(401)
            let outcome = try await self.outcome(bank, .register, in: folder)
            #expect(outcome.failure?.message == "the server does not accept this client")
        }
    }

    @Test("is not looked up where the metadata name no place for it")
    func nowhere() async throws {
        try await Example.withFolder { folder in
            var bank = Bank()
            bank.endpoint = nil
            let lookedUp = try await outcome(bank, .lookUp, in: folder)
            let asked = try await outcome(bank, .ask, in: folder)
            #expect(lookedUp.state == .failed && asked.state == .refused)
        }
    }

    @Test("tells what the LFI objects to, and writes nothing down then")
    func refused() async throws {
        try await Example.withFolder { folder in
            var bank = Bank()
            bank.answer = .answer(403, #"{"Errors":[{"Code":"GenericError","Message":"No BDSP role"}]}"#)
            let outcome = try await self.outcome(bank, .register, in: folder)
            #expect(outcome.state == .refused && outcome.journalEntry == nil)
            #expect(outcome.failure?.stage == .registration && outcome.failure?.message == "No BDSP role")
            bank.endpoint = nil
            let withoutEndpoint = try await self.outcome(bank, .register, in: folder)
            #expect(withoutEndpoint.failure?.reason == .invalidResponse)
        }
    }

    @Test("is not made again by itself when the connection breaks or the server is out of order")
    func once() async throws {
        try await Example.withFolder { folder in
            for answer in [TransportResponse.answer(503), .answer(429)] {
                var bank = Bank()
                bank.answer = answer
                let transport = bank.transport
                let outcome = try await self.outcome(bank, .register, in: folder, transport)
                #expect(outcome.state == .failed)
                #expect(transport.requests.count { $0.head.path == "/tpp-registration" } == 1)
            }
        }
    }

    @Test(
        "replaces no journal that it cannot read, and says so before anything is sent",
        arguments: [("[{\"ClientId\": ", 0o600), ("", 0o600), ("whole", 0o644)])
    func unreadable(contents: String, mode: Int) async throws {
        try await Example.withFolder { folder in
            let journal = RegistrationJournal(folder: folder)
            let path = folder.appending(path: "registrations.json").path
            let clientID = try Example.credentials().clientID
            #expect(journal.fault == nil && journal.isWritable(for: 1))
            _ = await journal.add(Example.lfi(), clientID: clientID, at: Date(), InteractionID())
            #expect(journal.fault == nil && journal.isWritable(for: 1))
            let whole = try Data(contentsOf: URL(filePath: path))
            let bytes = contents == "whole" ? whole : Data(contents.utf8)
            try bytes.write(to: URL(filePath: path))
            try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
            #expect(journal.fault?.contains("registrations.json") == true && !journal.isWritable(for: 1))
            _ = await journal.add(Example.lfi("waha"), clientID: clientID, at: Date(), InteractionID())
            #expect(try Data(contentsOf: URL(filePath: path)) == bytes)
        }
    }

    @Test("takes no folder into which nobody may look for one without a journal")
    func hidden() async throws {
        try await Example.withFolder { folder in
            // Not even root may look into it.
            let loop = folder.appending(path: "loop")
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            try FileManager.default.createSymbolicLink(at: loop, withDestinationURL: loop)
            #expect(RegistrationJournal(folder: loop).fault?.contains("cannot be read") == true)
            #expect(RegistrationJournal(folder: folder.appending(path: "none")).fault == nil)
        }
    }

    @Test("only looks up the address where nothing else is wanted")
    func lookUp() async throws {
        try await Example.withFolder { folder in
            let bank = Bank()
            let transport = bank.transport
            let outcome = try await self.outcome(bank, .lookUp, in: folder, transport)
            #expect(outcome.state == .unasked && outcome.endpoint == bank.endpoint)
            #expect(transport.requests.count == 1)
        }
    }
}

@Suite("Banks of one name")
struct NamesakeTests {
    private func directory(_ servers: [(id: String, organisation: String, type: String)]) throws -> Directory {
        let organisations = servers.map { id, organisation, type in
            """
            {"OrganisationId":"o-\(id)","OrganisationName":"\(organisation)","Status":"Active","AuthorisationServers":[
            {"AuthorisationServerId":"\(id)","CustomerFriendlyName":"Bank","Status":"Active","Flags":{"AccountType":["\(type)"]},
            "Issuer":"https://\(id).example","OpenIDDiscoveryDocument":"https://\(id).example/.well-known/openid-configuration",
            "ApiResources":[{"ApiVersion":"2.1","ApiFamilyType":"product","Status":"Active","ApiDiscoveryEndpoints":[
            {"ApiEndpoint":"https://rs.\(id).example/open-finance/product/v2.1/products"}]}]}]}
            """
        }
        return try Directory(participants: Data("[\(organisations.joined(separator: ","))]".utf8))
    }

    @Test("are told apart by whom they are for, else by the organisation, else by the id; the name stays what it is")
    func labels() throws {
        func labels(_ servers: [(id: String, organisation: String, type: String)]) throws -> [String] {
            let lfis = try directory(servers).lfis
            #expect(lfis.allSatisfy { $0.name == "Bank" && $0.identity.name == "Bank" })
            return lfis.map(\.label)
        }
        #expect(try labels([("a", "One", "Retail")]) == ["Bank"])
        #expect(
            try labels([("a", "One", "Retail"), ("b", "One", "Corporate")]) == ["Bank (Retail)", "Bank (Corporate)"])
        #expect(try labels([("a", "One", "Retail"), ("b", "Two", "Retail")]) == ["Bank (One)", "Bank (Two)"])
        #expect(
            try labels([("aaaaaaaa-1", "One", "SME"), ("bbbbbbbb-1", "One", "SME")])
                == ["Bank (aaaaaaaa)", "Bank (bbbbbbbb)"])
        let lfi = try #require(try directory([("a", "One", "Retail"), ("b", "Two", "SME")]).lfis.first)
        #expect(lfi.identity == LFI.Identity(id: lfi.id, name: lfi.name))
        #expect(lfi.segments == ["Retail"])
    }
}
