import Foundation
import Subprocess
import Testing

@Suite("A process in odd surroundings")
struct ProcessEndToEndTests {
    private func bash(_ script: String) async throws -> Tool.Outcome {
        let folder = FileManager.default.temporaryDirectory.appending(path: "ofp-process-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        return try await Tool.shell(
            script, [Tool.path("ofp"), Tool.path("ofp-sandbox"), Tool.fixtures.path], in: folder.path)
    }

    @Test("keeps its arguments where a library has changed the environment before it began")
    func earlySetenv() async throws {
        let outcome = try await bash(
            #"""
            cat >early.c <<'END'
            #include <stdlib.h>
            __attribute__((constructor)) static void early(void) {
                char name[] = "EARLY_00";
                for (int i = 0; i < 40; i++) { name[7] = '0' + i % 10; name[6] = '0' + i / 10; setenv(name, "x", 1); }
            }
            END
            clang -shared -fPIC -o early.so early.c || cc -shared -fPIC -o early.so early.c || exit 99
            LD_PRELOAD="$PWD/early.so" "$0" products --no-such-flag; echo "exit $?"
            LD_PRELOAD="$PWD/early.so" "$1" no-such-command; echo "exit $?"
            """#)
        #expect(outcome.output == "exit 64\nexit 64\n")
        #expect(outcome.errors.contains("--no-such-flag"))
    }

    @Test(
        "says so where there is no /proc, without which its threads end it sooner or later",
        .unsanitized("The address sanitizer looks there itself, and ends the program."))
    func withoutProc() async throws {
        let outcome = try await bash(
            #"""
            unshare -m true 2>/dev/null || { echo skipped; exit; }
            unshare -m bash -c 'mount -t tmpfs none /proc; "$0" products; echo "exit $?"; "$1" faults; echo "exit $?"' "$0" "$1"
            """#)
        guard outcome.output != "skipped\n" else { return }
        #expect(outcome.outputLines == ["exit 69", "exit 69"])
        #expect(outcome.errors.contains("ofp: error: There is no /proc") && outcome.errors.contains("Mount it."))
        #expect(outcome.errors.contains("ofp-sandbox: error: There is no /proc"), "\(outcome.errors)")
    }

    @Test("takes no argument that is not UTF-8, of which something else would be made, and does not repeat it")
    func otherEncoding() async throws {
        let outcome = try await bash(
            #"""
            "$0" lead --full-name $'\xe3\xcd\xe3\xcf' --lfi Saqr --dry-run; echo "exit $?"
            "$0" products --output $'\xff.json'; echo "exit $?"
            "$0" --version | head -c 3
            """#)
        #expect(outcome.output == "exit 64\nexit 64\nofp")
        #expect(outcome.errors.contains("error: Argument 3 is not text in UTF-8. Type it"))
        #expect(!outcome.errors.contains("\u{FFFD}"))
    }

    @Test("writes to a file that is mounted, or whose folder takes no other file")
    func mountedOutput() async throws {
        let outcome = try await bash(
            #"""
            mkdir d && echo old >d/out.json && touch other.json
            ofp="$0" sandbox="$1" fixtures="$2"
            if unshare -m true 2>/dev/null; then
              unshare -m bash -c "mount --bind other.json d/out.json && '$sandbox' run --fixtures '$fixtures' -- '$ofp' products --format json --output d/out.json; echo exit \$?; tail -c 3 d/out.json; ls -A d"
            else
              echo skipped
            fi
            """#)
        guard outcome.output != "skipped\n" else { return }
        #expect(outcome.outputLines.first == "exit 0")
        #expect(outcome.outputLines.last == "out.json")
        #expect(outcome.output.contains("}"))
    }

    @Test("of the sandbox says that its port is taken, and ends")
    func takenPort() async throws {
        let outcome = try await bash(
            #"""
            python3 -c 'import socket,time; s=socket.socket(); s.bind(("127.0.0.1",0)); s.listen(); print(s.getsockname()[1], flush=True); time.sleep(3600)' >port &
            other=$!
            until [ -s port ] || ! kill -0 $! 2>/dev/null; do sleep 0.1; done
            timeout 300 "$1" serve --fixtures "$2" --port "$(cat port)"; echo "exit $?"
            kill $other
            """#)
        #expect(outcome.output == "exit 64\n")
        #expect(outcome.errors.contains("cannot listen"))
    }

    @Test("of the sandbox ends as its command did, though nobody reads on")
    func closedStandardError() async throws {
        let outcome = try await bash(
            #"""
            set -o pipefail
            "$1" run --fixtures "$2" -- "$0" products --format ndjson 2>&1 | head -1 >first; echo "exit $?"; wc -l <first
            "$1" run --fixtures "$2" -- bash -c 'exit 7' 2>&1 | true; echo "exit $?"
            """#)
        // The command itself may have been ended by the broken pipe, as shells have it.
        #expect(["exit 0", "exit 141"].contains(outcome.outputLines.first))
        #expect(outcome.outputLines.dropFirst() == ["1", "exit 7"])
    }

    @Test("that may have no threads says so, and does not wait")
    func noThreads() async throws {
        let outcome = try await bash(
            #"""
            # Root is not held to the limit; somebody else is.
            chmod 755 . ; id=$((30000 + RANDOM))
            if ! command -v setpriv >/dev/null || ! setpriv --reuid $id --clear-groups "$0" --version >/dev/null 2>&1; then
              echo skipped; exit
            fi
            timeout 300 setpriv --reuid $id --clear-groups bash -c 'ulimit -u 1; exec "$0" lfis --deadline 2' "$0"; echo "exit $?"
            """#)
        guard outcome.output != "skipped\n" else { return }
        #expect(outcome.output == "exit 69\n")
        #expect(outcome.errors.contains("threads"))
    }

    @Test("says its version, and those of the libraries that are here")
    func version() async throws {
        let outcome = try await bash(
            #"""
            "$0" --version
            curl --version | grep -o 'libcurl/[0-9.]*'
            openssl version | awk '{print "OpenSSL/" $2}'
            """#)
        let lines = outcome.outputLines
        try #require(lines.count == 4, "\(outcome.output)")
        #expect(lines[0].hasPrefix("ofp ") && lines[0].split(separator: ".").count == 3)
        #expect(lines[1].hasPrefix("\(lines[2]) \(lines[3]) SQLite/3."))
    }

    @Test("has a home of the environment's choice")
    func home() async throws {
        let outcome = try await bash(
            #"""
            mkdir -p h/keys
            "$1" serve --fixtures "$2" --directory h/keys >env 2>/dev/null & sandbox=$!
            until grep -q CUSTOMER_IP env 2>/dev/null || ! kill -0 $! 2>/dev/null; do sleep 0.1; done
            . ./env; kill $sandbox; wait
            printf 'profiles:\n  p:\n    signing-key: ~/keys/signing.key\n    signing-key: x\n' >twice.yaml
            "$0" config show --config twice.yaml; echo "exit $?"
            printf 'profiles:\n  p:\n    signing-key: ~/keys/none.key\n' >config.yaml
            unset OFP_SIGNING_KEY; HOME="$PWD/h" "$0" config show --config config.yaml --profile p | grep -o '/h/keys/none.key'
            """#)
        #expect(outcome.output == "exit 78\n/h/keys/none.key\n")
        #expect(outcome.errors.contains("signing-key") && outcome.errors.contains("line 4"))
    }
}
