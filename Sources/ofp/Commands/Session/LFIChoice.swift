import OpenFinance

/// Which banks a command asks, and whose answers it takes.
///
/// A bank is chosen by what the directory calls it; by its `LFIId` only its own answer tells which it is. So where a name
/// may be one, everybody else's answer is passed over.
struct LFIChoice {
    private(set) var asked: [LFI]
    /// Chosen by the directory.
    private let named: Set<LFI.ID>
    /// What may be an `LFIId`.
    private let ids: [String]
    private var found: Set<String> = []
    private let directory: Directory
    /// What is to be said of those who would be asked, too, if their entries in the directory could be used.
    let faults: [LFIRemark]

    /// - Throws: a ``CommandFailure`` for a name that can mean nobody, or where nobody is left.
    init(_ selection: LFISelection, of directory: Directory) throws(CommandFailure) {
        self.directory = directory
        let selection = selection.separatingLists(among: directory.lfis + directory.barred)
        faults =
            selection.included.isEmpty
            ? directory.faults.filter { fault in !selection.excluded.contains { fault.lfi.isCalled($0) } } : []
        try directory.checkAllowed(selection)
        do throws(OpenFinanceError) {
            ids = try selection.unresolved(among: directory.lfis)
            let ids = ids
            let known = selection.included.filter { !ids.contains($0) }
            // Whoever cannot be asked may be left out by name, and is no longer missed.
            let names = selection.excluded.filter { name in
                directory.lfis.contains { $0.isCalled(name) } || !directory.leftOut.contains { $0.isCalled(name) }
            }
            let excluded = LFISelection(excluded: names)
            named =
                known.isEmpty && !ids.isEmpty
                ? [] : Set(try LFISelection(included: known, excluded: names)(directory.lfis).map(\.id))
            let named = named
            asked = try excluded(directory.lfis).filter { !ids.isEmpty || named.contains($0.id) }
            guard !asked.isEmpty else {
                throw OpenFinanceError(.noLFI, directory.emptiness ?? "No bank with products is left to ask")
            }
        } catch {
            throw CommandFailure(error)
        }
    }

    /// Those to ask where only the directory's names count, since nobody's answer is waited for to tell whom a name means.
    ///
    /// - Throws: a ``CommandFailure`` for a name that the directory does not have.
    func namedInDirectory(_ selection: LFISelection) throws(CommandFailure) -> [LFI] {
        ids.isEmpty ? asked : try directory.chosen(by: selection)
    }

    /// What the user should know before it takes longer than they think.
    var note: String? {
        guard !ids.isEmpty else { return nil }
        let list = ids.map { "\'\($0)\'" }.joined(separator: ", ")
        return "The directory has no bank called \(list): every bank is asked whether that is its LFIId."
            .withoutSecrets.forTerminal
    }

    /// Whether an outcome is one of those that were chosen. A bank that failed may be.
    mutating func accept(_ outcome: LFIOutcome) -> Bool {
        guard !ids.isEmpty, !named.contains(outcome.lfi.id) else { return true }
        guard case .answered(_, let answer) = outcome else { return true }
        let matching = ids.filter { id in answer.products.contains { $0.isOfLFI(called: id) } }
        found.formUnion(matching)
        return !matching.isEmpty
    }

    /// What was taken, without those that failed and were not meant, now that all are known.
    ///
    /// - Throws: a ``CommandFailure`` for an id that nobody has.
    func settled(_ outcomes: [LFIOutcome], wasInterrupted: Bool) throws(CommandFailure) -> [LFIOutcome] {
        guard !ids.isEmpty else { return outcomes }
        let hasFailures = outcomes.contains { if case .failed = $0 { !named.contains($0.lfi.id) } else { false } }
        guard let missing = ids.first(where: { !found.contains($0) }) else {
            return outcomes.filter { if case .failed = $0 { named.contains($0.lfi.id) } else { true } }
        }
        // Whoever failed may be the one: then that is what is to be told.
        if hasFailures || wasInterrupted { return outcomes }
        throw CommandFailure(LFISelection.unknown(missing, among: directory.lfis))
    }
}

extension Directory {
    /// That it has nobody to ask, whatever was chosen; a sentence without final stop. Nil where it has.
    fileprivate var emptiness: String? {
        guard lfis.isEmpty, barred.isEmpty else { return nil }
        return "The directory lists no bank with products"
            + (isKept ? ", as it was last asked (--no-cache asks again)" : "")
    }

    /// Those whom a selection names, where only what the directory calls them counts.
    ///
    /// - Throws: a ``CommandFailure`` for a name that the directory does not have, or that may not be asked.
    func chosen(by selection: LFISelection) throws(CommandFailure) -> [LFI] {
        let selection = selection.separatingLists(among: lfis + barred)
        try checkAllowed(selection)
        do throws(OpenFinanceError) {
            return try selection(lfis)
        } catch {
            throw CommandFailure(error)
        }
    }

    /// - Throws: a ``CommandFailure`` for a name of somebody whom the settings do not let be asked.
    func checkAllowed(_ selection: LFISelection) throws(CommandFailure) {
        for name in selection.included where !lfis.contains(where: { $0.isCalled(name) }) {
            if let lfi = barred.first(where: { $0.isCalled(name) }) { throw .barred(lfi) }
        }
    }
}

extension CommandFailure {
    /// That the settings do not let this LFI be asked.
    static func barred(_ lfi: LFI) -> CommandFailure {
        CommandFailure(.barredLFI, "'\(lfi.name)' is not among the banks that may be asked")
    }
}
