import OpenFinance

/// How a command names a product: by its id, or with the bank before it, as `LFI/ID`.
///
/// Both may have slashes in them. The longest beginning that a bank is called by counts; a reference without one is an id.
struct ProductReference: Hashable {
    let text: String

    /// Blanks around it are those of whoever copied it: those that a bank puts around an id are not read either.
    init(_ text: String) { self.text = text.withoutBlankEnds }

    /// Each way to read it as a bank and an id, the longest bank first.
    private var readings: [(bank: String, id: String)] {
        text.indices.reversed().filter { text[$0] == "/" }.compactMap { slash in
            let (bank, id) = (text[..<slash], text[text.index(after: slash)...])
            return bank.isEmpty || id.isEmpty ? nil : (String(bank), String(id))
        }
    }

    /// Every id that it may mean.
    var ids: [String] { [text] + readings.map(\.id) }

    /// The banks that it names by what the directory or a list calls them; nil where it names none.
    func banks<Bank: NamedLFI>(among banks: [Bank]) -> (name: String, banks: [Bank])? {
        readings.lazy.compactMap { reading in
            let called = banks.filter { $0.isCalled(reading.bank) }
            return called.isEmpty ? nil : (reading.bank, called)
        }.first
    }

    /// The products that it means. A bank may be named by the `LFIId` of its products, too, unless another one is called so: a
    /// bank says itself which `LFIId` it has.
    func matches(in products: [ListedProduct], banks: [some NamedLFI & Identifiable<String>]) -> [ListedProduct] {
        for reading in readings {
            let named = banks.filter { $0.isCalledInDirectory(reading.bank) }
            let called = Set((named.isEmpty ? banks.filter { $0.isCalled(reading.bank) } : named).map(\.id))
            let matches = products.filter { product in
                product.product.id == reading.id
                    && (called.contains(product.lfi.id) || product.lfi.isCalled(reading.bank)
                        || named.isEmpty && product.isOfLFI(called: reading.bank))
            }
            if !matches.isEmpty { return matches.withoutRepetitions }
        }
        return products.filter { $0.product.id == text }.withoutRepetitions
    }
}

extension [ListedProduct] {
    /// A bank that lists the same twice, word for word, has one product.
    fileprivate var withoutRepetitions: [ListedProduct] {
        var seen: Set<[AnyHashable]> = []
        return filter { seen.insert([$0.lfi, $0.json]).inserted }
    }
}
