import ArgumentParser

/// Whether and where a command shows what goes over the wire.
struct TraceOptions: ParsableArguments {
    @Flag(help: "Show every request and answer on standard error, without anything secret. [OFP_TRACE]")
    var trace = false

    @Option(
        help: ArgumentHelp(
            "Write them to a file, of which a bank's support can make use as it is; '-' is standard error. [OFP_TRACE]",
            valueName: "file"),
        completion: .file())
    var traceFile: String?

    @Option(help: "How to write them; a file that ends in .har is one.")
    var traceFormat: TraceFormat?

    enum Place: Equatable {
        case standardError
        case file(String)

        /// What a text says of it: yes, no (nil), or a file.
        init?(_ text: String) {
            switch text.asSwitch {
            case true?: self = .standardError
            // Standard output is the data's.
            case nil where text == "-": self = .standardError
            case false?: return nil
            case nil: self = .file(text)
            }
        }
    }

    /// Nil where nobody wants a trace. `OFP_TRACE` says yes, or names a file.
    func place(_ reader: SettingsReader) throws(CommandFailure) -> Place? {
        guard let text = try reader.value(.trace, expected: "'true', 'false' or a file", { $0.isEmpty ? nil : $0 })
        else {
            if traceFormat != nil {
                throw CommandFailure(
                    .usage, "--trace-format is given, and nothing is traced",
                    advice: "Add --trace, or --trace-file with a file")
            }
            return nil
        }
        return Place(text)
    }

    /// What the flags say of ``Setting/trace``.
    var given: String? { traceFile ?? (trace ? "true" : nil) }
}

extension TraceFormat: ExpressibleByArgument {}
