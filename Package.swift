// swift-tools-version:6.2
import PackageDescription

var strict: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
]

// Only where this package is checked itself: an app that uses it must not break on a warning of a newer compiler.
if Context.environment["OFP_WARNINGS_AS_ERRORS"] != nil { strict.append(.treatAllWarnings(as: .error)) }

// 'make test' has the programs optimised, as they are shipped; what asks them gains nothing from that but build time.
let tests: [SwiftSetting] = strict + [.unsafeFlags(["-Onone"], .when(configuration: .release))]

// Of which commit a release is; 'make release' says it.
let commit: [CSetting] = Context.environment["OFP_COMMIT"].map { [.define("OFP_COMMIT", to: "\"\($0)\"")] } ?? []

let argumentParser = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")
let httpTypes = Target.Dependency.product(name: "HTTPTypes", package: "swift-http-types")
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let subprocess = Target.Dependency.product(name: "Subprocess", package: "swift-subprocess")
let system = Target.Dependency.product(name: "SystemPackage", package: "swift-system")

// SwiftPM warns of packages that no target uses: those that are only pinned are used where nothing is built for.
let nowhere = TargetDependencyCondition.when(platforms: [.wasi])

// The page of '--format html', which has to be one file, and so have its parts in the program.
let page = ["page.html", "list.html", "page.css", "base.js", "charts.js", "list.js"].map {
    Resource.embedInCode("Formats/HTML/Page/\($0)")
}

// What the documents of each version allow, in the program, too: 'ofp conformance' needs no file beside it.
let shapes = [
    "v1.2-errata1", "v2.0", "v2.0-errata1", "v2.1", "v2.2-rc2", "authorization", "participants",
].map { Resource.embedInCode("Shapes/Published/\($0).shapes") }

let package = Package(
    name: "ofp",
    platforms: [.macOS(.v15)],
    products: [
        .executable(name: "ofp", targets: ["ofp"]),
        .executable(name: "ofp-sandbox", targets: ["ofp-sandbox"]),
        .library(name: "OpenFinance", targets: ["OpenFinance", "OpenFinanceTransport", "OpenFinanceCrypto"]),
        .library(name: "OpenFinanceLeads", targets: ["OpenFinanceLeads"]),
    ],
    // Traits are switched off where we do not use what they bring: each one is build time on every fresh clone.
    dependencies: [
        // Command lines: flags, help, completions and manual pages.
        .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
        // A flag over the environment over a profile.
        .package(url: "https://github.com/apple/swift-configuration", exact: "1.4.0", traits: []),
        // Messages of HTTP in the types that other Swift libraries have for them.
        .package(url: "https://github.com/apple/swift-http-types", exact: "1.8.0", traits: []),
        // Logs that go where an app that uses the library has its own.
        .package(url: "https://github.com/apple/swift-log", exact: "1.16.2"),
        // The journal of leads, in SQLite: it has to survive a crash, and several processes at once.
        .package(url: "https://github.com/groue/GRDB.swift", exact: "7.10.0"),
        // The file of profiles.
        .package(url: "https://github.com/jpsim/Yams", exact: "6.2.2"),
        // What opens an application's page, and the command that a sandbox is started for.
        .package(url: "https://github.com/swiftlang/swift-subprocess", exact: "1.0.2", traits: []),

        // What these bring along, by ranges of their own: a program that holds keys is made of the same each time.
        // For swift-configuration.
        .package(url: "https://github.com/apple/swift-collections", exact: "1.6.0"),
        // Paths, for swift-subprocess, and for swift-configuration.
        .package(url: "https://github.com/apple/swift-system", exact: "1.8.1"),
        // For swift-configuration's tests alone: fetched, not built.
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", exact: "2.13.0"),
        // For swift-service-lifecycle: fetched, not built.
        .package(url: "https://github.com/apple/swift-async-algorithms", exact: "1.1.4"),
    ],
    targets: [
        .systemLibrary(
            name: "CCurl", pkgConfig: "libcurl",
            providers: [.apt(["libcurl4-openssl-dev"]), .brew(["curl"])]),
        .systemLibrary(
            name: "COpenSSL", pkgConfig: "openssl",
            providers: [.apt(["libssl-dev"]), .brew(["openssl@3"])]),

        // Keys in tokens, by their URIs. libcurl of Debian brings it along.
        .systemLibrary(
            name: "CP11Kit", pkgConfig: "p11-kit-1",
            providers: [.apt(["libp11-kit-dev"]), .brew(["p11-kit"])]),

        .systemLibrary(name: "CTerminal"),
        .target(name: "CArguments", cSettings: commit),
        // HTTP/2 for the sandbox's hubs; libcurl has it from there, too.
        .systemLibrary(
            name: "CNGHTTP2", pkgConfig: "libnghttp2",
            providers: [.apt(["libnghttp2-dev"]), .brew(["nghttp2"])]),
        .systemLibrary(
            name: "CZlib", pkgConfig: "zlib",
            providers: [.apt(["zlib1g-dev"]), .brew(["zlib"])]),

        .target(
            name: "OpenFinanceTransport", dependencies: ["CCurl", "COpenSSL", "CZlib", httpTypes], swiftSettings: strict
        ),
        .target(name: "OpenFinanceCrypto", dependencies: ["COpenSSL", "CP11Kit"], swiftSettings: strict),
        .target(
            name: "OpenFinance",
            dependencies: ["OpenFinanceTransport", "OpenFinanceCrypto", httpTypes, logging], swiftSettings: strict),
        .target(
            name: "OpenFinanceLeads",
            dependencies: [
                "OpenFinance", "OpenFinanceTransport", "OpenFinanceCrypto", httpTypes, logging,
                .product(name: "GRDB", package: "GRDB.swift"),
            ],
            swiftSettings: strict),
        // The published rules, and what breaks them.
        .target(
            name: "OpenFinanceConformance",
            dependencies: ["OpenFinance", "OpenFinanceTransport", "OpenFinanceCrypto", httpTypes, logging],
            resources: shapes, swiftSettings: strict),
        .executableTarget(
            name: "ofp",
            dependencies: [
                "CArguments", "CTerminal", "OpenFinance", "OpenFinanceLeads", "OpenFinanceTransport",
                "OpenFinanceCrypto", "OpenFinanceConformance", argumentParser,
                logging, subprocess, system,
                .product(name: "Configuration", package: "swift-configuration"),
                .product(name: "DequeModule", package: "swift-collections"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle", condition: nowhere),
                .product(name: "AsyncAlgorithms", package: "swift-async-algorithms", condition: nowhere),
                .product(name: "Yams", package: "Yams"),
            ],
            resources: page, swiftSettings: strict),
        .executableTarget(
            name: "ofp-sandbox",
            dependencies: ["CArguments", "CNGHTTP2", "COpenSSL", argumentParser, httpTypes, subprocess, system],
            swiftSettings: strict),

        // As strangers' programs: they see what is public, and nothing else.
        .executableTarget(
            name: "example-products",
            dependencies: ["OpenFinance", "OpenFinanceTransport", "OpenFinanceCrypto", logging],
            path: "Examples/Products", packageAccess: false, swiftSettings: strict),
        .executableTarget(
            name: "example-readme",
            dependencies: ["OpenFinance", "OpenFinanceTransport", "OpenFinanceCrypto", logging],
            path: "Examples/Readme", packageAccess: false, swiftSettings: strict),
        .executableTarget(
            name: "example-lead",
            dependencies: ["OpenFinance", "OpenFinanceLeads", "OpenFinanceTransport", "OpenFinanceCrypto", logging],
            path: "Examples/Lead", packageAccess: false, swiftSettings: strict),
        .executableTarget(
            name: "example-transport",
            dependencies: ["OpenFinance", "OpenFinanceTransport", "OpenFinanceCrypto", httpTypes, logging],
            path: "Examples/OwnTransport", packageAccess: false, swiftSettings: strict),

        .target(
            name: "TestSupport", dependencies: ["OpenFinance", "OpenFinanceConformance"], path: "Tests/TestSupport",
            swiftSettings: tests),
        .testTarget(
            name: "OpenFinanceTransportTests",
            dependencies: ["COpenSSL", "CZlib", "OpenFinanceTransport", "ofp-sandbox", httpTypes],
            swiftSettings: tests),
        .testTarget(
            name: "OpenFinanceCryptoTests",
            dependencies: ["COpenSSL", "OpenFinanceCrypto", "ofp-sandbox"],
            swiftSettings: tests),
        .target(
            name: "OpenFinanceTestSupport",
            dependencies: [
                "COpenSSL", "OpenFinance", "OpenFinanceTransport", "OpenFinanceCrypto", httpTypes, logging,
            ],
            path: "Tests/OpenFinanceTestSupport", swiftSettings: tests),
        .testTarget(
            name: "OpenFinanceTests",
            dependencies: [
                "COpenSSL", "OpenFinance", "OpenFinanceConformance", "OpenFinanceTestSupport", "TestSupport",
                "OpenFinanceTransport", "OpenFinanceCrypto", httpTypes, logging,
            ],
            swiftSettings: tests),
        .testTarget(
            name: "OpenFinanceLeadsTests",
            dependencies: [
                "OpenFinance", "OpenFinanceConformance", "OpenFinanceLeads", "OpenFinanceTestSupport", "TestSupport",
                "OpenFinanceTransport", httpTypes, .product(name: "GRDB", package: "GRDB.swift"),
            ],
            swiftSettings: tests),
        .testTarget(
            name: "ofpTests",
            dependencies: [
                argumentParser, logging, "COpenSSL", "OpenFinance", "OpenFinanceConformance", "OpenFinanceCrypto",
                "OpenFinanceLeads", "TestSupport", "OpenFinanceTransport", "ofp", "ofp-sandbox",
            ],
            swiftSettings: tests),
        .testTarget(
            name: "ofp-sandboxTests",
            dependencies: [
                "COpenSSL", "OpenFinanceConformance", "OpenFinanceCrypto", "TestSupport", "OpenFinanceTransport",
                "ofp-sandbox",
            ],
            swiftSettings: tests),
        .testTarget(
            name: "OpenFinanceConformanceTests",
            dependencies: [
                "OpenFinance", "OpenFinanceConformance", "OpenFinanceTestSupport", "OpenFinanceTransport",
                "TestSupport",
                httpTypes,
            ],
            swiftSettings: tests),
        .testTarget(
            name: "EndToEndTests",
            dependencies: [
                "CTerminal", "TestSupport", "ofp", "ofp-sandbox", "example-products", "example-lead",
                "example-transport", "example-readme", subprocess, system, .product(name: "Yams", package: "Yams"),
            ],
            swiftSettings: tests),
    ]
)

// Only for 'make fuzz': its program starts with libFuzzer's main function, so that ofp comes without its own.
if Context.environment["OFP_FUZZ"] != nil {
    package.products = []
    package.targets.removeAll { $0.type == .test || $0.name == "ofp-sandbox" }
    package.targets = package.targets.map { target in
        guard target.name == "ofp" else { return target }
        return .target(
            name: "ofp", dependencies: target.dependencies, exclude: ["Main.swift"], resources: page,
            swiftSettings: strict)
    }
    package.targets.append(
        .executableTarget(
            name: "ofp-fuzz", dependencies: ["ofp", "OpenFinance", "OpenFinanceTransport", httpTypes],
            path: "Tests/Fuzz",
            exclude: ["Seeds"], swiftSettings: strict))
}
