import ArgumentParser

/// Where lists of products are kept, one for each time.
struct KeptListOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Keep everything that the banks answer in this folder, too, packed and under its time.",
            valueName: "folder"))
    var archive: String?
}

/// Where products come from in place of the banks.
struct SavedListOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Read a saved 'ofp products --format json' in place of asking the banks ('-': standard input).",
            valueName: "file"), completion: .file())
    var from: String?
}
