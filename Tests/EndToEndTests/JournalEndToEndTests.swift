import Foundation
import Testing

@Suite("The journal of leads, between processes")
struct JournalEndToEndTests {
    @Test("is made once, however many open it at the same moment")
    func fresh() async throws {
        let script = """
            echo '{"Email": "a@b.ae", "EmiratesId": "784-1990-1234567-6", "MarketingOptOut": false, "Name": {"FullName": "A B"}}' >lead
            for round in 1 2 3 4 5; do
                export XDG_STATE_HOME="$PWD/$round"
                for bank in Saqr "Sidr Bank" "Liwa Bank" "Rimal Bank" "Qurm Bank" "Dhow Commercial Bank" "Saqr" "Sidr Bank"; do
                    "$0" lead --lfi "$bank" --category Mortgage --data lead --consent-given >/dev/null 2>>errors &
                done
                wait
                "$0" leads --format json | grep -o '"State":"arrived"' | wc -l
            done
            grep -c "journal" errors
            """
        let outcome = try await Tool.shell(script)
        let counts = outcome.outputLines.map { Int($0.trimmingCharacters(in: .whitespaces)) ?? -1 }
        #expect(counts.count == 6 && counts.last == 0)
        // Of two that send the same lead to one bank, one does.
        #expect(Set(counts.dropLast()).count == 1 && counts[0] >= 4)
    }
}
