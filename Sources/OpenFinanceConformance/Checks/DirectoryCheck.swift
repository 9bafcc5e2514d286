package import OpenFinance

/// What the directory says of the banks, before one is asked.
package enum DirectoryCheck {
    package static func check(_ lfi: LFI, _ deviations: inout Deviations, by evidence: Deviations.Evidence) {
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
