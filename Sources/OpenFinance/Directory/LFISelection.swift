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
        let name = name.lowercased()
        return designations.contains { $0.lowercased() == name }
    }
}
