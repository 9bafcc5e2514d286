import FoundationEssentials
import OpenFinance

extension Console {
    /// Says how old the directory is where it is, and names those that it says are to be asked and that cannot be.
    func warn(about directory: Directory) {
        if let outdated = directory.outdated {
            let time = outdated.since.formatted(.iso8601)
            warn("\(outdated.reason.forTerminal). Its answer of \(time) is used instead.")
        }
        for participant in directory.leftOut where participant.isFault {
            warn("\(participant.name.forTerminal) is left out: it \(participant.reason.forTerminal).")
        }
    }
}
