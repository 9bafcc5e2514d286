import Foundation
import Testing

@Suite("Standard output that does not take what is written")
struct OutputEndToEndTests {
    @Test(
        "fails the command with 74 and a sentence, whatever the command and the reason",
        arguments: [
            "products", "products --format json", "products --format ndjson", "products --format csv", "lfis", "doctor",
            "product N100", "compare N100 q-sav-green", "apply N100", "config show", "config path", "cache show",
            "assertion --audience https://a.example", "--version", "--help", "products --help",
            "--generate-completion-script bash", "leads --format json",
        ])
    func full(command: String) async throws {
        let outcome = try await Tool.shell(
            #""$0" \#(command) >/dev/full; echo $? >&2; "$0" \#(command) >&-; echo $? >&2; "$0" \#(command) 1</dev/null; echo $? >&2"#
        )
        let codes = outcome.errorLines.filter { $0.allSatisfy(\.isNumber) }
        #expect(codes == ["74", "74", "74"])
        #expect(outcome.errors.contains("could not be written: no space left on device"))
    }

    @Test("that is limited in size fails it, too", .limitOfFiles)
    func limited() async throws {
        let outcome = try await Tool.shell(
            #"( ulimit -f 8; "$0" products --format json >list; echo $? >&2 ); "$0" products --format json --output all.json; echo $? >&2"#
        )
        #expect(outcome.errorLines.filter { $0.allSatisfy(\.isNumber) } == ["74", "0"])
    }

    @Test("of a file has 74, too, whatever writes it, and what was there before stays", .limitOfFiles)
    func limitedFile() async throws {
        let outcome = try await Tool.shell(
            """
            "$0" products --output all.json 2>/dev/null; mkdir lists; cp all.json lists
            for command in "product N100" "compare N100 q-sav-green" "history N100"; do
                [ "$command" = "history N100" ] && from="--archive lists" || from="--from all.json"
                echo before >a.html
                ( ulimit -f 8; "$0" $command $from -o a.html 2>errors; echo $? ); cat a.html; grep -c "could not be written" errors
            done
            sed 's/ProductName":"/&New /g' all.json >new.json; echo before >a.html
            ( ulimit -f 8; "$0" diff all.json new.json -o a.html 2>errors; echo $? ); cat a.html; ls -A | grep -c ofp-
            """)
        let expected = ["74 before 1", "74 before 1", "74 before 1", "74 before 0"].joined(separator: " ")
        #expect(outcome.outputLines.joined(separator: " ") == expected, "\(outcome.output)")
    }

    @Test("of a file has 74 where its disk has no room for another file, as where it has none for what is in it")
    func fullDisk() async throws {
        let outcome = try await Tool.shell(
            """
            mkdir disk; "$0" products --output all.json 2>/dev/null
            unshare -rm mount -t tmpfs -o nr_inodes=2 none disk 2>/dev/null || { echo skipped; exit; }
            unshare -rm bash -c '
                mount -t tmpfs -o nr_inodes=2 none disk; echo before >disk/a.json
                for file in a.json b.json; do "$0" product N100 --from all.json -o disk/$file; echo $?; done
                cat disk/*; ls -A disk' "$0"
            """)
        if outcome.output == "skipped\n" { return print("No disk can be mounted: a full one is not tested.") }
        #expect(outcome.outputLines == ["74", "74", "before", "a.json"], "\(outcome.output)\(outcome.errors)")
        #expect(outcome.errorLines.count { $0.contains("json' could not be written: no space left on device") } == 2)
    }

    @Test("of a file has 74 where somebody else's folder forbids it, and 64 where there is no such folder")
    func forbiddenFolder() async throws {
        let outcome = try await Tool.shell(
            """
            # Root may do anything; somebody else may not.
            chmod 755 . ; id=$((30000 + RANDOM))
            if ! command -v setpriv >/dev/null || ! setpriv --reuid $id --clear-groups "$0" --version >/dev/null 2>&1; then
              echo skipped; exit
            fi
            "$0" products --output all.json 2>/dev/null; chmod 644 all.json
            export XDG_CONFIG_HOME="$PWD/home" XDG_STATE_HOME="$PWD/home" XDG_CACHE_HOME="$PWD/home"
            mkdir -m 755 closed; mkdir -m 1777 shared; echo before >shared/a.json; chmod 666 shared/a.json
            # What is in a folder like /tmp may be written to by others, and is replaced by its owner alone.
            for file in closed/a.json shared/a.json nowhere/a.json; do
                setpriv --reuid $id --clear-groups "$0" product N100 --from all.json -o $file; echo $?
            done
            cat shared/a.json; ls -A closed shared
            """)
        if outcome.output == "skipped\n" { return print("Nobody else can be had: others' folders are not tested.") }
        let expected = ["74", "74", "64", "before", "closed:", "shared:", "a.json"]
        #expect(outcome.outputLines.map(String.init) == expected, "\(outcome.output)\(outcome.errors)")
        #expect(outcome.errors.contains("'closed/a.json' cannot be written: permission denied"))
        #expect(outcome.errors.contains("a.json' could not be written: operation not permitted"))
    }

    @Test("into a pipe whose reader leaves has 74, and says so, as has a trace's")
    func brokenPipe() async throws {
        let outcome = try await Tool.shell(
            """
            "$0" products --output all.json 2>/dev/null; mkfifo pipe
            head -c 10 pipe >/dev/null & "$0" products --from all.json --format json --output pipe 2>errors; echo $?; wait
            grep -c "'.*pipe' could not be written to its end: broken pipe" errors
            head -c 10 pipe >/dev/null & "$0" products --lfi "Liwa Bank" --no-cache --trace-file pipe >/dev/null 2>errors; echo $?; wait
            grep -c "The trace 'pipe' could not be written: broken pipe" errors
            """)
        #expect(outcome.outputLines == ["74", "1", "74", "1"], "\(outcome.output)\(outcome.errors)")
    }

    @Test("has no word of a workbook's links that are no links there, on standard error either")
    func longLinks() async throws {
        let outcome = try await Tool.shell(
            """
            ldconfig -p 2>/dev/null | grep -q libxlsxwriter || /sbin/ldconfig -p | grep -q libxlsxwriter || { echo skipped; exit; }
            long=$(printf '%03000d' 0); product='{"LFIName":"L","AuthorisationServerId":"l","LFIId":"L","ProductId":"P"'
            for link in "https://l.example/$long" "https://l.example/a b" 'https://l.example/\\ufffe'; do
                echo '{"Products":['"$product"',"KfsUri":"'"$link"'","Links":{"KfsUri":"'"$link"'"}}]}' >list
                "$0" products --from list -o a.xlsx 2>errors; echo $?; grep -c -e l.example -e WARNING -e longer errors
            done
            """)
        if outcome.output.hasPrefix("skipped") { return print("No libxlsxwriter: links of a workbook are not tested.") }
        #expect(outcome.outputLines == ["0", "0", "0", "0", "0", "0"], "\(outcome.output)")
    }

    @Test("that is full does not hide that a lead was sent")
    func lead() async throws {
        let outcome = try await Tool.shell(
            """
            echo '{"Email": "a@b.ae", "EmiratesId": "784-1990-1234567-6", "MarketingOptOut": false, "Name": {"FullName": "A B"}}' >lead
            export XDG_STATE_HOME="$PWD"
            "$0" lead --lfi "Sidr Bank" --category Mortgage --data lead --consent-given >/dev/full; echo "exit $?"
            """)
        #expect(outcome.output == "exit 74\n")
        #expect(outcome.errors.contains("Sidr Bank: arrived, lead id"))
    }

    @Test("that does not block is waited for, to the last byte")
    func nonBlocking() async throws {
        // Node.js and others set O_NONBLOCK on a pipe that they share.
        let reader = #"""
            import fcntl, os, subprocess, sys, time
            r, w = os.pipe()
            fcntl.fcntl(w, fcntl.F_SETFL, fcntl.fcntl(w, fcntl.F_GETFL) | os.O_NONBLOCK)
            child = subprocess.Popen([sys.argv[1], "products", "--format", "json"], stdout=w)
            os.close(w)
            total = 0
            while True:
                piece = os.read(r, 4096)
                if not piece: break
                total += len(piece)
                if total < 65536: time.sleep(0.01)
            print(child.wait(), total)
            """#
        let outcome = try await Tool.shell(
            """
            command -v python3 >/dev/null || { echo skipped; exit; }
            cat >reader.py <<'END'
            \(reader)
            END
            "$0" products --format json >whole; python3 reader.py "$0"; wc -c <whole
            """)
        if outcome.output.hasPrefix("skipped") { return print("No python3: a pipe that does not block is not tested.") }
        let lines = outcome.outputLines
        // The moment of retrieval is as long each time.
        #expect(lines.count == 2 && lines[0] == "0 \(lines[1])")
    }

    @Test("that nobody reads any more ends it without a word")
    func head() async throws {
        // Tests of leads in this process have it ignore the signal, which programs that it starts inherit.
        let outcome = try await Tool.shell(
            #"env --default-signal=PIPE "$0" products --format ndjson | head -1 | wc -l"#)
        #expect(outcome.output == "1\n")
        #expect(!outcome.errors.contains("error"))
    }

    @Test("of errors that is closed changes nothing of what is printed")
    func closedErrors() async throws {
        let outcome = try await Tool.shell(
            #""$0" products --format ndjson 2>&- | wc -l; "$0" products --format ndjson <&- | wc -l"#)
        let count = try Tool.productFiles().count
        #expect(outcome.outputLines.map { Int($0) } == [count, count])
    }
}
