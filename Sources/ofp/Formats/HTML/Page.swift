import FoundationEssentials
import OpenFinanceCrypto

/// A document for a browser: one file that loads nothing from anywhere, and says so in its policy.
///
/// Its template, style and script are files of the folder `Page`, which the program has in it. The policy (CSP Level 3)
/// names style and script by their digests: whatever else would be run or fetched is not, even if markup of somebody
/// else's should ever come into the page.
struct Page {
    var title: String
    var main: HTML
    /// What the script of a list shows; nil for a page that does without a script.
    var data: HTML?

    static let styleBytes = PackageResources.page_css
    static let scriptBytes = PackageResources.base_js + PackageResources.charts_js + PackageResources.list_js

    var html: HTML {
        HTML(
            template: PackageResources.page_html,
            [
                "title": "\(title)", "policy": "\(policy)", "style": HTML(trusted: Self.styleBytes), "main": main,
                "script": data.map { data in
                    """
                    <script type="application/json" id="data">\(data)</script>
                    <script>\(HTML(trusted: Self.scriptBytes))</script>
                    """
                } ?? "",
            ])
    }

    private var policy: String {
        let script = data == nil ? "'none'" : Self.source(Self.scriptBytes)
        return "default-src 'none'; style-src \(Self.source(Self.styleBytes)); script-src \(script); base-uri 'none'; "
            + "form-action 'none'"
    }

    private static func source(_ bytes: [UInt8]) -> String {
        "'sha256-\(Data(SHA256.digest(bytes)).base64EncodedString())'"
    }
}
