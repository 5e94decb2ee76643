// Loaded into a process with --import: says at its end how much memory it needed at most.

process.on("exit", () => {
  process.stderr.write(`peak RSS ${process.resourceUsage().maxRSS / 1024} MiB\n`);
});
