import Foundation
import OpenFinanceTransport

@testable import OpenFinance
@testable import OpenFinanceLeads
@testable import ofp

extension GoldenCase {
    /// Reports that depend on the time, on banks or on this machine: made by hand.
    static let reports: [GoldenCase] = [
        report("lfis") {
            try LFIsReport(GoldenWorld.directory(), withLeftOut: false)
        } text: {
            $0.text(on: $1) + "\($0.summary)\n"
        },
        report("lfis-all") {
            try LFIsReport(GoldenWorld.directory(), withLeftOut: true)
        } text: {
            $0.text(on: $1)
        },
        report("lfis-registration") {
            try lfisWithAddresses()
        } text: {
            $0.text(on: $1)
        },
        report("doctor") {
            doctor
        } text: {
            $0.text(on: $1) + "\($0.summary)\n"
        },
        report("config-show") {
            settings
        } text: {
            $0.text(on: $1)
        },
        report("register") {
            try registrations(.register)
        } text: {
            $0.text(on: $1) + ($0.failureSentences + [$0.summary]).joined(separator: "\n") + "\n"
        },
        report("register-dry-run") {
            try dryRun()
        } text: {
            $0.text(on: $1) + "\($0.summary)\n"
        },
        report("leads") {
            try leads()
        } text: {
            $0.text(on: $1) + "\($0.summary)\n"
        },
        report("lead-preview") {
            try PreparedLead(
                LeadDraft(document: Data(lead.utf8)).validated(), for: GoldenWorld.lfi("Falaj"), productID: "FIB-S-04",
                environment: "sandbox")
        } text: {
            LeadPreview($0, on: $1).text + "\n"
        },
        report("lead-receipt") {
            try receipt()
        } text: {
            $0.text(on: $1)
        },
        GoldenCase(name: "history") {
            let report = try history()
            return try await atEveryWidth { width, isColoured in
                var terminal = Terminal(width: width, style: Style(isColoured: isColoured))
                terminal.hasUTF8 = true
                return report.text(on: terminal) + "\(report.summary)\n"
            }
        },
        GoldenCase(name: "history-formats") {
            let report = try history()
            return try ReportFormat.ofLists.map { format in
                "=== \(format.rawValue) ===\n\(String(decoding: try format.data(report), as: UTF8.self))\n"
            }.joined()
        },
        report("timings") {
            try timings()
        } text: {
            TimingsTable(timings: $0).text(on: $1)
        },
    ]

    private static func report<Value>(
        _ name: String, _ value: @escaping @Sendable () throws -> Value,
        text: @escaping @Sendable (Value, Terminal) -> String
    ) -> GoldenCase {
        GoldenCase(name: name) {
            let value = try value()
            return try await atEveryWidth { text(value, Terminal(width: $0, style: Style(isColoured: $1))) }
        }
    }

    private static let interactionID = "6d4ee8a6-1f0a-4a0e-9d39-0f3b2a4f9b11"
    private static let now = Date(timeIntervalSince1970: 1_795_680_000)

    private static func lfisWithAddresses() throws -> LFIsReport {
        let directory = try GoldenWorld.directory()
        let addresses = directory.lfis.dropFirst().map {
            ($0.id, "https://rs1.\($0.name.prefix(4).lowercased()).example/tpp-registration")
        }
        return LFIsReport(directory, withLeftOut: false, addresses: Dictionary(uniqueKeysWithValues: addresses))
    }

    private static var settings: SettingsReport {
        let environment = [
            "OFP_CLIENT_ID": "0b6ff0f2-5dd8-4a0c-9a9a-6c2f0f5d8d11", "OFP_SIGNING_KEY": "/home/sara/keys/signing.key",
            "OFP_SIGNING_KEY_PASSPHRASE": "a secret", "OFP_LFI": "Liwa Bank, Falaj Islamic Bank · بنك الفلج الإسلامي",
        ]
        let profile = Profile(name: "live", settings: [.directory: "production"], source: "profile live")
        return SettingsReport(
            SettingsReader(flags: [.timeout: "60"], environment: environment, profile: profile),
            file: "/home/sara/.config/ofp/config.yaml", profile: profile.name)
    }

    private static var doctor: DoctorReport {
        var report = DoctorReport()
        for finding in [
            Finding.ok("settings", "All there and readable"), .ok("signing key", "RSA, 2048 bits"),
            .warning(
                "transport certificate", "The certificate expires in 12 days, on 2026-12-05T09:00:00Z",
                advice: "Have a new one issued in the Trust Framework, before it is needed"),
            .failure(
                "signing key file", "Other users may open '/home/sara/signing.key'", advice: "Restrict it: chmod 600"),
            .ok("Falaj Islamic Bank · بنك الفلج الإسلامي", "Gives tokens"),
            .failure(
                "Liwa Bank", "token (oauth, status 401, invalid_client): the client is not known",
                advice: "Register it first",
                status: .refused, interactionID: InteractionID(interactionID)),
        ] { report.add(finding) }
        return report
    }

    private static func failure(_ lfi: LFI, _ stage: RequestStep, isRefusal: Bool) -> LFIFailure {
        LFIFailure(
            lfi: lfi.identity, stage: stage, reason: isRefusal ? .oauth : .timeout, status: isRefusal ? 401 : nil,
            code: isRefusal ? "invalid_client" : nil, message: isRefusal ? "unknown client" : "no whole answer in time",
            interactionID: InteractionID(interactionID), isRefusal: isRefusal)
    }

    private static func entry(_ lfi: LFI) throws -> RegistrationJournal.Entry {
        let json = """
            {"ClientId":"client","Issuer":"\(lfi.issuer)","LFIName":"\(lfi.name)","RegisteredAt":"2026-11-23T08:00:00Z",\
            "InteractionId":"\(interactionID)"}
            """
        let decoder = JSONDecoder()
        decoder.dateDecodingStrategy = .iso8601
        return try decoder.decode(RegistrationJournal.Entry.self, from: Data(json.utf8))
    }

    private static func registrations(_ step: OpenFinanceClient.RegistrationStep) throws -> RegistrationsReport {
        var report = RegistrationsReport(step)
        let states: [(String, Registration.State)] = [
            ("Liwa Bank", .activated), ("Falaj", .registered), ("Saqr", .refused), ("Sidr", .failed),
        ]
        for (name, state) in states {
            let lfi = try GoldenWorld.lfi(name)
            let isAccepted = state == .activated || state == .registered
            report.add(
                Registration(
                    lfi: lfi, state: state,
                    endpoint: state == .failed ? nil : "https://rs1.bank.example/open-finance/tpp-registration",
                    journalEntry: isAccepted ? try entry(lfi) : nil,
                    failure: state == .activated ? nil : failure(lfi, .registration, isRefusal: state != .failed)))
        }
        return report
    }

    private static func dryRun() throws -> RegistrationsReport {
        var report = RegistrationsReport(.lookUp)
        for name in ["Qurm", "Falaj"] {
            report.add(
                Registration(
                    lfi: try GoldenWorld.lfi(name), state: .unasked,
                    endpoint: "https://rs1.bank.example/tpp-registration",
                    journalEntry: nil, failure: nil))
        }
        return report
    }

    private static func leads() throws -> LeadsReport {
        func entry(
            _ id: Int, _ bank: String, _ state: LeadState, hours: Double, product: String?,
            _ categories: [ProductCategory]
        ) throws -> LeadRecord {
            LeadRecord(
                id: id, submittedAt: now.addingTimeInterval(-3_600 * hours), environment: "sandbox",
                lfi: try GoldenWorld.lfi(bank).identity, productID: product, categories: categories,
                status: LeadRecord.Status(state),
                interactionID: InteractionID(interactionID),
                leadID: state == .arrived ? "52bde5a7-3196-48af-9ac8-2502e1c4cb50" : nil)
        }
        return LeadsReport(
            [
                try entry(12, "Waha Retail", .arrived, hours: 0.2, product: "N100", [.savingsAccount]),
                try entry(11, "Falaj", .unknown, hours: 5, product: "توفير 🌱", [.finance, .mortgage, .creditCard]),
                try entry(9, "Saqr", .refused, hours: 100, product: nil, [.mortgage]),
                try entry(8, "Sidr", .notSent, hours: 1_000, product: "SAV-002", [.savingsAccount]),
            ], at: now)
    }

    private static let lead = """
        {"Email": "sara.ahmed@example.ae", "EmiratesId": "784-1990-1234567-6", "MarketingOptOut": false,
         "Name": {"GivenName": "سارة", "LastName": "Ahmed"}, "ProductCategories": [{"Type": "SavingsAccount"}]}
        """

    private static func receipt() throws -> LeadReceipt {
        let outcome = LeadOutcome.arrived(
            leadID: "52bde5a7-3196-48af-9ac8-2502e1c4cb50", InteractionID(interactionID) ?? InteractionID())
        return LeadReceipt(
            SubmittedLead(outcome: outcome, id: 1),
            of: try GoldenWorld.lfi("Falaj"), at: now)
    }

    /// A savings account over ten lists: its rate moves, in one list its bank fails, in another it is not there.
    private static func history() throws -> HistoryReport {
        let lists = [2.05, 2.05, 2.1, nil, 2.2, 2.2, 2.35, .infinity, 2.8, 2.75].enumerated()
        let readings = try lists.map { day, rate in
            let product = #"""
                {"LFIName":"Waha Retail","AuthorisationServerId":"w","ProductId":"N100","ProductName":"Noor Savings",
                "ProductCategory":"SavingsAccount","Product":{"SavingsAccount":{"MinimumBalance":{"Amount":"3000",
                "Currency":"AED"}},"DepositRates":{"RateDetails":[{"AnnualRate":\#(rate ?? 0)}]}}}
                """#
            let failure = #"{"LFIName":"Waha Retail","AuthorisationServerId":"w","Stage":"token","Reason":"timeout"}"#
            let list = try SavedProducts(
                Data(
                    #"""
                    {"Products":[\#(rate == nil || rate == .infinity ? "" : product)],"Failures":[\#(rate == nil ? failure : "")],
                    "Meta":{"RetrievedAt":"2026-11-1\#(day)T08:00:00Z","LFIs":[{"LFIName":"Waha Retail","AuthorisationServerId":"w"}]}}
                    """#.utf8))
            return ProductHistory.Reading(
                list, file: "\(day).json.gz", products: list.products, at: list.retrievedAt ?? now)
        }
        return HistoryReport(
            history: try ProductHistory(ProductReference("N100"), readings) { _ in },
            unreadable: [.init(file: "old.json.gz", reason: "it is cut off")])
    }

    private static func timings() throws -> [RequestTiming] {
        func timing(_ bank: String?, _ purpose: RequestStep, _ milliseconds: [Double]) throws -> RequestTiming {
            let moments = milliseconds.map { Duration.milliseconds($0) }
            return RequestTiming(
                lfi: try bank.map { try GoldenWorld.lfi($0).identity }, purpose: purpose,
                interactionID: InteractionID(interactionID) ?? InteractionID(),
                status: moments[3] == .zero ? nil : 200, reason: moments[3] == .zero ? .timeout : nil,
                timings: TransferTimings(
                    nameLookup: moments[0], connect: moments[1], tlsHandshake: moments[2], firstByte: moments[3],
                    total: moments[4]))
        }
        return [
            try timing("Saqr", .token, [0, 0, 0, 37, 44]), try timing("Falaj", .products, [0.1, 0.6, 9, 0, 30_000]),
            try timing(nil, .directory, [0.04, 0.9, 8.7, 12.3, 13]),
        ]
    }
}
