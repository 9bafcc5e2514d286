import FoundationEssentials
import OpenFinance

/// A form in which products are printed. It is told each LFI's outcome as it comes and the whole at the end, and gives
/// back what is to be written to standard output.
protocol ProductsOutput {
    func outcome(_ outcome: LFIOutcome) -> Data
    func end(_ report: ProductsReport) -> Data
    /// The same, in pieces: for a form that may be too long to be held as a whole.
    func end(_ report: ProductsReport, _ write: (Data) -> Void)
}

extension ProductsOutput {
    func outcome(_: LFIOutcome) -> Data { Data() }

    func end(_ report: ProductsReport, _ write: (Data) -> Void) { write(end(report)) }
}
