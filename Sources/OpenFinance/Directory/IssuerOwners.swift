/// Who may speak for an issuer, where several organisations of the directory say that it is theirs.
///
/// An assertion names the issuer as its audience, and a token of the issuer's goes to the hosts that the entry names:
/// whoever takes another's issuer into an entry would get the one or the other.
enum IssuerOwners {
    /// - Returns: entries whose issuer is theirs; and those of organisations that it does not belong to, which are all of
    ///   them where that cannot be told.
    static func sort(_ lfis: [LFI]) -> (entitled: [LFI], pretenders: [LFI]) {
        var entitled: [LFI] = []
        var pretenders: [LFI] = []
        for (_, entries) in Dictionary(grouping: lfis, by: \.issuer.normalized) {
            let organisations = Dictionary(grouping: entries, by: \.organisationID)
            guard organisations.count > 1 else {
                entitled += entries
                continue
            }
            // A hub has the hosts of one domain: the one that serves products beside its issuer is the issuer's own.
            let owners = organisations.filter { $1.allSatisfy(\.servesBesideIssuer) }
            for (organisation, entries) in organisations {
                let isOwner = owners.count == 1 && owners[organisation] != nil
                if isOwner { entitled += entries } else { pretenders += entries }
            }
        }
        return (entitled, pretenders)
    }
}

extension LFI {
    /// Whether products (and leads) are served in the domain of the issuer's host: `rs1.liwa.example` beside
    /// `auth1.liwa.example`.
    fileprivate var servesBesideIssuer: Bool {
        guard let domain = Endpoint(issuer.description)?.parentDomain else { return false }
        return [products, leads].compactMap(\.self).allSatisfy { $0.parentDomain == domain }
    }
}

extension Endpoint {
    /// The host without its first label; nil where nothing is left that could be somebody's own.
    var parentDomain: Substring? {
        guard let dot = authority.firstIndex(of: ".") else { return nil }
        let domain = authority[authority.index(after: dot)...]
        return domain.contains(".") ? domain : nil
    }
}

extension Issuer {
    /// One spelling for what is one issuer to a server that is not strict: host in small letters, no slash at the end.
    fileprivate var normalized: String {
        guard let endpoint = Endpoint(description) else { return description }
        let text = endpoint.description
        return text.hasSuffix("/") ? String(text.dropLast()) : text
    }

    /// Whether a discovery document stands where this issuer's does: below the issuer (OpenID Connect Discovery 1.0 §4.1,
    /// §4.3), or with `/.well-known/…` between its host and its path (RFC 8414 §3.1).
    func publishes(_ document: Endpoint) -> Bool {
        guard let own = Endpoint(description), own.hasSameOrigin(as: document), !own.path.contains("?") else {
            return false
        }
        let path = own.path.hasSuffix("/") ? own.path.dropLast() : own.path[...]
        if document.pathOnly.hasPrefix("\(path)/") { return true }
        return document.pathOnly.hasPrefix("/.well-known/") && document.pathOnly.hasSuffix(path)
    }
}
