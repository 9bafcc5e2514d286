package import OpenFinance

/// What the directory says of the banks, before one is asked.
package enum DirectoryCheck {
    package static func check(_ lfi: LFI, _ deviations: inout Deviations, by evidence: Deviations.Evidence) {
        deviations.look(at: [.directoryEntry, .directoryLogo, .directoryName, .directoryVersion])
        if let logo = lfi.logoURI, Endpoint(logo) == nil {
            deviations.add(
                .directoryLogo, at: "/CustomerFriendlyLogoUri", value: logo, expected: "an https URI", by: evidence)
        }
        if lfi.identity.qualifier != nil {
            deviations.add(
                .directoryName, at: "/CustomerFriendlyName", value: lfi.name, expected: "a name of its own",
                by: evidence)
        }
        if lfi.version < .v2_1 {
            deviations.add(
                .directoryVersion, at: "/ApiResources", value: "\(lfi.version)", expected: "v2.1 or later", by: evidence
            )
        }
    }

    /// What is odd about the form of a bank's entry. What has a rule of its own is not told twice.
    ///
    /// - Parameter entry: of the bank's server, as the directory has it.
    package static func check(entry: JSONValue, _ deviations: inout Deviations, by evidence: Deviations.Evidence) {
        guard let shapes = try? PublishedShapes(version: "participants") else { return }
        deviations.look(at: [.directoryShape])
        for violation in shapes.violations(of: entry, as: "AuthorisationServer")
        where violation.pointer != "/CustomerFriendlyLogoUri" {
            deviations.add(
                .directoryShape, at: violation.pointer, value: violation.value, schema: violation.schema,
                expected: violation.expected, by: evidence)
        }
    }

    /// The entries of all servers, by their ids.
    package static func entries(of directory: Directory) -> [LFI.ID: JSONValue] {
        guard let organisations = directory.document.flatMap({ try? JSONValue($0) })?.elements else { return [:] }
        let servers = organisations.flatMap { $0["AuthorisationServers"]?.elements ?? [] }
        return Dictionary(
            servers.compactMap { server in server["AuthorisationServerId"]?.string.map { ($0, server) } }
        ) { first, _ in first }
    }

    /// Those that cannot be asked for what their entries say.
    package static func faults(of directory: Directory, by evidence: Deviations.Evidence) -> [Deviation] {
        directory.leftOut.filter(\.isFault).flatMap { server in
            var deviations = Deviations(of: LFI.Identity(id: server.serverID ?? "", name: server.name))
            deviations.add(
                .directoryEntry, at: "/AuthorisationServers", value: server.reason,
                expected: "an entry that can be used",
                by: evidence)
            return deviations.all
        }
    }
}
