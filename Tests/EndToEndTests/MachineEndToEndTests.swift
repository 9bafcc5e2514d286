import Foundation
import Testing

/// Machines that do not give what a program needs.
@Suite("A machine with too little")
struct MachineEndToEndTests {
    private func script(_ script: String, options: [String]? = nil) async throws -> Tool.Outcome {
        guard let options else { return try await Tool.shell("export XDG_STATE_HOME=\"$PWD\"; \(script)") }
        return try await Tool.run(
            "ofp-sandbox",
            ["run", "--fixtures", Tool.fixtures.path] + options + [
                "--", "/bin/bash", "-c", "cd \"$(mktemp -d)\"; export XDG_STATE_HOME=\"$PWD\"; \(script)",
                Tool.path("ofp"),
            ])
    }

    private let lead = """
        echo '{"Email": "a@b.ae", "EmiratesId": "784-1990-1234567-6", "MarketingOptOut": false, "Name": {"FullName": "A B"}}' >lead
        """

    @Test("of descriptors is told at once, whatever the command", arguments: [6, 8, 12, 16])
    func descriptors(limit: Int) async throws {
        for command in ["--help", "products", "leads", "lfis", "doctor"] {
            let outcome = try await script("ulimit -n \(limit); \"$0\" \(command); echo $?")
            #expect(outcome.output == "69\n", "\(command): \(outcome.output)\(outcome.errors)")
            #expect(outcome.errors.contains("(ulimit -n)"))
        }
    }

    @Test("of descriptors, and just enough of them, sends a lead")
    func justEnough() async throws {
        let outcome = try await script(
            "\(lead); ulimit -n 24; \"$0\" lead --lfi 'Sidr Bank' --category Mortgage --data lead --consent-given; echo $?"
        )
        #expect(outcome.outputLines.last == "0", "\(outcome.output)\(outcome.errors)")
    }

    @Test("of room for the journal registers nowhere", .limitOfFiles)
    func noRoomForRegistrations() async throws {
        let outcome = try await script(
            "ulimit -f 0; \"$0\" register --lfi 'Liwa Bank' --yes; echo $?", options: ["--unregistered", "liwa"])
        #expect(outcome.output == "78\n", "\(outcome.output)\(outcome.errors)")
        #expect(outcome.errors.contains("nothing is sent without it"))
    }

    @Test("of readers does not hold a command beyond its deadline")
    func deadline() async throws {
        let outcome = try await script(
            "mkfifo pipe; SECONDS=0; \"$0\" products --output pipe --deadline 10; echo $?; [ $SECONDS -lt 300 ] && echo soon"
        )
        #expect(outcome.output == "69\nsoon\n", "\(outcome.output)\(outcome.errors)")
        #expect(outcome.errors.contains("could not finish"))
    }

    @Test("of readers does not hide that a lead was sent")
    func readerGone() async throws {
        let outcome = try await script(
            "\(lead); \"$0\" lead --lfi 'Sidr Bank' --category Mortgage --data lead --consent-given | true; echo ${PIPESTATUS[0]}"
        )
        #expect(outcome.output == "74\n")
        #expect(outcome.errors.contains("Sidr Bank: arrived, lead id"))
    }

    @Test("of patience leaves a list alone that no bank's answer could replace")
    func interrupted() async throws {
        let outcome = try await script(
            """
            set -m; echo kept >list.json
            OFP_LOG_LEVEL=debug "$0" products --no-cache --output list.json 2>log & child=$!
            until grep -q /products log || ! kill -0 $! 2>/dev/null; do sleep 0.05; done
            kill -TERM $child; wait $child; echo $?; cat list.json
            """, options: ["--fault", "*:products:hang"])
        #expect(outcome.output == "130\nkept\n", "\(outcome.errors)")
    }

    @Test("of disk is told as that, and a file is as it was before", .limitOfFiles)
    func fullDisk() async throws {
        let outcome = try await script(
            """
            "$0" products --format json >all.json 2>/dev/null; echo kept >list.json
            (ulimit -f 8; "$0" products --from all.json --output list.json; echo $?); cat list.json; ls -A | grep -c ofp-
            """)
        #expect(outcome.output == "74\nkept\n0\n", "\(outcome.errors)")
    }

    @Test("of disk leaves no half of a configuration file", .limitOfFiles)
    func noRoomForConfiguration() async throws {
        let outcome = try await script(
            #"(ulimit -f 0; "$0" config init --config config.yaml; echo $?) | cat; ls | grep -c config"#)
        #expect(outcome.output == "74\n0\n", "\(outcome.errors)")
    }

    @Test("to say of a file's name: a link that leads nowhere is followed, and a name that is no text is refused")
    func names() async throws {
        let outcome = try await script(
            #"""
            ln -s target.csv link.csv; "$0" products --output link.csv 2>/dev/null; echo $?; head -c 7 target.csv; echo
            test -L link.csv && echo link; "$0" products --output $'a\xff.csv'; echo $?; ls | grep -c '^a'
            """#)
        #expect(outcome.outputLines == ["0", "LFIName", "link", "64", "0"], "\(outcome.output)\(outcome.errors)")
    }
}
