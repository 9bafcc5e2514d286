import ArgumentParser

/// Where lists of products are kept, one for each time.
struct KeptListOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Keep everything that the banks answer in this folder, too, packed and under its time.",
            valueName: "folder"))
    var archive: String?
}
