using System.Reflection;
using BenchmarkDotNet.Running;

if (Dialer.Benchmarks.BenchmarkCommands.Refusal(args) is { } refusal)
{
    await Console.Error.WriteLineAsync(refusal).ConfigureAwait(false);
    return 2;
}

// Without a known first word: BenchmarkDotNet's own arguments, e.g. --filter '*Parse*'.
return args switch
{
    ["media-relay", ..] => Dialer.Benchmarks.Media.RelayBenchmark.Run(args),
    ["media-play", ..] => Dialer.Benchmarks.Media.PlayBenchmark.Run(args),
    ["media-relay-child", var relay] => Dialer.Benchmarks.Media.RelayChild.Run(relay),
    ["decision", .. var rest] => Dialer.Benchmarks.Engine.DecisionRun.Run(rest),
    ["routing", .. var rest] => Dialer.Benchmarks.Routing.RoutingRun.Run(rest),
    ["engine", .. var rest] => Dialer.Benchmarks.Engine.EngineRun.Run(rest),
    ["import", .. var rest] => Dialer.Benchmarks.Lists.ImportBenchmark.Run(rest),
    ["do-not-call", .. var rest] => Dialer.Benchmarks.Lists.DoNotCallBenchmark.Run(rest),
    ["sip-calls", ..] => Dialer.Benchmarks.Sip.SipCallRun.Run(args[1..]),
    _ => Switch(args),
};

static int Switch(string[] args)
{
    BenchmarkSwitcher.FromAssembly(Assembly.GetExecutingAssembly()).Run(args);
    return 0;
}
