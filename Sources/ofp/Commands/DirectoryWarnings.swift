import OpenFinance

extension Console {
    /// Names those that the directory says are to be asked and that cannot be.
    func warn(about directory: Directory) {
        for participant in directory.leftOut where participant.isFault {
            warn("\(participant.name.forTerminal) is left out: it \(participant.reason.forTerminal).")
        }
    }
}
