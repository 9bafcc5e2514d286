import FoundationEssentials
import OpenFinance

/// What an archive says of one product over time.
struct ProductHistory: Sendable {
    /// What one list says.
    struct Entry: Sendable {
        let file: String
        let time: Date
        let state: State
        /// What its bank calls it then, and what it is shown as; nil where it is not in the list.
        let name, displayName: String?
    }

    enum State: Sendable {
        case listed(Headlines)
        /// Its bank answered, and had it no more or not yet.
        case notListed
        /// Nobody knows whether its bank had it.
        case unknown(ProductSnapshot.Gap)
    }

    /// Whose it is, and what it is called: by the latest list that has it.
    let lfi: LFI.Identity
    let id: String?
    /// The bank's own name for it, and what it is shown as.
    let name, displayName: String?
    /// In the order of time.
    let entries: [Entry]

    /// What a list says, as long as it is not known which bank's product is meant. It keeps nothing of the list itself, which
    /// may be large.
    struct Reading: Sendable {
        let file: String
        let time: Date
        let matches: [Match]
        let asked: Set<LFI.ID>
        let gaps: [LFI.ID: ProductSnapshot.Gap]
        let scope: ListScope

        /// - Parameters:
        ///   - products: those of the list that may be meant.
        ///   - time: when the list was made; headlines are of that day.
        init(_ list: SavedProducts, file: String, products: [ListedProduct], at time: Date) {
            self.file = file
            self.time = time
            let scenario = Scenario(date: time)
            matches = products.map { product in
                Match(
                    lfi: product.lfi, id: product.product.id, name: product.product.name,
                    displayName: product.product.displayName,
                    headlines: product.headlines(in: scenario), traits: ListScope.Traits(product))
            }
            asked = Set(list.lfis.map(\.id))
            gaps = ProductSnapshot(list).gaps(of: [])
            scope = list.scope
        }
    }

    struct Match: Sendable {
        let lfi: LFI.Identity
        let id: String?
        let name, displayName: String?
        let headlines: Headlines
        let traits: ListScope.Traits
    }

    /// Why a file of the archive is passed over.
    struct Unreadable: Sendable {
        let file: String
        /// A clause: `it is cut off`.
        let reason: String
        /// Whether it is a document of another kind, such as a report that was written there: nothing is missing by it.
        var isAnotherDocument = false
    }

    // MARK: - Reading

    /// Looks a product up in each list. Of each only what is needed is unpacked, and a few are in memory at a time.
    static func readings(
        of reference: ProductReference, ofBanks names: [String], in archive: Archive
    ) -> (readings: [Reading], unreadable: [Unreadable]) {
        let outcomes = archive.files.concurrentMap(pieceLength: 1) { file -> Result<Reading, ArchivedList.Failure> in
            do throws(ArchivedList.Failure) {
                return .success(try reading(of: reference, ofBanks: names, in: file, of: archive))
            } catch {
                return .failure(error)
            }
        }
        var readings: [Reading] = []
        var unreadable: [Unreadable] = []
        for (file, outcome) in zip(archive.files, outcomes) {
            switch outcome {
            case .success(let reading): readings.append(reading)
            case .failure(let failure):
                unreadable.append(
                    Unreadable(file: file, reason: failure.reason, isAnotherDocument: failure.isAnotherDocument))
            }
        }
        return (readings.sorted { ($0.time, $0.file) < ($1.time, $1.file) }, unreadable)
    }

    private static func reading(
        of reference: ProductReference, ofBanks names: [String], in file: String, of archive: Archive
    ) throws(ArchivedList.Failure) -> Reading {
        let list = try archive.list(file, withProducts: reference.ids)
        guard let time = list.retrievedAt else { throw ArchivedList.Failure(reason: "it does not say when it is from") }
        let names = LFISelection(included: names).separatingLists(among: list.lfis).included
        let called = Set(list.lfis.filter { lfi in names.contains(where: lfi.isCalled) }.map(\.id))
        let products = reference.matches(in: list.products, banks: list.lfis).filter { product in
            names.isEmpty || called.contains(product.lfi.id)
        }
        return Reading(list, file: file, products: products, at: time)
    }

    // MARK: - One product of all

    /// - Throws: a ``CommandFailure`` where no list has it, or several banks' products are meant.
    init(
        _ reference: ProductReference, ofBanks names: [String] = [], _ readings: [Reading],
        warning: (String) -> Void
    ) throws(CommandFailure) {
        let owners = Dictionary(
            readings.flatMap(\.matches).map { ($0.lfi.id, $0.lfi) }, uniquingKeysWith: { $1 }
        ).values.sorted { ($0.name, $0.id) < ($1.name, $1.id) }
        guard let owner = owners.first else {
            let banks = names.isEmpty ? "" : " of \(names.map { "'\($0)'" }.joined(separator: " or "))"
            throw CommandFailure(
                .notFound, "No list of the archive has a product '\(reference.text)'\(banks)",
                advice: "See 'ofp products --from' with one of its files for the ids")
        }
        guard owners.count == 1 else {
            let list = owners.map { "'\($0.label)' (\($0.id))" }.joined(separator: ", ")
            throw CommandFailure(
                .notFound, "\(owners.count) banks have a product '\(reference.text)': \(list)",
                advice: "Say whose you mean, with the bank and a slash before the id, or with --lfi")
        }
        let latest = readings.last { !$0.matches.isEmpty }?.matches.first
        lfi = owner
        id = latest?.id
        (name, displayName) = (latest?.name, latest?.displayName)
        if readings.contains(where: { $0.matches.count > 1 }) {
            warning(
                "\(owner.label) has several products with the id '\(latest?.id ?? "")': the first of each list is shown."
                    .forTerminal)
        }
        let traits = Set(readings.compactMap { $0.matches.first?.traits })
        entries = readings.map { reading in
            let state: State =
                if let match = reading.matches.first {
                    .listed(match.headlines)
                } else if let gap = reading.gaps[owner.id] {
                    .unknown(gap)
                } else if !reading.asked.contains(owner.id) {
                    .unknown(.notAsked)
                } else {
                    traits.allSatisfy(reading.scope.covers) ? .notListed : .unknown(.notAskedFor)
                }
            let match = reading.matches.first
            return Entry(
                file: reading.file, time: reading.time, state: state, name: match?.name, displayName: match?.displayName
            )
        }
    }
}
