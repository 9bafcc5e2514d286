#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// libxlsxwriter, found when it is needed: ofp runs where it is not, too.
struct XLSXLibrary {
    typealias Workbook = OpaquePointer
    typealias Worksheet = OpaquePointer
    typealias Format = OpaquePointer

    let newWorkbook: @convention(c) (UnsafePointer<CChar>) -> Workbook?
    let addWorksheet: @convention(c) (Workbook, UnsafePointer<CChar>) -> Worksheet?
    let addFormat: @convention(c) (Workbook) -> Format?
    let setBold: @convention(c) (Format?) -> Void
    let setNumberFormat: @convention(c) (Format?, UnsafePointer<CChar>) -> Void
    let writeString: @convention(c) (Worksheet, UInt32, UInt16, UnsafePointer<CChar>, Format?) -> Int32
    let writeNumber: @convention(c) (Worksheet, UInt32, UInt16, Double, Format?) -> Int32
    let writeLink: @convention(c) (Worksheet, UInt32, UInt16, UnsafePointer<CChar>, Format?) -> Int32
    let setColumn: @convention(c) (Worksheet, UInt16, UInt16, Double, Format?) -> Int32
    let freezePanes: @convention(c) (Worksheet, UInt32, UInt16) -> Void
    let autofilter: @convention(c) (Worksheet, UInt32, UInt16, UInt32, UInt16) -> Int32
    let close: @convention(c) (Workbook) -> Int32
    let reason: @convention(c) (Int32) -> UnsafePointer<CChar>?

    /// - Throws: a ``CommandFailure`` where it is not on this machine.
    static func load() throws(CommandFailure) -> XLSXLibrary {
        guard let library = XLSXLibrary() else {
            throw CommandFailure(
                .unavailable, "A workbook needs the library libxlsxwriter, which is not on this machine",
                advice: "Install it (Debian and Ubuntu: apt install libxlsxwriter-dev), or use --format csv")
        }
        return library
    }

    private init?() {
        // The functions used here have been the same since its release 1.0; the numbers of its releases differ by system.
        let names =
            ["libxlsxwriter.so", "libxlsxwriter.dylib"] + (1...12).reversed().map { "libxlsxwriter.so.\($0)" }
        guard let handle = names.lazy.compactMap({ dlopen($0, RTLD_NOW | RTLD_LOCAL) }).first else { return nil }
        func function<Function>(_ name: String, _: Function.Type = Function.self) -> Function? {
            dlsym(handle, name).map { unsafeBitCast($0, to: Function.self) }
        }
        guard let newWorkbook: @convention(c) (UnsafePointer<CChar>) -> Workbook? = function("workbook_new"),
            let addWorksheet: @convention(c) (Workbook, UnsafePointer<CChar>) -> Worksheet? = function(
                "workbook_add_worksheet"),
            let addFormat: @convention(c) (Workbook) -> Format? = function("workbook_add_format"),
            let setBold: @convention(c) (Format?) -> Void = function("format_set_bold"),
            let setNumberFormat: @convention(c) (Format?, UnsafePointer<CChar>) -> Void = function(
                "format_set_num_format"),
            let writeString: @convention(c) (Worksheet, UInt32, UInt16, UnsafePointer<CChar>, Format?) -> Int32 =
                function("worksheet_write_string"),
            let writeNumber: @convention(c) (Worksheet, UInt32, UInt16, Double, Format?) -> Int32 = function(
                "worksheet_write_number"),
            let writeLink: @convention(c) (Worksheet, UInt32, UInt16, UnsafePointer<CChar>, Format?) -> Int32 =
                function("worksheet_write_url"),
            let setColumn: @convention(c) (Worksheet, UInt16, UInt16, Double, Format?) -> Int32 = function(
                "worksheet_set_column"),
            let freezePanes: @convention(c) (Worksheet, UInt32, UInt16) -> Void = function("worksheet_freeze_panes"),
            let autofilter: @convention(c) (Worksheet, UInt32, UInt16, UInt32, UInt16) -> Int32 = function(
                "worksheet_autofilter"),
            let close: @convention(c) (Workbook) -> Int32 = function("workbook_close"),
            let reason: @convention(c) (Int32) -> UnsafePointer<CChar>? = function("lxw_strerror")
        else { return nil }
        (self.newWorkbook, self.addWorksheet, self.addFormat) = (newWorkbook, addWorksheet, addFormat)
        (self.writeString, self.writeNumber, self.writeLink) = (writeString, writeNumber, writeLink)
        (self.setBold, self.setNumberFormat) = (setBold, setNumberFormat)
        (self.setColumn, self.freezePanes, self.autofilter) = (setColumn, freezePanes, autofilter)
        (self.close, self.reason) = (close, reason)
    }
}
