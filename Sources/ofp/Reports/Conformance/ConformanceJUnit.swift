import OpenFinance
import OpenFinanceConformance

extension ConformanceReport {
    /// A suite for each bank, a case for each rule of the level.
    var junit: JUnit? {
        let found = Dictionary(grouping: deviations, by: \.lfi)
        let failed = Dictionary(grouping: failures, by: \.lfi)
        // Those of the directory alone were not asked.
        let others = groups.map(\.lfi).filter { lfi in !banks.contains(lfi) }
        let suites = (banks + others).map { lfi in
            let broken = Dictionary(grouping: found[lfi] ?? [], by: \.rule)
            var cases = Rule.all.filter { $0.severity >= level }.map { rule in
                let found = (broken[rule.id] ?? []).flatMap(\.lines)
                // What nobody has seen is not said to be kept.
                let isOpen = found.isEmpty && looked[lfi]?.contains(rule.id) != true
                return JUnit.Case(
                    name: "\(rule.id.rawValue): \(rule.sentence)", group: rule.topic.rawValue, failures: found,
                    skipped: isOpen ? (extent.looks(at: rule) ? "Nothing was seen that shows it" : extent.advice) : nil)
            }
            for failure in failed[lfi] ?? [] {
                cases.append(
                    JUnit.Case(
                        name: "All rules can be looked at", group: failure.stage.rawValue,
                        skipped: failure.sentence().withoutSecrets))
            }
            return JUnit.Suite(name: lfi.label, cases: cases)
        }
        return JUnit(name: "ofp conformance", suites: suites)
    }
}

extension ConformanceExtent {
    /// Why a rule is not looked at, and with which option it would be.
    fileprivate var advice: String { self == .answers ? "\(reason): --probe sends such requests" : reason }
}

extension Deviation {
    fileprivate var lines: [String] {
        let place = place.isEmpty ? "" : "\(place): "
        return ["\(place)\(clause), \(timesText)".withoutSecrets]
            + examples.map { "\($0.pointer) \($0.whereabouts)".withoutSecrets }
    }
}
