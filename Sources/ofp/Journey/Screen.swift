/// What is to be seen and done at one step of the journey, whoever shows it: a drawn screen or lines with numbers.
struct Screen: Sendable {
    /// Something to choose, and what comes of it.
    struct Choice: Sendable {
        var text: String
        /// Whether it is marked, or on; nil where that cannot be.
        var isMarked: Bool?
        /// Beside the text, fainter.
        var note = ""
        var action: Journey.Action
        /// What the space bar does on it; nil for the same as Enter.
        var mark: Journey.Action?
    }

    /// Something that a letter does.
    struct Command: Sendable {
        let letter: Character
        let meaning: String
        let action: Journey.Action
    }

    /// The way here, step by step; the last one is this.
    var place: [String] = []
    var title: String
    /// Lines that are laid out already.
    var text: [String] = []
    /// Above the choices: the titles of their columns.
    var header: String?
    var choices: [Choice] = []
    /// Whether Enter on one that is marked goes on with all that are.
    var takesMarked = false
    /// Whether the text is what the person is here for, and the choices only say what can be done with it.
    var isPage = false
    /// What is being typed; nil where nothing is.
    var field: String?
    /// Whether what is typed narrows the list at once.
    var isSearch = false
    /// What there is to know beside it.
    var status: [String] = []
    /// What has come of the last thing that was done.
    var message: String?
    var commands: [Command] = []
    /// Whether there is nothing to do but to wait.
    var isBusy = false
    /// Whether there is a way back from here.
    var canGoBack = true
    /// Whether more will come by itself.
    var isLoading = false
    var cursor = 0
    /// The first line of a page that is to be seen.
    var offset = 0

    /// Those that are marked, as places among the choices.
    var marked: [Int] { choices.indices.filter { choices[$0].isMarked == true } }

    /// Whether a yes to it sends something: nothing that was typed before it could be read is one.
    var asksForConsent: Bool { choices.contains { if case .send = $0.action { true } else { false } } }

    /// What there is to choose, marked as it is: `*` for one that is, and whatever the person has the cursor on.
    func label(_ choice: Choice) -> String {
        guard let isMarked = choice.isMarked else { return choice.text }
        return (isMarked ? "* " : "  ") + choice.text
    }
}
