// The command line: finds the verb, and turns any error into one line and an exit status.

let arguments = Array(CommandLine.arguments.dropFirst())
#if DEBUG
  Exit.leave(CrashPoint.run { Program.run(arguments) })
#else
  Exit.leave(Program.run(arguments))
#endif
