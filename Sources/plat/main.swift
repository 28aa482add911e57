// The command line: finds the verb, and turns whatever it throws into one line and an exit status.

let arguments = Array(CommandLine.arguments.dropFirst())
Exit.leave(Program.run(arguments))
