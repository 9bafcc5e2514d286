import Foundation
import TestSupport
import Testing

/// Whether everybody can use the page: the rules of WCAG 2.2, level AA, that a program can check. Where axe-core is (its
/// file is named by OFP_AXE), that checks, too.
@Suite(
    "The page for everybody", .enabled(if: Browser.isInstalled, "chromium and chromium-driver are not installed"),
    .serialized)
struct PageAccessTests {
    /// What each view takes to be seen.
    private static let views = [
        ("list", "document.querySelectorAll('.name')[5].click();"),
        (
            "marked list",
            "const age = document.getElementById('age'); age.value = 30; age.dispatchEvent(new Event('input', { bubbles: true }));"
        ),
        (
            "charts",
            "document.getElementById('view-charts').click(); document.querySelectorAll('figure details').forEach(it => { it.open = true; });"
        ),
        (
            "comparison",
            "[1, 2, 3].forEach(place => document.querySelectorAll('#table tbody input')[place].click());"
                + "document.getElementById('view-compare').click();"
        ),
    ]

    @Test("has names, labels, scopes, contrast and room, in every view, light and dark, wide and narrow")
    func rules() async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "ofp-access-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let list = folder.appending(path: "all.json").path
        #expect(try await Tool.ofp(["products", "--output", list]).status == 0)
        var pages: [(name: String, file: URL, scripts: [(String, String)])] = []
        for (name, arguments) in [
            ("products", ["products"]), ("product", ["product", "N110"]),
            ("compare", ["compare", "N110", "FIB-S-04", "q-sav-green"]),
        ] {
            let outcome = try await Tool.run("ofp", arguments + ["--from", list, "--format", "html"])
            let file = folder.appending(path: "\(name).html")
            try Data(outcome.output.utf8).write(to: file)
            pages.append((name, file, name == "products" ? Self.views : [("page", "")]))
        }
        // Some are new then, some gone, some changed.
        let earlier = folder.appending(path: "earlier.json").path
        let changed = try String(contentsOfFile: list, encoding: .utf8).replacing("Noor ", with: "Nur ")
            .replacing(#""ProductId":"FIB-"#, with: #""ProductId":"OLD-"#)
        try Data(changed.utf8).write(to: URL(filePath: earlier))
        let diff = try await Tool.run("ofp", ["diff", earlier, list, "--format", "html"])
        let file = folder.appending(path: "diff.html")
        try Data(diff.output.utf8).write(to: file)
        pages.append(("diff", file, [("page", "")]))
        // Two lists, of which one has other figures.
        let archive = folder.appending(path: "lists")
        try FileManager.default.createDirectory(at: archive, withIntermediateDirectories: true)
        try FileManager.default.copyItem(atPath: list, toPath: archive.appending(path: "later.json").path)
        let rates = try String(contentsOfFile: list, encoding: .utf8)
            .replacing(/"RetrievedAt":"[^"]*"/, with: #""RetrievedAt":"2026-01-01T08:00:00Z""#)
            .replacing(/"MaxRate": ?[0-9.]+/, with: #""MaxRate":1.5"#)
        try Data(rates.utf8).write(to: archive.appending(path: "earlier.json"))
        let history = folder.appending(path: "history.html")
        let drawn = try await Tool.run("ofp", ["history", "N100", "--archive", archive.path, "-o", history.path])
        #expect(drawn.status == 0, "\(drawn.errors)")
        pages.append(("history", history, [("page", "")]))
        let axe = try ProcessInfo.processInfo.environment["OFP_AXE"].map {
            try String(contentsOfFile: $0, encoding: .utf8)
        }
        let opened = pages
        try await Browser.run { browser in
            var views = 0
            for page in opened {
                for (view, script) in page.scripts {
                    views += 1
                    for (turn, (width, scheme)) in [(1280, "light"), (1920, "dark"), (500, "light")].enumerated() {
                        try await browser.resize(width: width)
                        try await browser.prefer(colours: scheme)
                        try await browser.open(page.file)
                        try await browser.run(script)
                        let place = "\(page.name), \(view), \(width), \(scheme)"
                        let broken: [String] = try await browser.evaluate(Self.rules)
                        #expect(broken == [], "\(place)")
                        // It takes seconds: usually each view is seen in one of the three ways, and each way has its views.
                        if let axe, Soak.isOn || turn == views % 3 {
                            let found: [String] = try await browser.evaluate(axe + ";\n" + Self.axe, waits: true)
                            #expect(found == [], "\(place)")
                        }
                    }
                }
            }
            #expect(try await browser.complaints() == [])
        }
    }

    private static let axe = """
        const done = arguments[arguments.length - 1];
        axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] }).then(
          result => done(result.violations.map(found => found.id + ': ' + found.nodes.length + ' like ' + found.nodes[0].html.slice(0, 150))),
          error => done([String(error)]));
        """

    private static let rules = """
        const broken = new Set();
        const all = query => Array.from(document.querySelectorAll(query));
        const seen = all('body *').filter(it => it.offsetParent || it.getClientRects().length);
        const named = it => (it.textContent || '').trim() || it.getAttribute('aria-label');
        if (!document.documentElement.lang) broken.add('no language');
        if (!document.title) broken.add('no title');
        if (all('h1').length !== 1 || all('main').length !== 1) broken.add('not one h1, or not one main');
        const ids = all('[id]').map(it => it.id);
        ids.filter((id, place) => ids.indexOf(id) !== place).forEach(id => broken.add('twice: ' + id));
        all('input, select').forEach(it => {
          if (!(it.labels && it.labels.length && named(it.labels[0])) && !it.getAttribute('aria-label')) broken.add('no label: ' + it.id);
        });
        all('a[href], button, summary').forEach(it => { if (!named(it)) broken.add('no name: ' + it.outerHTML.slice(0, 80)); });
        all('svg:not([aria-hidden])').forEach(it => {
          if (it.getAttribute('role') !== 'img' || !it.querySelector('title')) broken.add('no text alternative');
        });
        all('th').filter(it => it.closest('table').className !== 'sheet').forEach(it => { if (!it.scope) broken.add('no scope: ' + it.textContent.slice(0, 40)); });
        let level = 0;
        all('h1, h2, h3, h4').filter(it => seen.includes(it)).forEach(it => {
          const own = Number(it.tagName[1]);
          if (own > level + 1) broken.add('heading skipped: ' + it.textContent);
          level = own;
        });
        seen.filter(it => it.scrollWidth > it.clientWidth + 1 && /auto|scroll/.test(getComputedStyle(it).overflowX)).forEach(it => {
          if (it.tabIndex < 0) broken.add('no key scrolls ' + it.className);
        });
        if (document.documentElement.scrollWidth > window.innerWidth + 1) broken.add('wider than the window: ' + document.documentElement.scrollWidth);
        seen.filter(it => it.matches('button, select, input:not([type=checkbox]), .links a')).forEach(it => {
          if (it.getBoundingClientRect().height < 24) broken.add('less than 24 pixels: ' + (it.id || it.className || it.textContent));
        });

        const parts = colour => (colour.match(/[\\d.]+/g) || []).map(Number);
        const light = colour => {
          const [r, g, b] = colour.slice(0, 3).map(part => part / 255).map(part => part <= .04045 ? part / 12.92 : Math.pow((part + .055) / 1.055, 2.4));
          return .2126 * r + .7152 * g + .0722 * b;
        };
        const behind = it => {
          for (let at = it; at; at = at.parentElement) {
            const colour = parts(getComputedStyle(at).backgroundColor);
            if (colour.length === 3 || colour[3] > 0) return colour;
          }
          return [255, 255, 255];
        };
        seen.filter(it => !it.closest('svg, option, [disabled], .unseen, caption')).forEach(it => {
          if (!Array.from(it.childNodes).some(node => node.nodeType === 3 && node.data.trim())) return;
          const [one, other] = [light(parts(getComputedStyle(it).color)), light(behind(it))];
          const contrast = (Math.max(one, other) + .05) / (Math.min(one, other) + .05);
          if (contrast < 4.5) broken.add('contrast ' + contrast.toFixed(2) + ': ' + it.tagName + '.' + it.className);
        });
        return Array.from(broken);
        """
}
