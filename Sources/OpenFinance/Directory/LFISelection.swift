/// Which LFIs of the directory to ask: all of them, unless the user named some or left some out.
public struct LFISelection: Sendable, Hashable {
    /// Names or ids; empty means all.
    public var included: [String]
    /// Names or ids.
    public var excluded: [String]

    /// All LFIs where both lists are empty.
    public init(included: [String] = [], excluded: [String] = []) {
        self.included = included
        self.excluded = excluded
    }

    /// The LFIs that this selection leaves of `lfis`, in their order.
    ///
    /// A name is the whole name of an authorisation server or of an organisation, in any case; an id is that of either.
    ///
    /// - Throws: ``OpenFinanceError/Code/unknownLFI`` for the first name that fits nothing: a typing error must not
    ///   quietly change what is asked.
    public func callAsFunction<Candidate: NamedLFI>(_ lfis: [Candidate]) throws(OpenFinanceError) -> [Candidate] {
        for name in included + excluded where !lfis.contains(where: { $0.isCalled(name) }) {
            throw Self.unknown(name, among: lfis)
        }
        return lfis.filter { lfi in
            (included.isEmpty || included.contains(where: lfi.isCalled)) && !excluded.contains(where: lfi.isCalled)
        }
    }
}

extension LFISelection {
    /// With lists that are written with commas taken apart. A name that has a comma of its own stays whole.
    package func separatingLists(among lfis: [some NamedLFI]) -> LFISelection {
        func separated(_ names: [String]) -> [String] {
            names.flatMap { name in
                guard name.contains(","), !lfis.contains(where: { $0.isCalled(name) }) else { return [name] }
                let parts = name.split(separator: ",").map { String($0).withoutBlankEnds }.filter { !$0.isEmpty }
                // A list of nobody must not become one of everybody: nobody is called so.
                return parts.isEmpty ? [name] : parts
            }
        }
        return LFISelection(included: separated(included), excluded: separated(excluded))
    }

    /// What the directory cannot answer: whose `LFIId` a name may be, which only the LFIs' own answers tell.
    ///
    /// - Returns: the names that fit nothing and may be ids; none where all fit something.
    /// - Throws: ``OpenFinanceError/Code/unknownLFI`` for a name that can be no id.
    package func unresolved(among lfis: [some NamedLFI]) throws(OpenFinanceError) -> [String] {
        var unresolved: [String] = []
        for name in included where !lfis.contains(where: { $0.isCalled(name) }) {
            let isID =
                !name.isEmpty && name.utf8.count <= Self.longestID && !name.looksSecret
                && !name.unicodeScalars.contains { $0.properties.isWhitespace }
            guard isID else { throw Self.unknown(name, among: lfis) }
            unresolved.append(name)
        }
        return unresolved
    }

    /// No id of the ecosystem is longer, and nobody is asked for what is a key by mistake.
    private static let longestID = 128

    /// That no LFI has this name.
    package static func unknown(_ name: String, among lfis: [some NamedLFI]) -> OpenFinanceError {
        var error = OpenFinanceError(.unknownLFI, "No LFI with products is called '\(name)'")
        error.alike = Array(Misspelling.meant(by: name, among: lfis.map(\.name)).prefix(5))
        return error
    }
}

extension LFI {
    /// The one LFI that a name or an id means, beyond doubt: whom personal data may go to.
    ///
    /// An id of an authorisation server means it, where no other has the same. A name means it where no other LFI of the
    /// directory has one that could be taken for it: names that differ by case, blanks, marks or letters that look alike.
    ///
    /// - Parameter all: everybody in the directory, chosen or not.
    /// - Throws: ``OpenFinanceError/Code/unknownLFI`` where nobody can be meant, ``OpenFinanceError/Code/ambiguousLFI``
    ///   where more than one can.
    public static func unmistakable(_ name: String, among all: [LFI]) throws(OpenFinanceError) -> LFI {
        let meant = all.filter { $0.id == name }
        let named = meant.isEmpty ? try LFISelection(included: [name])(all) : meant
        guard let lfi = named.first, named.count == 1 else { throw ambiguous(name, named) }
        guard meant.isEmpty else { return lfi }
        let skeletons = Set([name, lfi.name, lfi.organisationName].map(NameSkeleton.init))
        let alike = all.filter { other in
            other.organisationID == lfi.organisationID && other.id == lfi.id
                || [other.name, other.organisationName].contains { skeletons.contains(NameSkeleton($0)) }
                    && (NameSkeleton(other.name) == NameSkeleton(lfi.name)
                        || other.organisationID != lfi.organisationID)
        }
        guard alike.count == 1 else { throw ambiguous(name, alike) }
        return lfi
    }

    private static func ambiguous(_ name: String, _ lfis: [LFI]) -> OpenFinanceError {
        let list = lfis.map { "'\($0.name)' of \($0.organisationName) at \($0.products.authority) (\($0.id))" }
            .joined(separator: ", ")
        return OpenFinanceError(.ambiguousLFI, "'\(name)' may mean \(lfis.count) banks: \(list)")
    }
}

/// Which names mean one LFI alone, and could be taken for no other's.
package struct UnmistakableNames: Sendable {
    /// How many LFIs could be meant by what looks so.
    private let counts: [NameSkeleton: Int]

    package init(_ all: [some NamedLFI]) {
        counts = all.reduce(into: [:]) { counts, lfi in
            for skeleton in Set(lfi.designations.map(NameSkeleton.init)) { counts[skeleton, default: 0] += 1 }
        }
    }

    package func contains(_ name: String) -> Bool { counts[NameSkeleton(name)] == 1 }
}

/// Something that the user may mean by a bank's name or id.
public protocol NamedLFI {
    /// How it calls itself towards customers; for misspelled names it is what may have been meant.
    var name: String { get }
    /// All that it may be called by.
    var designations: [String] { get }
    /// Those of them that the directory has, and not it alone.
    var directoryDesignations: [String] { get }
}

extension NamedLFI {
    /// All.
    public var directoryDesignations: [String] { designations }
}

extension LFI: NamedLFI {
    /// ``LFI/name``, ``LFI/organisationName``, and the ids of server and organisation.
    public var designations: [String] { [name, organisationName, id, organisationID] }
}

extension LFI.Identity: NamedLFI {
    /// ``LFI/Identity/name`` and ``LFI/Identity/id``: the organisation is not known here.
    public var designations: [String] { [name, id] }
}

extension Directory.LeftOut: NamedLFI {
    /// The names of server and organisation, and the server's id, as far as there are any.
    public var designations: [String] { [serverName, organisationName, serverID].compactMap(\.self) }
}

extension NamedLFI {
    /// Whether it is meant by this name or id, whatever its case and blanks.
    public func isCalled(_ name: String) -> Bool { Self.has(name, designations) }

    /// Whether the directory calls it so: what a bank says of itself does not make it another one.
    package func isCalledInDirectory(_ name: String) -> Bool { Self.has(name, directoryDesignations) }

    private static func has(_ name: String, _ designations: [String]) -> Bool {
        let name = name.foldingBlanks
        return designations.contains { $0.foldingBlanks == name }
    }
}
