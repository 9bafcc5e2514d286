import Foundation

/// A program in the language of the shell, for tests that let something start a program of theirs.
public enum ShellProgram {
    /// The file is written by a process of its own. Any other that is started while this one has the file open for writing
    /// would have it open, too, for a moment, and Linux starts no program that somebody may still write (ETXTBSY).
    public static func write(_ lines: String, to path: String) throws {
        let process = Process()
        process.executableURL = URL(filePath: "/bin/sh")
        process.arguments = ["-c", #"printf '#!/bin/sh\n%s\n' "$1" >"$0" && chmod 755 "$0""#, path, lines]
        try process.run()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw CocoaError(.fileWriteUnknown) }
    }
}
