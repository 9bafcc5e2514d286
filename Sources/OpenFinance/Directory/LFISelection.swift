/// Which LFIs of the directory to ask: all of them, unless the user named some or left some out.
public struct LFISelection: Sendable, Hashable {
    /// Names or ids; empty means all.
    public var included: [String]
    /// Names or ids.
    public var excluded: [String]

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
            throw OpenFinanceError(
                .unknownLFI, "No LFI with products is called '\(name)'",
                advice: Self.advice(for: name, among: lfis.map(\.name)))
        }
        return lfis.filter { lfi in
            (included.isEmpty || included.contains(where: lfi.isCalled)) && !excluded.contains(where: lfi.isCalled)
        }
    }
}

extension LFISelection {
    /// Names that contain what was typed, where there are some.
    fileprivate static func advice(for name: String, among names: [String]) -> String {
        let alike = names.filter { !name.isEmpty && $0.lowercased().contains(name.lowercased()) }
        guard !alike.isEmpty else { return "Give the whole name of a bank or of its organisation, or the id of either" }
        return "Did you mean \(alike.prefix(5).map { "'\($0)'" }.joined(separator: " or "))?"
    }
}

extension LFI {
    /// The one LFI that a name or an id means, beyond doubt: whom personal data may go to.
    ///
    /// An id of an authorisation server means it, where no other has the same. A name means it where no other LFI of the
    /// directory has one that could be taken for it: names that differ by case, blanks, marks or letters that look alike.
    ///
    /// - Parameter all: everybody in the directory, chosen or not.
    /// - Throws: ``OpenFinanceError/Code/unknownLFI`` where nobody or more than one can be meant.
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
        return OpenFinanceError(
            .unknownLFI, "'\(name)' may mean \(lfis.count) banks: \(list)",
            advice: "Give the id of the one you mean, in brackets here, with --lfi")
    }
}

/// Something that the user may mean by a bank's name or id.
public protocol NamedLFI {
    var name: String { get }
    /// All that it may be called by.
    var designations: [String] { get }
}

extension LFI: NamedLFI {
    public var designations: [String] { [name, organisationName, id, organisationID] }
}

extension LFI.Identity: NamedLFI {
    public var designations: [String] { [name, id] }
}

extension NamedLFI {
    fileprivate func isCalled(_ name: String) -> Bool {
        let name = name.foldingBlanks
        return designations.contains { $0.foldingBlanks == name }
    }
}

extension String {
    /// In small letters, with one space for each run of blanks and none at the ends.
    fileprivate var foldingBlanks: String {
        lowercased().unicodeScalars.split { $0.properties.isWhitespace }.map(String.init).joined(separator: " ")
    }
}
