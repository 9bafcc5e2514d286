import FoundationEssentials
import OpenFinance

/// A form in which products are printed. It is told each LFI's outcome as it comes and the whole at the end, and gives
/// back what is to be written to standard output.
protocol ProductsOutput {
    func outcome(_ outcome: LFIOutcome) -> Data
    func end(_ report: ProductsReport) -> Data
}

extension ProductsOutput {
    func outcome(_: LFIOutcome) -> Data { Data() }
}
