import FoundationEssentials
import OpenFinance

/// The one block of data in a page, for its script. Every text stands in it once, however many products have it, and is
/// meant by its place.
struct PageData {
    private var texts: [String] = []
    private var places: [String: Int] = [:]
    private var products: [String] = []
    private let columns: String
    private let orders: String
    private let start: String

    init(_ report: ProductsReport, _ rows: [ProductRow], _ columns: [ProductColumn]) {
        let scenario = report.scenario
        self.columns = columns.map { "[\"\($0.rawValue)\",\"\($0.orderKey?.rawValue ?? "")\"]" }.joined(separator: ",")
        orders = Self.orders(columns.compactMap(\.orderKey), rows, scenario)
        start = "[\"\(report.order.key.rawValue)\",\"\(report.order.direction?.rawValue ?? "best")\"]"
        products = []
        for product in rows.concurrentMap({ PageProduct($0, in: scenario) }) { products.append(json(product)) }
    }

    var json: String {
        let texts = String(decoding: JSONOutput.encode(texts), as: UTF8.self)
        return """
            {"columns":[\(columns)],"start":\(start),"orders":{\(orders)},"texts":\(texts),"products":[
            \(products.joined(separator: ",\n"))
            ]}
            """
    }

    /// Every order that a reader may choose, as the places of the products: what cannot be compared, and what is not stated,
    /// stands where the command has it.
    private static func orders(_ keys: [ProductOrder.Key], _ rows: [ProductRow], _ scenario: Scenario) -> String {
        let products = rows.map { ($0.listed, $0.headlines) }
        return keys.concurrentMap(pieceLength: 1) { key in
            let directions = ([nil] + ProductOrder.Direction.allCases).map { direction in
                let indices = ProductOrder(key, direction).indices(of: products, in: scenario)
                return "\"\(direction?.rawValue ?? "best")\":[\(indices.map(String.init).joined(separator: ","))]"
            }
            return "\"\(key.rawValue)\":{\(directions.joined(separator: ","))}"
        }.joined(separator: ",")
    }

    private mutating func place(_ text: String) -> Int {
        if let place = places[text] { return place }
        places[text] = texts.count
        texts.append(text.forTerminal)
        return texts.count - 1
    }

    private mutating func list(_ texts: [String]) -> String {
        "[" + texts.map { "\(place($0))" }.joined(separator: ",") + "]"
    }

    private mutating func json(_ product: PageProduct) -> String {
        let listed = product.listed
        var members = [
            "\"name\":\(place(product.sheet.title))", "\"bank\":\(place(listed.lfi.label))",
            "\"about\":\(place(product.sheet.subtitle))", "\"searched\":\(list(product.searched))",
            "\"residences\":\"\(product.residences)\"", "\"sheet\":\(json(product.sheet))",
        ]
        if let category = listed.product.category {
            members.append("\"category\":\(place(category.canonical.rawValue))")
        }
        if let sharia = listed.product.isShariaCompliant { members.append("\"sharia\":\(sharia)") }
        if let source = product.rateSource { members.append("\"source\":\(place(source))") }
        if let fee = product.annualFee { members.append("\"fee\":\(json(fee))") }
        if let salary = product.minimumSalary { members.append("\"salary\":\(json(salary))") }
        if product.ages.least != nil || product.ages.most != nil {
            members.append("\"ages\":[\(json(product.ages.least)),\(json(product.ages.most))]")
        }
        if !product.links.isEmpty {
            let links = product.links.map { "[\(place($0.label)),\(place($0.value))]" }
            members.append("\"links\":[\(links.joined(separator: ","))]")
        }
        if !product.rates.isEmpty {
            let rates = product.rates.map { "[\"\($0.basis.word)\",\($0.lowest),\($0.highest)]" }
            members.append("\"rates\":[\(rates.joined(separator: ","))]")
        }
        if !product.tiers.isEmpty {
            let tiers = product.tiers.map { "[\($0.least),\(json($0.most)),\($0.rate)]" }
            members.append("\"tiers\":[\(tiers.joined(separator: ","))]")
        }
        return "{" + members.joined(separator: ",") + "}"
    }

    private func json(_ number: Decimal?) -> String { number.map { "\($0)" } ?? "null" }

    private mutating func json(_ money: Money) -> String { "[\(money.amount),\(place(money.currency))]" }

    /// A section is its title and its lines; a line its depth, label and value, and what it is called and says beside its
    /// like, where that is something else.
    private mutating func json(_ sheet: ProductSheet) -> String {
        var sections: [String] = []
        for section in sheet.sections {
            var lines: [String] = []
            for line in section.lines {
                var parts = ["\(line.depth)", "\(place(line.label))", line.value.map { "\(place($0))" } ?? "-1"]
                let compared = line.compared(in: section.title)
                if compared.label != line.label {
                    parts += ["\(place(compared.label))", compared.value.map { "\(place($0))" } ?? "-1"]
                }
                lines.append("[\(parts.joined(separator: ","))]")
            }
            sections.append("[\(place(section.title)),\(lines.joined(separator: ","))]")
        }
        return "[\(sections.joined(separator: ","))]"
    }
}
