import OpenFinance

/// The product that a lead is about, for a person who is about to answer questions.
struct LeadSubject {
    private let product: ListedProduct

    init(_ product: ListedProduct) { self.product = product }

    func text(on terminal: Terminal) -> String {
        let sheet = ProductSheet(product)
        let rate = ProductColumn.rate.text(ProductRow(product, in: Scenario()))
        let facts = [sheet.subtitle, rate == ProductColumn.unknown ? nil : rate, product.product.id].compactMap(\.self)
        return terminal.style.bold(sheet.title.forTerminal) + "\n" + facts.joined(separator: " · ").forTerminal
    }
}
