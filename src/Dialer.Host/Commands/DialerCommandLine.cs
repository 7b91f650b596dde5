using System.CommandLine;
using System.CommandLine.Parsing;
using Dialer.Lists;
using Dialer.Server.Terminal;
using Dialer.Store;
using Dialer.Tools.Amd;
using Dialer.Tools.Simulate;

namespace Dialer.Host.Commands;

/// <summary>The program's commands.</summary>
internal static class DialerCommandLine
{
    public static RootCommand Create() => new("A predictive dialer: dials lists, hears who answers, and hands people to agents.\n\n" + ExitCodes())
    {
        DemoCommand.Create(),
        RunCommand.Create(),
        CheckCommand.Create(),
        ApplyCommand.Create(),
        ApplyCommand.Export(),
        ReportCommand.Create(),
        StoreCommand.Create(),
        StoreCommand.Backup(),
        StoreCommand.Restore(),
        HealthCommand.Create(),
        ExplainCommand.Create(),
        DoNotCallCommand.Create(),
        PersonCommand.Create(),
        ReplayCommand.Create(),
        SimulateCommand.Create(),
        AmdCommand.Create(),
    };

    public static async Task<int> RunAsync(string[] arguments, TextWriter output, TextWriter error, CancellationToken cancellation = default)
    {
        output = new PlainTextWriter(output);
        error = new PlainTextWriter(error);
        var parsed = Create().Parse(arguments);
        if (parsed.Errors.Count > 0)
        {
            foreach (var wrong in parsed.Errors)
                await error.WriteLineAsync("dialer: " + wrong.Message).ConfigureAwait(false);
            await error.WriteLineAsync($"Try 'dialer {CommandName(parsed)}--help'.").ConfigureAwait(false);
            return ExitCode.Usage;
        }
        var settings = new InvocationConfiguration { Output = output, Error = error, EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null };
        try
        {
            return await parsed.InvokeAsync(settings, cancellation).ConfigureAwait(false);
        }
#pragma warning disable CA1031 // The wall between the program and its user: whatever it is, they see a sentence.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            await error.WriteLineAsync("dialer: " + Explain(failure)).ConfigureAwait(false);
            return CodeOf(failure);
        }
    }

    private static int CodeOf(Exception failure) => failure switch
    {
        Trouble trouble => trouble.ExitCode,
        ImportException => ExitCode.Usage,
        StoreException or System.Data.Common.DbException => ExitCode.Unreachable,
        _ => ExitCode.Failure,
    };

    private static string Explain(Exception failure) => failure switch
    {
        Trouble or StoreException or ImportException => failure.Message,
        System.Data.Common.DbException => $"The store failed: {failure.Message} Check that the disk is not full, that a server runs, and that it is a store of this program.",
        UnauthorizedAccessException or IOException => failure.Message,
        OperationCanceledException => "Stopped before it was done.",
        _ => $"An unexpected failure ({failure.GetType().Name}): {failure.Message} Set DIALER_TRACE=1 to see where, and report it."
            + (Environment.GetEnvironmentVariable("DIALER_TRACE") == "1" ? Environment.NewLine + failure : ""),
    };

    /// <summary>Each followed by a blank, such as "amd classify "; empty: none was named.</summary>
    private static string CommandName(ParseResult parsed)
    {
        string name = "";
        for (SymbolResult? at = parsed.CommandResult; at is CommandResult { Command: not RootCommand } named; at = at.Parent)
            name = $"{named.Command.Name} {name}";
        return name;
    }

    private static string ExitCodes() =>
        "Exit codes:\n" + string.Join('\n', ExitCode.Table.Select(row => $"  {row.Code}  {row.Meaning}"));
}
