/// How a person sees a journey, and answers.
protocol JourneyFace {
    func show(_ screen: Screen) async
    /// What has happened next; nil where nobody can answer any more.
    func next(after screen: Screen) async -> [Journey.Event]?
    /// Takes what has been typed, and was not looked at yet, for nothing.
    func forgetTyped()
    /// Leaves the terminal to something else for a while.
    func aside<Value>(_ body: () async -> Value) async -> Value
    func end()
}
