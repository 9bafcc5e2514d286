/// Where in an answer the list of products stands, and the members beside it.
struct ProductsEnvelope {
    /// Nil where there is none, or something that is none.
    private(set) var list: ProductList?
    /// Nil for a list without an object around it.
    private(set) var members: JSONObject?
    /// Whether there are products beside `Data` and in it, too.
    private(set) var hasTwoLists = false

    init(_ scanner: inout JSONScanner) throws(JSONScanner.Failure) {
        guard try scanner.peek() == .object else {
            var list = ProductList()
            if try scanner.peek() == .array, try list.readData(&scanner) {
                // Without a name for it, an empty list is one of nobody knows what.
                self.list = list.groups.isEmpty ? nil : list
            } else if scanner.position == 0 {
                try scanner.value()
            }
            return
        }
        let start = scanner.position
        var found: [JSONObject.Member] = []
        var beside: ProductList?
        try scanner.object { (key, scanner) throws(JSONScanner.Failure) in
            let begin = scanner.position
            if scanner.isName(key, like: "Data") {
                var list = list ?? ProductList()
                if try list.readData(&scanner) { self.list = list }
            } else if scanner.isName(key, like: "Products") {
                var list = ProductList()
                if try list.readData(&scanner) { beside = list }
            } else {
                try scanner.value()
            }
            found.append(.init(name: key, value: begin..<scanner.position))
        }
        members = JSONObject(range: start..<scanner.position, members: found)
        guard let beside else { return }
        if list == nil || list?.groups.isEmpty == true { list = beside } else { hasTwoLists = !beside.groups.isEmpty }
    }
}

/// The groups of products under `Data`, and what was found in their place.
struct ProductList {
    struct Group {
        var id: Range<Int>?
        var brandID: Range<Int>?
        var products: [JSONObject] = []
    }

    /// What stands in the place of products.
    struct Oddities {
        /// Whether a list, or one in it, is null.
        var isNull = false
        /// Elements that are null, groups that have no list, and things that are neither product nor group.
        var nulls = 0
        var bareGroups = 0
        var foreign = 0
        /// Groups that report an error.
        var errors = 0
    }

    private(set) var groups: [Group] = []
    private(set) var oddities = Oddities()
    /// Links and figures of pages that stand within the list, in place of beside it.
    private(set) var paging: [JSONObject.Member] = []
    private var products = 0

    /// - Returns: whether it is a list, or what stands for one.
    mutating func readData(_ scanner: inout JSONScanner) throws(JSONScanner.Failure) -> Bool {
        try readList(&scanner) { (list, scanner) throws(JSONScanner.Failure) in
            try list.readElement(&scanner)
        } orObject: { (list, scanner) throws(JSONScanner.Failure) in
            try list.readElement(&scanner)
        }
    }

    /// Reads the elements of a list, or the one object that stands in its place; null is a list of none.
    ///
    /// - Returns: whether it is any of these.
    private mutating func readList(
        _ scanner: inout JSONScanner,
        _ readElement: (inout ProductList, inout JSONScanner) throws(JSONScanner.Failure) -> Void,
        orObject readObject: (inout ProductList, inout JSONScanner) throws(JSONScanner.Failure) -> Void
    ) throws(JSONScanner.Failure) -> Bool {
        switch try scanner.peek() {
        case .array:
            try scanner.array { (scanner) throws(JSONScanner.Failure) in try readElement(&self, &scanner) }
        case .object: try readObject(&self, &scanner)
        case .null:
            try scanner.value()
            oddities.isNull = true
        default:
            try scanner.value()
            return false
        }
        return true
    }

    /// A group, or a product that stands without one. Read as the group that it should be; where it turns out to be something
    /// else, once more as that.
    private mutating func readElement(_ scanner: inout JSONScanner) throws(JSONScanner.Failure) {
        guard try scanner.peek() == .object else { return try passOver(&scanner) }
        // Not the groups: a second owner would have each one copy all before it.
        let before = (scanner, oddities, products)
        var (group, looks) = (Group(), Looks())
        var (hasProducts, isWrapper, holdsMore) = (false, false, false)
        var ownPaging: [JSONObject.Member] = []
        try scanner.object { (key, scanner) throws(JSONScanner.Failure) in
            looks.add(key, scanner)
            if scanner.isName(key, like: "Products") {
                looks.likeGroup = true
                hasProducts = try readProducts(&scanner, into: &group) || hasProducts
            } else if scanner.isName(key, like: "LFIId") {
                group.id = try scanner.value()
            } else if scanner.isName(key, like: "LFIBrandId") {
                group.brandID = try scanner.value()
            } else {
                isWrapper = isWrapper || scanner.isName(key, like: "Data")
                let kind = try scanner.peek()
                let isPaging = ["Links", "_links", "Meta"].contains { scanner.isName(key, like: $0) }
                holdsMore = holdsMore || (!isPaging && (kind == .object || kind == .array))
                let value = try scanner.value()
                if isPaging { ownPaging.append(.init(name: key, value: value)) }
            }
        }
        if !looks.likeProduct {
            if paging.isEmpty { paging = ownPaging }
            if looks.hasError { oddities.errors += 1 }
        }
        if looks.likeProduct || !hasProducts { (scanner, oddities, products) = before }
        if looks.likeProduct || (looks.hasCategory && !looks.likeGroup) {
            group.products = []
            try readProduct(&scanner, into: &group)
        } else if !hasProducts, looks.hasDetails {
            hasProducts = try readMember(&scanner, "Product") { (list, scanner) throws(JSONScanner.Failure) in
                try list.readProducts(&scanner, into: &group)
            }
            if !hasProducts { oddities.foreign += 1 }
        } else if !hasProducts, isWrapper {
            _ = try readMember(&scanner, "Data") { (list, scanner) throws(JSONScanner.Failure) in
                try list.readData(&scanner)
            }
        } else if !hasProducts {
            let isBare = (group.id != nil || group.brandID != nil) && !looks.likeGroup && !holdsMore
            if isBare { oddities.bareGroups += 1 } else { oddities.foreign += 1 }
            try scanner.value()
        }
        if !group.products.isEmpty { groups.append(group) }
    }

    /// - Returns: what `read` says of the member of that name.
    private mutating func readMember(
        _ scanner: inout JSONScanner, _ name: StaticString,
        _ read: (inout ProductList, inout JSONScanner) throws(JSONScanner.Failure) -> Bool
    ) throws(JSONScanner.Failure) -> Bool {
        var isRead = false
        try scanner.object { (key, scanner) throws(JSONScanner.Failure) in
            if scanner.isName(key, like: name) {
                isRead = try read(&self, &scanner) || isRead
            } else {
                try scanner.value()
            }
        }
        return isRead
    }

    /// - Returns: whether it is a list of products, or what stands for one.
    private mutating func readProducts(
        _ scanner: inout JSONScanner, into group: inout Group
    ) throws(JSONScanner.Failure) -> Bool {
        try readList(&scanner) { (list, scanner) throws(JSONScanner.Failure) in
            if try scanner.peek() == .object {
                try list.readProduct(&scanner, into: &group)
            } else {
                try list.passOver(&scanner)
            }
        } orObject: { (list, scanner) throws(JSONScanner.Failure) in
            try list.readProducts(inObject: &scanner, into: &group)
        }
    }

    /// One product, or several under names: most likely their ids, which each has in it, too; or lists of them under those
    /// of their categories.
    private mutating func readProducts(
        inObject scanner: inout JSONScanner, into group: inout Group
    ) throws(JSONScanner.Failure) {
        let start = scanner
        var looks = Looks()
        var areLists = true
        try scanner.object { (key, scanner) throws(JSONScanner.Failure) in
            looks.add(key, scanner)
            let kind = try scanner.peek()
            areLists = areLists && (kind == .object || kind == .array)
            try scanner.value()
        }
        scanner = start
        guard areLists, !looks.likeProduct, !looks.hasCategory else { return try readProduct(&scanner, into: &group) }
        try scanner.object { (_, scanner) throws(JSONScanner.Failure) in
            if try scanner.peek() == .array {
                _ = try readProducts(&scanner, into: &group)
            } else {
                try readProduct(&scanner, into: &group)
            }
        }
    }

    private mutating func readProduct(
        _ scanner: inout JSONScanner, into group: inout Group
    ) throws(JSONScanner.Failure) {
        products += 1
        guard products <= ProductsPage.productLimit else { throw scanner.failure(.products) }
        let start = scanner
        guard let product = try JSONObject(&scanner) else { return }
        var looks = Looks()
        for member in product.members { looks.add(member.name, scanner) }
        if looks.isError { return oddities.foreign += 1 }
        group.products.append(try wrapped(in: product, start) ?? product)
    }

    /// The product in an object that has nothing but it: `{"Product": {"ProductId": …}}`.
    private func wrapped(in object: JSONObject, _ start: JSONScanner) throws(JSONScanner.Failure) -> JSONObject? {
        guard object.members.count == 1, start.isName(object.members[0].name, like: "Product") else { return nil }
        var (scanner, product) = (start, JSONObject?.none)
        try scanner.object { (_, scanner) throws(JSONScanner.Failure) in product = try JSONObject(&scanner) }
        var looks = Looks()
        for member in product?.members ?? [] { looks.add(member.name, scanner) }
        return looks.likeProduct || looks.hasCategory ? product : nil
    }

    private mutating func passOver(_ scanner: inout JSONScanner) throws(JSONScanner.Failure) {
        if try scanner.peek() == .null { oddities.nulls += 1 } else { oddities.foreign += 1 }
        try scanner.value()
    }
}

/// What an object looks like, by the names of its members.
private struct Looks {
    /// A group may name the category of all its products: that alone makes no product.
    var likeProduct = false
    var hasCategory = false
    var hasDetails = false
    var likeGroup = false
    /// Whether it reports an error.
    var hasError = false

    /// Whether it is nothing but the report of an error.
    var isError: Bool { hasError && !likeProduct && !hasCategory && !hasDetails }

    mutating func add(_ name: Range<Int>, _ scanner: JSONScanner) {
        likeProduct =
            likeProduct || scanner.isName(name, like: "ProductId") || scanner.isName(name, like: "ProductName")
        hasCategory = hasCategory || scanner.isName(name, like: "ProductCategory")
        hasDetails = hasDetails || scanner.isName(name, like: "Product")
        hasError =
            hasError
            || ["Error", "Errors", "ErrorCode", "ErrorMessage", "Message"].contains { scanner.isName(name, like: $0) }
    }
}
