import FoundationEssentials
import OpenFinanceConformance
import TestSupport
import Testing

@testable import OpenFinance

@Suite("A comparison of any two products")
struct ProductChangesPropertyTests {
    private static let seed: UInt64 = 20_261_129
    private static let count = Soak.count(400, usually: 60)

    /// Products of every version of the API, and such as no version has.
    private static func products(_ random: inout SeededRandom) throws -> [JSONValue] {
        var generated = GeneratedProduct(seed: random.next())
        var published = try PublishedShapes.versions.map { try PublishedProduct(version: $0, seed: random.next()) }
        return try (0..<count).map { index in
            let version = index % (published.count + 1)
            let made =
                version == published.count
                ? generated.next(id: "P\(index)") : published[version].next(id: "P\(index)")
            return try JSONValue(Data(made.text.utf8))
        }
    }

    private static func listed(_ value: JSONValue) throws -> ListedProduct {
        try #require(ListedProduct(json: Data(value.text.utf8), of: .init(id: "s", name: "Bank"), lfiID: "L"))
    }

    @Test("finds nothing where members, lists and numbers only stand or are spelled otherwise (seed 20261129)")
    func same() throws {
        var random = SeededRandom(seed: Self.seed)
        for product in try Self.products(&random) {
            let other = product.rearranged(&random)
            let change = ProductChange(from: try Self.listed(product), to: try Self.listed(other))
            #expect(change == nil, "\(change?.members.map(\.told) ?? []) of \(product.text)")
        }
    }

    @Test("finds each single value that is another, once, at its place (seed 20261129)")
    func single() throws {
        var random = SeededRandom(seed: Self.seed)
        for product in try Self.products(&random).prefix(Soak.count(Self.count, usually: 12)) {
            let old = try Self.listed(product)
            for (pointer, scalar) in product.scalars() {
                let other = scalar.another
                let new = try Self.listed(product.replacing(at: pointer[...], with: other))
                let change = try #require(ProductChange(from: old, to: new), "\(pointer) of \(product.text)")
                let place = pointer.map { "/\($0.asPointerToken)" }.joined()
                let told = "\(place) \(place) \(scalar == .null ? "-" : scalar.text) \(other.text)"
                #expect(change.members.map(\.told) == [told], "of \(product.text)")
            }
        }
    }

    @Test("finds a single change of one product in a whole list, which stands in another order (seed 20261129)")
    func singleInList() throws {
        var random = SeededRandom(seed: Self.seed)
        let products = try Self.products(&random)
        let old = try products.map(Self.listed)
        for _ in 0..<Self.count {
            let index = random.next(in: 0...(products.count - 1))
            let (pointer, scalar) = random.pick(products[index].scalars())
            var new = old
            new[index] = try Self.listed(products[index].replacing(at: pointer[...], with: scalar.another))
            let changes = ProductChanges(from: .init(old), to: .init(new.shuffled(using: &random)))
            let place = pointer.map { "/\($0.asPointerToken)" }.joined()
            #expect(changes.changed.map { $0.members.map(\.place) } == [[place]], "of \(products[index].text)")
            #expect(changes.added.isEmpty && changes.withdrawn.isEmpty && changes.unchanged.count == old.count - 1)
        }
    }

    @Test("finds the same the other way round (seed 20261129)")
    func mirrored() throws {
        var random = SeededRandom(seed: Self.seed)
        for product in try Self.products(&random) {
            var other = product
            for _ in 0..<random.next(in: 1...6) {
                guard let (pointer, scalar) = other.scalars().randomElement(using: &random) else { break }
                other = other.replacing(at: pointer[...], with: random.chance(30) ? nil : scalar.another)
            }
            other = other.rearranged(&random)
            let (old, new) = (try Self.listed(product), try Self.listed(other))
            let there = ProductChange(from: old, to: new)?.members.map(\.told).sorted()
            let back = ProductChange(from: new, to: old)?.members.map(\.mirrored.told).sorted()
            #expect(there == back, "of \(product.text) and \(other.text)")
        }
    }

    @Test("takes bounded time for long lists of which everything is another", arguments: ["Other", "T#"])
    func long(type: String) throws {
        func product(_ offset: Int) throws -> ListedProduct {
            let elements = (0..<20_000).map { number in
                let type = type.replacing("#", with: "\(number)")
                return #"{"Type":"\#(type)","A":\#(number + offset),"B":[\#(number),\#(number + offset)]}"#
            }
            return try Listing.listed(#"{"X":[\#(elements.joined(separator: ","))]}"#)
        }
        let change = try #require(ProductChange(from: try product(0), to: try product(1_000_000)))
        #expect(change.members.count >= 20_000)
    }
}

extension ProductSnapshot {
    fileprivate init(_ products: [ListedProduct]) {
        var catalogue = Catalogue([])
        catalogue.products = products
        self.init(catalogue, of: SavedLFI.all(stated: [], products, []), at: nil)
    }
}

extension MemberChange {
    fileprivate var mirrored: MemberChange {
        MemberChange(oldPlace: newPlace, newPlace: oldPlace, old: new, new: old, difference: nil)
    }
}

extension JSONValue {
    /// The same with members and lists in another order, and numbers in another spelling.
    fileprivate func rearranged(_ random: inout SeededRandom) -> JSONValue {
        switch self {
        case .object(let members):
            return .object(members.map { Member($0.name, $0.value.rearranged(&random)) }.shuffled(using: &random))
        case .array(let elements):
            return .array(elements.map { $0.rearranged(&random) }.shuffled(using: &random))
        case .number(let spelling):
            let hasExponent = spelling.contains { $0 == "e" || $0 == "E" }
            return .number(
                hasExponent
                    ? spelling
                    : spelling.contains(".") ? "\(spelling)0" : random.pick(["\(spelling).0", "\(spelling)e0"]))
        default: return self
        }
    }

    /// Every scalar, with the names and places that lead to it.
    fileprivate func scalars(_ path: [String] = []) -> [(path: [String], value: JSONValue)] {
        switch self {
        case .object(let members): members.flatMap { $0.value.scalars(path + [$0.name]) }
        case .array(let elements): elements.enumerated().flatMap { $1.scalars(path + ["\($0)"]) }
        default: [(path, self)]
        }
    }

    /// A scalar that means something else.
    fileprivate var another: JSONValue {
        switch self {
        case .string(let text): .string(text + "x")
        case .number(let spelling): .number(spelling.contains("e") ? "7\(spelling)" : "7\(spelling.drop { $0 == "-" })")
        case .bool(let isTrue): .bool(!isTrue)
        default: .string("something")
        }
    }

    /// - Parameter value: nil to take away what stands there.
    fileprivate func replacing(at path: ArraySlice<String>, with value: JSONValue?) -> JSONValue {
        guard let first = path.first else { return value ?? .null }
        let isLast = path.count == 1
        switch self {
        case .object(let members):
            return .object(
                members.compactMap { member in
                    guard member.name == first else { return member }
                    if isLast, value == nil { return nil }
                    return Member(member.name, member.value.replacing(at: path.dropFirst(), with: value))
                })
        case .array(let elements):
            return .array(
                elements.enumerated().compactMap { index, element in
                    guard "\(index)" == first else { return element }
                    if isLast, value == nil { return nil }
                    return element.replacing(at: path.dropFirst(), with: value)
                })
        default: return self
        }
    }
}
